"""What a person takes away as a file: an app gets it with its token, byte for byte as the page gives it out."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories.cast import Cast, join, make_cast, open_room
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fetch(who: object, path: str) -> Any:
    return Client().get(f"/api/v1{path}", headers={"X-Session-Token": session_of(who)})


def test_an_app_fetches_evidence_with_its_token(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)

    answer = fetch(cast.officer, f"/incidents/{room.incident_id}/evidence.zip")

    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert {"log.jsonl", "heads.jsonl"} <= {name.partition("/")[2] for name in archive.namelist()}
        # Each file says when the archive was made, the log too: a zip's own oldest day is no day of ours.
        today = {one.date_time[0] for one in archive.infolist()}
        assert (len({one.date_time for one in archive.infolist()}), today) == (1, {datetime.now(UTC).year})


@pytest.mark.parametrize(
    "path",
    [
        "/incidents/{incident_id}/evidence.zip",
        "/incidents/{incident_id}/brief.pdf",
        "/rooms/{room_id}/forms/201.pdf",
        "/districts/{district_id}/disclosures.pdf",
        "/sites/{site_id}/map-rules/certificate.pdf",
    ],
)
def test_without_a_token_a_file_is_a_problem_and_no_sign_in_page(cast: Cast, path: str) -> None:
    room = open_room(cast)
    address = path.format(
        incident_id=room.incident_id, room_id=room.pk, district_id=cast.district.id, site_id=cast.site.id
    )

    answer = Client().get(f"/api/v1{address}")

    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


def test_an_app_of_the_school_fetches_the_certificate_and_a_stranger_does_not(cast: Cast) -> None:
    address = f"/sites/{cast.site.id}/map-rules/certificate.pdf"

    drawn, refused = fetch(cast.insider, address), fetch(cast.stranger, address)

    assert (drawn.status_code, drawn["Content-Type"], drawn.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert (refused.status_code, refused["Content-Type"]) == (404, "application/problem+json")
