"""What was given to a parent, a hospital or a court is entered by hand, and stands in the student's ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from coordination.incident.disclosures.by_hand import GivenByHand, enter_disclosure
from coordination.incident.disclosures.capability import RecordDisclosure
from coordination.incident.disclosures.errors import BadDisclosure
from coordination.incident.disclosures.models import Disclosure
from coordination.incident.disclosures.print import ledger_page
from coordination.incident.disclosures.queries import ledger_for
from coordination.models import User
from coordination.room.dispatch import execute
from coordination.rosters.errors import RosterNotFound
from coordination.rosters.models import RosterPerson
from coordination.rosters.work.disclosing import disclosures_of, enter_disclosure_of
from coordination.vocabulary import DisclosureAuthority
from mou.errors import AgencyNotFound
from mou.vocabulary import DataCategory, MemberRole
from tests.factories.cast import Cast, asks, join, make_cast, open_room
from tests.factories.mou import make_member, make_user
from tests.factories.rosters import make_school_roster
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def keeper(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def by_hand(student: str = "Quincy Quince", **fields: Any) -> GivenByHand:
    values: dict[str, Any] = {
        "recipient": "Dr. Vega",
        "organization": "Mercy Hospital",
        "student": student,
        "authority": DisclosureAuthority.EMERGENCY,
        "categories": (DataCategory.MEDICAL,),
        "interest": "Treats the student",
        "threat": "An allergic shock",
        "disclosed_at": NOW - timedelta(hours=2),
    }
    return GivenByHand(**{**values, **fields})


def enter(cast: Cast, by: User, given: GivenByHand | None = None) -> UUID:
    return enter_disclosure(asker=asks(by, at=NOW), district_id=cast.district.pk, given=given or by_hand())


def disclosed_in_a_room(cast: Cast, students: str) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    command = RecordDisclosure(
        id=uuid4(),
        type="record_disclosure",
        disclosure_id=uuid4(),
        authority=DisclosureAuthority.CONSENT,
        categories=(DataCategory.STUDENT_ROSTER,),
        agency_id=cast.police.pk,
        recipient="Officer",
        students=students,
    )
    execute(asker=asks(cast.insider), room_id=room.pk, command=command)


def test_a_student_s_ledger_has_what_was_read_in_rooms_and_what_was_entered_by_hand(cast: Cast, keeper: User) -> None:
    disclosed_in_a_room(cast, "Quincy Quince, Robin Roe")
    disclosed_in_a_room(cast, "Robin Roe")
    enter(cast, keeper)
    enter(cast, keeper, by_hand("Quincy Quincey"))

    found = ledger_for(asks(keeper, at=NOW), cast.district.pk, student="quincy quince").disclosures

    by_recipient = {one.recipient: one for one in found}
    assert sorted(by_recipient) == ["Dr. Vega", "Officer"]
    hand, read = by_recipient["Dr. Vega"], by_recipient["Officer"]
    assert (hand.interest, hand.threat, hand.incident_id) == ("Treats the student", "An allergic shock", None)
    assert (hand.by, hand.entered_at, hand.agency) == ("Keeper", NOW, "Mercy Hospital")
    assert read.incident_id is not None
    # Another student's name is no one's business who asks for this one.
    assert (read.students, "Robin" in str(found)) == ("quincy quince …", False)
    page = ledger_page(ledger_for(asks(keeper, at=NOW), cast.district.pk, student="Quincy Quince"), at=NOW)
    assert "Mercy Hospital" in page
    assert "Robin" not in page


@pytest.mark.parametrize(
    "fields",
    [
        {"threat": ""},
        {"categories": ()},
        {"disclosed_at": NOW + timedelta(hours=1)},
        {"disclosed_at": NOW - timedelta(days=4000)},
    ],
)
def test_a_row_without_what_the_law_asks_is_refused(cast: Cast, keeper: User, fields: dict[str, Any]) -> None:
    with pytest.raises(BadDisclosure):
        enter(cast, keeper, by_hand(**fields))
    assert not Disclosure.objects.exists()


def test_who_keeps_agreements_enters_and_reads_and_nobody_else(cast: Cast, keeper: User) -> None:
    enter(cast, keeper)
    planner = make_member(cast.district, role=MemberRole.PLANNER).user
    enter(cast, planner)

    for who in (cast.insider, cast.teacher, cast.officer, cast.dispatcher, cast.stranger):
        with pytest.raises(AgencyNotFound):
            enter(cast, who)
        with pytest.raises(AgencyNotFound):
            ledger_for(asks(who, at=NOW), cast.district.pk, student="Quincy Quince")


def test_who_reads_the_school_s_students_enters_and_reads_one_student_s(cast: Cast, keeper: User) -> None:
    roster = make_school_roster(cast)
    student = RosterPerson.objects.get(pk=roster.student_id)

    def enter_of(who: User) -> UUID:
        return enter_disclosure_of(
            actor_id=who.pk, agency_id=cast.school.pk, student_id=student.pk, given=by_hand(""), at=NOW
        )

    enter_of(cast.insider)
    enter(cast, keeper, by_hand("Someone Else"))

    (row,) = disclosures_of(student, cast.school).disclosures
    assert (row.students, row.site, row.by) == (student.shown_name(), "Lincoln High", "Principal")
    for who in (cast.teacher, keeper, cast.officer, cast.stranger):
        with pytest.raises(RosterNotFound):
            enter_of(who)


def test_it_is_never_rewritten(cast: Cast, keeper: User) -> None:
    enter(cast, keeper)

    with pytest.raises(DatabaseError), transaction.atomic():
        Disclosure.objects.update(interest="another")


def test_over_http_names_stand_in_no_address(cast: Cast, keeper: User) -> None:
    def ask(who: User, path: str, body: dict[str, object]) -> Any:
        headers = {"X-Session-Token": session_of(who)}
        address = f"/api/v1/districts/{cast.district.pk}/{path}"
        return Client().post(address, body, content_type="application/json", headers=headers)

    body: dict[str, object] = {
        "student": "Quincy Quince",
        "recipient": "County Court",
        "authority": "court_order_or_subpoena",
        "categories": ["attendance"],
        "interest": "Order 12-345",
        "disclosed_at": (NOW - timedelta(days=1)).isoformat(),
    }

    made = ask(keeper, "disclosures", body)
    bad = ask(keeper, "disclosures", {**body, "authority": "health_or_safety_emergency"})
    found = ask(keeper, "disclosure-searches", {"student": "Quincy Quince"})
    refused = [ask(cast.officer, path, body).status_code for path in ("disclosures", "disclosure-searches")]

    assert (made.status_code, bad.status_code, bad.json()["code"]) == (201, 422, "bad_disclosure")
    assert [one["recipient"] for one in found.json()["disclosures"]] == ["County Court"]
    assert refused == [404, 404]


def test_the_page_enters_and_finds(cast: Cast, keeper: User) -> None:
    client = Client()
    client.cookies["sessionid"] = session_of(keeper)
    address = f"/districts/{cast.district.pk}/disclosures"
    body = {
        "act": "disclose",
        "student": "Quincy <i>Quince</i>",
        "recipient": "Parent",
        "authority": "parent_or_student",
        "categories": "attendance",
        "interest": "Asked to inspect",
        "disclosed_at": "2026-11-20T10:00",
    }

    made = client.post(address, body)
    wrong = client.post(address, {**body, "disclosed_at": "never"})
    found = client.post(address, {"act": "find", "student": "Quincy <i>Quince</i>"}).content.decode()

    assert (made.status_code, wrong.status_code) == (303, 422)
    assert "Quincy &lt;i&gt;Quince&lt;/i&gt;" in found
    assert "Asked to inspect" in found


def test_a_student_s_part_is_whole_only_if_no_row_was_left_out(
    cast: Cast, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows about others with the name inside theirs count against the bound, and were taken for the student's own."""
    enter(cast, keeper, by_hand("Ann Lee", disclosed_at=NOW - timedelta(hours=3)))
    enter(cast, keeper, by_hand("Joann Leeds"))

    whole = ledger_for(asks(keeper, at=NOW), cast.district.pk, student="Ann Lee")
    monkeypatch.setattr("coordination.incident.disclosures.queries.MAX_LISTED", 1)
    cut = ledger_for(asks(keeper, at=NOW), cast.district.pk, student="Ann Lee")

    assert (len(whole.disclosures), whole.is_whole) == (1, True)
    assert (len(cut.disclosures), cut.is_whole) == (0, False)
