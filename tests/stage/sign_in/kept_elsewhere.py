"""A dispatcher whom her agency keeps, and the doors by which a stranger's agency tries to take her in."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from coordination.models import User
from mou.access.fetch import active_memberships
from tests.factories.cast import Cast

ADDRESS = "dee@dispatch.example.org"
PASSWORD = "a long way to the ford"
MINE = "/account/memberships"
DISPATCHER = {"name": "Somebody", "email": ADDRESS, "role": "dispatcher"}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def invite_by_page(cast: Cast, actor: User, **more: str) -> tuple[int, str]:
    sent = {"act": "invite", "by": "letter", **DISPATCHER, **more}
    answer = browser(actor).post(f"/administration/agencies/{cast.strangers.pk}/invite", sent)
    return answer.status_code, answer.content.decode()


def invite_by_api(cast: Cast, actor: User, **more: object) -> tuple[int, dict[str, Any]]:
    answer = browser(actor).post(
        f"/api/v1/agencies/{cast.strangers.pk}/people", {**DISPATCHER, **more}, content_type="application/json"
    )
    return answer.status_code, answer.json()


def offered(cast: Cast, actor: User) -> UUID:
    status, made = invite_by_api(cast, actor, may_offer=True)
    assert (status, made["member_id"], made["username"], made["code"]) == (201, None, "", "")
    return UUID(made["offer_id"])


def agencies_of(user: User) -> set[UUID]:
    return {one.agency_id for one in active_memberships(user.pk, datetime.now(UTC))}


def take_file(cast: Cast, actor: User) -> int:
    page, client = f"/administration/agencies/{cast.strangers.pk}/people-file", browser(actor)
    content = f"name,email,role\nDee Sample,{ADDRESS},dispatcher\n".encode()
    looked = client.post(page, {"act": "look", "file": SimpleUploadedFile("people.csv", content)}).content.decode()
    upload = re.findall(r'name="upload_id" value="([^"]+)"', looked)[0]
    return client.post(page, {"act": "take", "upload_id": upload}).status_code
