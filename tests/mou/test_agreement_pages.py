"""A planner finds everything about an agreement by following links from the list, and the way back from each."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from mou.access.policy import local_date
from mou.agreements.going_out import opens_something
from mou.document import JsonValue
from mou.models import Agency, Term, Version
from mou.vocabulary import MemberRole, SharingDirection, TermKind, VersionState
from tests.factories.mou import make_member, make_term, make_version
from tests.stage.agreements.desk import Desk, make_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def signed_in(desk: Desk) -> Client:
    client = Client()
    client.force_login(desk.planner.user)
    return client


def test_every_page_about_an_agreement_is_linked_from_it_and_leads_back(desk: Desk) -> None:
    client, own = signed_in(desk), f"/agreements/{desk.memorandum_id}"
    assert f'href="{own}"' in text_of(client, "/agreements")

    page = text_of(client, f"{own}/versions/1")

    about = {re.sub(r"\?.*", "", one).removeprefix(own) for one in re.findall(rf'href="({own}[^"]+)"', page)}
    assert about == {
        *("/check", "/compare", "/versions/1"),
        *(f"/versions/1/{one}" for one in ("history", "parties", "rehearsal", "word-file")),
    }
    for one in about:
        # The main navigation leads to the list from everywhere; the way back names the page as well.
        assert re.search('<nav class="trail"[^>]*><ol><li><a href="/agreements">', text_of(client, own + one))
        assert one == "/versions/1" or f'href="{own}/versions/1"' in text_of(client, own + one)
    assert f"/api/v1/memoranda/{desk.memorandum_id}/versions/1/pdf" in page


@pytest.mark.parametrize("time_zone", ["Pacific/Pago_Pago", "Pacific/Kiritimati"])
def test_a_new_agreement_begins_today_by_the_calendar_of_its_district(desk: Desk, time_zone: str) -> None:
    """At any hour it is another day than in UTC in one of these two."""
    Agency.objects.filter(pk=desk.district.pk).update(time_zone=time_zone)

    page = text_of(signed_in(desk), "/agreements/new")

    today = local_date(datetime.now(UTC), time_zone)
    assert f'name="effective_on" value="{today.isoformat()}"' in page


def test_what_is_overdue_stands_first_and_apart_from_what_ends_soon(desk: Desk) -> None:
    desk.both_sign()
    Version.objects.update(effective_on=date(2020, 1, 1), expires_on=date(2020, 12, 31))

    page = text_of(signed_in(desk), "/agreements")

    assert ('id="overdue"' in page, 'id="expiring"' in page) == (True, False)


def test_the_disclosures_of_a_district_are_linked_for_its_keepers_only(desk: Desk) -> None:
    staff = Client()
    staff.force_login(make_member(desk.district, role=MemberRole.STAFF).user)
    link = f'href="/districts/{desk.district.id}/disclosures"'

    assert [link in text_of(one, "/agreements") for one in (signed_in(desk), staff)] == [True, False]


def test_before_it_goes_out_the_page_says_what_it_opens_and_in_red_where_that_is_nothing(desk: Desk) -> None:
    address, version = f"/agreements/{desk.memorandum_id}/versions/1", Version.objects.get()
    Term.objects.all().delete()
    for position, kind in enumerate((TermKind.ROOM_ACCESS, TermKind.FLOORPLAN_ACCESS)):
        make_term(version, kind, value={"granted": True}, position=position)
    whole = text_of(signed_in(desk), address)
    Term.objects.filter(kind=TermKind.ROOM_ACCESS.value).delete()
    part = text_of(signed_in(desk), address)
    Term.objects.all().delete()
    nothing = text_of(signed_in(desk), address)

    assert "What this agreement opens" in whole
    assert "No incident room" in part
    assert "Nothing: no incident room, no floor plan." in nothing
    assert ["is told of an alarm, sees an incident" in one for one in (whole, part, nothing)] == [False, True, True]


def test_who_signs_reads_above_the_signature_to_whom_what_is_opened_where_and_when(desk: Desk) -> None:
    """Also what opens no access by itself: data on request, and what the agency gives."""
    version = Version.objects.get()
    make_term(version, TermKind.ROOM_ACCESS, value={"granted": True})
    scope, value = f"visitor_log:{SharingDirection.AGENCY_TO_DISTRICT}", {"when": "continuous"}
    Term.objects.create(version=version, kind="data_sharing", scope=scope, value=value, condition={"when": "always"})
    desk.out_for_signature()
    client = Client()
    client.force_login(desk.commander.user)

    page = text_of(client, f"/agreements/{desk.memorandum_id}/versions/1")

    opened, _sign, _rest = page.partition('id="sign-title"')
    told = [
        (party, re.findall(r'<th scope="row">(.*?)</th><td>([^<]*)</td>', rows))
        for party, rows in re.findall(r"<caption>(.*?)</caption>(.*?)</table>", opened, re.DOTALL)
    ]
    assert _sign
    assert told == [
        (
            f"The people of {desk.police.name}",
            [("Access to incident rooms", "always"), ("Data sharing: Floor plans", "on request")],
        ),
        (f"The people of {desk.district.name}", [("Data sharing: Visitor log", "at any time")]),
    ]
    assert f"{desk.police.name} has now: 1 Commander." in " ".join(opened.split())
    assert "At 1 site." in opened


def test_what_police_alone_read_is_promised_to_no_other_agency(desk: Desk) -> None:
    """A tip that a term opens to a 9-1-1 center is read by no one there: neither page nor check counts it."""
    version = Version.objects.get()
    Term.objects.all().delete()
    scope = f"tip_reports:{SharingDirection.DISTRICT_TO_AGENCY}"
    Term.objects.create(
        version=version, kind="data_sharing", scope=scope, value={"when": "continuous"}, condition={"when": "always"}
    )
    address = f"/agreements/{desk.memorandum_id}/versions/1"
    of_police = text_of(signed_in(desk), address)
    goes_for_police = opens_something(Version.objects.get())
    Agency.objects.filter(pk=desk.police.pk).update(kind="dispatch")
    of_dispatch = text_of(signed_in(desk), address)

    assert ("Data sharing: Tips" in of_police, "Read by police alone" in of_police) == (True, False)
    assert ("Data sharing: Tips" in of_dispatch, "Read by police alone" in of_dispatch) == (False, True)
    assert (goes_for_police, opens_something(Version.objects.get())) == (True, False)


def test_what_is_in_force_has_no_warning_before_it_is_signed(desk: Desk) -> None:
    desk.both_sign()

    assert "What this agreement opens" not in text_of(signed_in(desk), f"/agreements/{desk.memorandum_id}/versions/1")


def test_the_changes_between_two_versions_say_terms_and_sites_as_the_paper_does(desk: Desk) -> None:
    desk.both_sign()
    first = Version.objects.get()
    Version.objects.update(covers_all_sites=False)
    second = make_version(first.memorandum, number=2, state=VersionState.DRAFT)
    condition: JsonValue = {"when": "incident_open", "incident_types": ["ACTSHOOT"], "is_exercise_too": False}
    make_term(second, TermKind.ROSTER_ACCESS, value={"granted": True}, condition=condition)

    whole = text_of(signed_in(desk), f"/agreements/{desk.memorandum_id}/versions/2/redline/1")

    page = whole[whole.index("<main") : whole.index("</main>")]
    when = "while a real incident is open at the site (Active shooter)"
    assert f"{TermKind.ROSTER_ACCESS.label}: granted ({when})" in page
    assert "All sites of the district</ins>" in page
    assert "ACTSHOOT" not in page
    assert "{&#x27;" not in page
