"""A flag for responders: it opens in a real emergency, by a term or emergency access, and into the ledger."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.disclosures.models import Disclosure
from coordination.models import User
from coordination.prevention.cases.errors import SafetyFlagNotFound
from coordination.prevention.cases.models import Case, CaseFlag, CaseRead
from coordination.prevention.cases.work.flags import flags_for, open_flag, sees_flags
from coordination.room.access import Asker
from coordination.room.models import LogEntry, Room
from mou.models import Version
from mou.vocabulary import AgencyKind, TermKind
from tests.coordination.prevention.cases.case_work import open_view
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import make_agency, make_member, make_term
from tests.factories.prevention.cases import FLAG_ADVICE, SUBJECT, make_case, make_case_team, make_flag
from tests.stage.full_room import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def flag(cast: Cast) -> CaseFlag:
    case = make_case(make_case_team(cast.school, members=[cast.teacher]), people=[cast.teacher])
    return make_flag(case, raised_by=cast.teacher)


def now() -> datetime:
    return datetime.now(UTC)


def share(cast: Cast, when: str = "emergency", category: str = "threat_assessment") -> None:
    make_term(
        Version.objects.get(memorandum=cast.agreement),
        TermKind.DATA_SHARING,
        scope=f"{category}:district_to_agency",
        value={"when": when},
        position=9,
    )


def ask(user: User) -> Asker:
    return Asker(user.pk, now())


def opens(user: User, room: Room, flag: CaseFlag) -> bool:
    try:
        told = open_flag(asker=ask(user), incident_id=room.incident_id, flag_id=flag.pk)
    except SafetyFlagNotFound:
        return False
    return told.advice == FLAG_ADVICE


def emergency(cast: Cast, *, is_exercise: bool = False) -> Room:
    room = open_room(cast, is_exercise=is_exercise, at=now())
    join(cast.officer, room, at=now())
    return room


def test_an_officer_with_the_term_opens_it_in_a_real_incident_and_it_stands_in_the_ledger(
    cast: Cast, flag: CaseFlag
) -> None:
    share(cast)
    room = emergency(cast)

    assert [one.flag_id for one in flags_for(ask(cast.officer))] == [flag.pk]
    assert SUBJECT not in str(flags_for(ask(cast.officer)))
    assert opens(cast.officer, room, flag)

    row = Disclosure.objects.get()
    assert (row.students, row.threat, row.agency_id) == (SUBJECT, flag.threat, cast.police.pk)
    assert (row.categories, row.authority) == (["threat_assessment"], "health_or_safety_emergency")
    assert row.clause
    assert row.seq is not None
    entry = LogEntry.objects.get(room=room, seq=row.seq)
    assert (entry.event_type, entry.audience) == ("disclosure_recorded", "command")
    assert [one for one in (SUBJECT, FLAG_ADVICE, flag.threat) if one in entry.content] == []
    assert list(CaseRead.objects.values_list("subject_id", "door")) == [(flag.case_id, "flag")]


def test_opened_again_it_is_read_again_and_disclosed_once(cast: Cast, flag: CaseFlag) -> None:
    share(cast)
    room = emergency(cast)

    assert opens(cast.officer, room, flag)
    assert opens(cast.officer, room, flag)

    assert (Disclosure.objects.count(), CaseRead.objects.count()) == (1, 2)


def test_without_the_term_an_officer_opens_nothing_until_they_take_emergency_access(cast: Cast, flag: CaseFlag) -> None:
    share(cast, category="roster")
    room = emergency(cast)

    assert flags_for(ask(cast.officer)) == []
    assert not opens(cast.officer, room, flag)
    run(cast.officer, room.pk, "take_emergency_access", grants=["floorplan_access"], reason="Shots were heard.")
    assert opens(cast.officer, room, flag)
    assert not Disclosure.objects.get().clause
    # It lasts half an hour.
    later = Asker(cast.officer.pk, now() + timedelta(minutes=31))
    with pytest.raises(SafetyFlagNotFound):
        open_flag(asker=later, incident_id=room.incident_id, flag_id=flag.pk)


def test_an_exercise_opens_nothing_whatever_is_agreed_or_taken(cast: Cast, flag: CaseFlag) -> None:
    share(cast, "continuous")
    room = emergency(cast, is_exercise=True)
    run(cast.officer, room.pk, "take_emergency_access", grants=["floorplan_access"], reason="We play that shots fell.")

    assert not sees_flags(ask(cast.officer))
    assert not opens(cast.officer, room, flag)
    assert not Disclosure.objects.exists()


def test_a_term_that_shares_always_opens_nothing_without_an_incident_or_after_it(cast: Cast, flag: CaseFlag) -> None:
    share(cast, "continuous")

    assert not sees_flags(ask(cast.officer))
    room = emergency(cast)
    assert sees_flags(ask(cast.officer))
    run(cast.insider, room.pk, "claim_command")
    run(cast.insider, room.pk, "close_incident", reason="It is over.")
    assert not sees_flags(ask(cast.officer))
    assert not opens(cast.officer, room, flag)


def test_nobody_but_responders_in_the_room_opens_it(cast: Cast, flag: CaseFlag) -> None:
    share(cast)
    room = emergency(cast)
    join(cast.teacher, room, at=now())
    not_in_the_room = make_member(cast.police).user

    # The principal and the teacher are of the school; dispatch has no such term; the stranger has no agreement.
    for user in (cast.insider, cast.teacher, cast.dispatcher, cast.stranger, cast.former, not_in_the_room):
        assert not opens(user, room, flag), user.username
        assert flags_for(ask(user)) == []
    assert (Disclosure.objects.count(), CaseRead.objects.count()) == (0, 0)


def test_a_flag_of_the_next_school_a_closed_case_or_another_incident_stays_shut(cast: Cast, flag: CaseFlag) -> None:
    share(cast)
    room = emergency(cast)
    next_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    elsewhere = make_flag(make_case(make_case_team(next_school), people=[cast.teacher]), raised_by=cast.teacher)

    assert not opens(cast.officer, room, elsewhere)
    with pytest.raises(SafetyFlagNotFound):
        open_flag(asker=ask(cast.officer), incident_id=uuid4(), flag_id=flag.pk)
    Case.objects.filter(pk=flag.case_id).update(state="closed", classification="transient", closed_at=now())
    assert not opens(cast.officer, room, flag)


def test_the_page_tells_it_once_it_is_opened_and_not_before(cast: Cast, flag: CaseFlag, client: Client) -> None:
    share(cast)
    room = emergency(cast)
    client.force_login(cast.officer)

    before = client.get("/prevention/flags").content.decode()
    again = client.get(f"/incidents/{room.incident_id}").content.decode()
    told = client.post("/prevention/flags", {"act": "open", "incident_id": room.incident_id, "flag_id": flag.pk})

    assert [one for one in (SUBJECT, FLAG_ADVICE) if one in before or one in again] == []
    assert "/prevention/flags" in again
    assert FLAG_ADVICE in told.content.decode()
    assert "no-store" in told.headers["Cache-Control"]
    stranger = Client()
    stranger.force_login(cast.stranger)
    assert (
        stranger.post(
            "/prevention/flags", {"act": "open", "incident_id": room.incident_id, "flag_id": flag.pk}
        ).status_code
        == 404
    )


def test_who_is_on_the_case_reads_each_opening_and_nobody_else_does(cast: Cast, flag: CaseFlag) -> None:
    share(cast)
    room = emergency(cast)
    assert [opens(cast.officer, room, flag) for _ in range(2)] == [True, True]
    assert not opens(cast.stranger, room, flag)

    view = open_view(cast.teacher, flag.case, at=now())

    assert [(one.who, one.agency) for one in view.flag_openings] == [(cast.officer.shown_name(), "Fairview Police")] * 2
    # The ledger has one disclosure to one person in one incident.
    assert Disclosure.objects.count() == 1
    client = Client()
    client.force_login(cast.teacher)
    assert "Fairview Police" in client.get(f"/prevention/cases/{flag.case_id}").content.decode()
    client.force_login(cast.insider)
    assert client.get(f"/prevention/cases/{flag.case_id}").status_code == 404
