"""The ledger of disclosures, and emergency access: read, printed, exported by those who may, not found by others."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from django.test import Client
from django.utils.formats import date_format
from pyhanko.pdf_utils.reader import PdfFileReader

from coordination.incident.disclosures.print import ledger_pdf
from coordination.incident.disclosures.queries import ledger_for
from mou.models import Agency, EmergencyAccess
from mou.vocabulary import MemberRole
from tests.factories.cast import asks
from tests.factories.mou import make_member
from tests.stage.full_room import Stage, run

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answered

pytestmark = pytest.mark.django_db


def get(stage: Stage, who: str, path: str) -> "Answered":
    return Client().get(f"/api/v1{path}", headers=stage.headers(who))


# --- the ledger -------------------------------------------------------------------------------------------------------
def disclosed(stage: Stage, *, recipient: str = "=HYPERLINK(1)") -> None:
    run(
        stage.people["insider"],
        stage.room.id,
        "record_disclosure",
        disclosure_id=uuid4(),
        authority="health_or_safety_emergency",
        categories=["photo"],
        agency_id=stage.cast.police.id,
        recipient=recipient,
        students="<b>One</b> student",
        threat="Shots heard",
    )


def test_the_district_reads_and_exports_its_ledger_and_nobody_else(stage: Stage) -> None:
    disclosed(stage)
    path = f"/districts/{stage.cast.district.id}/disclosures"

    (one,) = get(stage, "keeper", path).json()["disclosures"]
    assert (one["threat"], one["categories"], one["agency"]) == ("Shots heard", ["photo"], "Fairview Police")
    table = get(stage, "keeper", f"{path}.csv").content.decode()
    # A formula in a name is text to a spreadsheet.
    assert "'=HYPERLINK(1)" in table
    page = stage.page_client("keeper").get(path).content.decode()
    assert "&lt;b&gt;One" in page
    assert {get(stage, who, path).status_code for who in ("insider", "officer", "stranger")} == {404}


def test_a_planner_reads_the_ledger_and_reviews_nothing(stage: Stage) -> None:
    planner = make_member(stage.cast.district, role=MemberRole.PLANNER).user
    client = Client()
    client.force_login(planner)

    path = f"/districts/{stage.cast.district.id}/disclosures"
    page = client.get(path).content.decode()
    assert "Not reviewed yet." in page
    assert "data-review" not in page
    assert "data-review" in stage.page_client("keeper").get(path).content.decode()
    body = json.dumps({"outcome": "justified", "note": "Fine."})
    answer = client.post(f"/api/v1/emergency-access/{stage.access_id}/review", body, content_type="application/json")
    assert answer.json()["code"] == "not_allowed"


def test_the_ledger_is_printed_with_clause_threat_incident_and_the_districts_time(stage: Stage) -> None:
    disclosed(stage)
    asker = asks(stage.people["keeper"], at=datetime.now(UTC))
    ledger = ledger_for(asker, stage.cast.district.id)
    (one,) = ledger.disclosures
    there = one.at.astimezone(ZoneInfo(ledger.time_zone))

    answer = stage.page_client("keeper").get(f"/districts/{stage.cast.district.id}/disclosures.pdf")

    paper = PdfFileReader(io.BytesIO(answer.content))
    assert (answer["Content-Type"], paper.root["/MarkInfo"]["/Marked"]) == ("application/pdf", True)
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(answer.content)]
    text = " ".join(" ".join(pages).split())
    assert date_format(there.date()) in text
    assert f"{there:%H:%M:%S}" in text
    for words in ("=HYPERLINK(1)", "<b>One</b> student", "Shots heard", "Fairview Police", one.incident, "99.36"):
        assert words in text, words
    assert "EXERCISE" not in text


def test_exercises_are_printed_on_pages_of_their_own_and_marked(stage: Stage) -> None:
    disclosed(stage)
    asker = asks(stage.people["keeper"], at=datetime.now(UTC))
    ledger = ledger_for(asker, stage.cast.district.id)
    (real,) = ledger.disclosures
    both = replace(ledger, disclosures=(real, replace(real, is_exercise=True)))

    pages = [
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(ledger_pdf(both, at=datetime.now(UTC)))
    ]

    # In the row, and behind the page.
    assert [page.count("EXERCISE") for page in pages] == [0, 2]


# --- emergency access and who leads the responders -------------------------------------------------------------------
def leader_of(agency: Agency) -> Client:
    client = Client()
    client.force_login(make_member(agency, role=MemberRole.SUPERVISOR).user)
    return client


def test_leaders_see_what_their_own_people_took_and_nobody_elses(stage: Stage) -> None:
    taken = EmergencyAccess.objects.get(pk=stage.access_id)

    own, others = (leader_of(one).get("/emergency-access") for one in (stage.cast.police, stage.cast.dispatch))

    text = own.content.decode()
    assert (taken.reason in text, "Not reviewed yet." in text, "data-review" in text) == (True, True, False)
    assert others.status_code == 200
    assert taken.reason not in others.content.decode()
    assert stage.cast.site.name not in others.content.decode()


def test_who_leads_nobody_finds_no_page_of_emergency_access_and_no_way_to_it(stage: Stage) -> None:
    def shown(client: Client) -> tuple[int, bool]:
        return client.get("/emergency-access").status_code, 'href="/emergency-access"' in client.get(
            "/"
        ).content.decode()

    assert shown(stage.page_client("officer")) == (404, False)
    assert shown(leader_of(stage.cast.police)) == (200, True)


def test_a_keeper_sees_emergency_access_on_the_districts_page_and_leads_no_responders(stage: Stage) -> None:
    reason = EmergencyAccess.objects.get(pk=stage.access_id).reason
    client = stage.page_client("keeper")

    assert reason in client.get(f"/districts/{stage.cast.district.id}/disclosures").content.decode()
    assert client.get("/emergency-access").status_code == 404
