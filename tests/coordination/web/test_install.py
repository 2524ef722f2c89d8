"""The product becomes an app of a phone: a manifest that browsers take, icons that are there, a page that says how."""

import json

import pytest
from django.test import Client

from tests.coordination.web.test_kept import body_of, served

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_that_are_served_and_nobody(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")

    assert answer["Content-Type"] == "application/manifest+json"
    manifest = json.loads(body_of(answer))
    assert manifest["display"] == "standalone"
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert served(icon["src"]).status_code == 200


def test_everybody_is_told_how_to_put_it_on_a_phone(client: Client) -> None:
    english = body_of(client.get("/install")).decode()
    spanish = body_of(client.get("/install", headers={"Accept-Language": "es"})).decode()

    assert "Add to Home Screen" in english
    assert 'rel="manifest"' in english
    assert "Agregar a inicio" in spanish
