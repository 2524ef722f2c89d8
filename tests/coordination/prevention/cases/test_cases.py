"""Who reads a case, and how one is opened."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from coordination.casework.kinds.views import Door
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.cases.errors import (
    BadCase,
    CaseNeedsSomebody,
    CaseTeamNotFound,
    NotOnCaseTeam,
    TipHasCase,
)
from coordination.prevention.cases.models import (
    Case,
    CaseRead,
    CaseTeam,
    CaseTeamChange,
    CaseTeamMember,
)
from coordination.prevention.cases.rules.entries import CaseDetails
from coordination.prevention.cases.rules.given import CaseIn
from coordination.prevention.cases.vocabulary import CaseState
from coordination.prevention.cases.work.agenda import list_agenda
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.opening import open_case
from coordination.prevention.tips.errors import ReportersWords
from coordination.prevention.tips.models import Tip
from mou.models import Agency, AgencyMember, Version
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.models import Recipient
from tests.coordination.prevention.cases.case_work import DETAILS, NOW, R, code_of, open_view, reads, write
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member, make_term
from tests.factories.prevention.cases import SECRETS, make_case, make_case_team, make_flag
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db


# --- who reads --------------------------------------------------------------------------------------------------------
def test_only_the_people_on_a_case_read_it(cast: Cast, case: Case, counselor: User) -> None:
    other = make_member(cast.school, role=MemberRole.STAFF).user
    CaseTeamMember.objects.create(team=case.team, user=other, role=R.OTHER.value, added_at=NOW, let_in_at=NOW)

    assert reads(cast.teacher, case)
    assert reads(counselor, case)
    # Of the team, but not on the case; the principal, who keeps it; the district; the police; those outside.
    above = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    for user in (other, cast.insider, above, cast.officer, cast.dispatcher, cast.stranger, cast.former):
        assert not reads(user, case), user.username
        assert not CASE_KIND.things_for(user.pk, NOW).exists()


def test_an_administrator_of_the_next_school_and_its_team_read_nothing(cast: Cast, case: Case) -> None:
    next_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    beside = make_member(next_school, role=MemberRole.ADMINISTRATOR).user
    make_case_team(next_school, members=[beside])

    assert not reads(beside, case)
    with pytest.raises(CaseTeamNotFound):
        open_case(actor_id=beside.pk, given=_new_case(cast.school), at=NOW)


def test_who_has_a_conflict_of_interest_or_leaves_reads_nothing_any_more(
    cast: Cast, case: Case, counselor: User
) -> None:
    write(cast.teacher, case, kind="conflict", person_id=str(counselor.public_id), words="The target's aunt.")

    assert not reads(counselor, case)
    assert Client().get(f"/api/v1/cases/{case.pk}").status_code == 401
    with pytest.raises(NotOnCaseTeam):
        write(cast.teacher, case, kind="assignment", person_id=str(counselor.public_id))
    AgencyMember.objects.filter(user=cast.teacher).update(ended_at=NOW)
    assert not reads(cast.teacher, case)


def test_the_last_one_on_a_case_stays(cast: Cast, team: CaseTeam) -> None:
    case = make_case(team, people=[cast.teacher])

    with pytest.raises(CaseNeedsSomebody):
        write(cast.teacher, case, kind="conflict", person_id=str(cast.teacher.public_id), words="A friend.")

    assert reads(cast.teacher, case)


def test_an_officer_on_the_team_reads_only_while_an_agreement_makes_them_a_school_official(
    cast: Cast, team: CaseTeam
) -> None:
    CaseTeamMember.objects.create(
        team=team, user=cast.officer, role=R.SCHOOL_RESOURCE_OFFICER.value, added_at=NOW, let_in_at=NOW
    )
    case = make_case(team, people=[cast.teacher, cast.officer])
    version = Version.objects.get(memorandum=cast.agreement)

    assert not reads(cast.officer, case)
    term = make_term(version, TermKind.FERPA_SCHOOL_OFFICIAL, value={"yes": False}, position=9)
    assert not reads(cast.officer, case)
    type(term).objects.filter(pk=term.pk).update(value={"yes": True})
    assert reads(cast.officer, case)
    # Not at a school that the agreement does not name, and not after it.
    elsewhere = make_case_team(make_agency(AgencyKind.SCHOOL, parent=cast.district), members=[cast.officer])
    assert not reads(cast.officer, make_case(elsewhere, people=[cast.officer]))
    assert not reads(cast.officer, case, at=datetime(3000, 1, 1, tzinfo=UTC))


def test_each_reading_is_written_down_and_the_record_is_never_changed(cast: Cast, case: Case) -> None:
    open_view(cast.teacher, case, Door.PAGE)
    list_agenda(cast.teacher.pk, NOW)

    assert list(CaseRead.objects.order_by("id").values_list("subject_id", "user_id", "door")) == [
        (case.pk, cast.teacher.pk, "page"),
        (case.pk, cast.teacher.pk, "agenda"),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseRead.objects.update(door="api")


def test_a_list_says_nothing_of_what_a_case_is_about(cast: Cast, case: Case, client: Client) -> None:
    client.force_login(cast.teacher)

    page = client.get("/prevention/cases").content.decode()
    told = str(CASE_KIND.list_lines(cast.teacher.pk, NOW, is_open=True))

    assert case.number in page
    assert [one for one in SECRETS if one in page or one in told] == []


def test_a_list_says_what_is_due_first_and_ended_cases_apart(cast: Cast, case: Case) -> None:
    soon, late = (make_case(case.team, people=[cast.teacher], at=NOW) for _number in range(2))
    ended = make_case(case.team, people=[cast.teacher], state=CaseState.CLOSED, at=NOW)
    make_flag(late, raised_by=cast.teacher)
    for one, due_on in ((soon, "2026-12-01"), (late, "2026-11-01")):
        write(
            *(cast.teacher, one),
            kind="measure",
            measure="supervision",
            due_on=due_on,
            owner_id=str(cast.teacher.public_id),
        )

    lines = CASE_KIND.list_lines(cast.teacher.pk, NOW, is_open=True)

    assert [(one.number, one.is_overdue, one.has_flag) for one in lines] == [
        (late.number, True, True),
        (soon.number, False, False),
        (case.number, False, False),
    ]
    assert [one.number for one in CASE_KIND.list_lines(cast.teacher.pk, NOW, is_open=False)] == [ended.number]
    # Who is of the team and not on them has none.
    assert CASE_KIND.list_lines(cast.insider.pk, NOW) == []


# --- opening ----------------------------------------------------------------------------------------------------------
def test_the_team_is_put_on_a_new_case_but_for_a_conflict_of_interest(
    cast: Cast, team: CaseTeam, counselor: User
) -> None:
    given = _new_case(cast.school, conflicts=[counselor.public_id])

    case = open_case(actor_id=cast.teacher.pk, given=given, at=NOW)

    assert case.number == "2026-001"
    assert reads(cast.teacher, case)
    assert not reads(counselor, case)
    # No one is told who is kept off it.
    assert not Recipient.objects.filter(user=counselor).exists()


def test_a_case_needs_a_team_somebody_on_it_and_people_of_it(cast: Cast, team: CaseTeam, counselor: User) -> None:
    everybody = [cast.teacher.public_id, counselor.public_id]

    with pytest.raises(CaseNeedsSomebody):
        open_case(actor_id=cast.teacher.pk, given=_new_case(cast.school, conflicts=everybody), at=NOW)
    with pytest.raises(BadCase) as wrong:
        open_case(actor_id=cast.teacher.pk, given=_new_case(cast.school, conflicts=[uuid4()]), at=NOW)
    assert code_of(wrong) == ("bad_case", "/conflicts")
    for user in (cast.insider, cast.officer, cast.stranger):
        with pytest.raises(CaseTeamNotFound):
            open_case(actor_id=user.pk, given=_new_case(cast.school), at=NOW)
    assert not Case.objects.exists()


def test_who_decides_on_a_tip_hands_it_over_in_their_own_words_and_does_not_see_the_case(
    cast: Cast, team: CaseTeam
) -> None:
    tip = make_tip(make_desk(cast.school, team=[cast.insider]))
    quoting = DETAILS.model_copy(update={"concern": f"Someone wrote: {SECRET_WORDS}"})

    with pytest.raises(ReportersWords) as refused:
        _hand_over(cast.insider, cast, tip, quoting)
    case = _hand_over(cast.insider, cast, tip, DETAILS)

    assert code_of(refused) == ("reporters_words", "/concern")
    assert not reads(cast.insider, case)
    assert reads(cast.teacher, case)
    assert SECRET_WORDS not in str(open_view(cast.teacher, case))
    assert {one.source_key.split(":")[0] for one in Recipient.objects.filter(user=cast.teacher)} == {"case"}
    with pytest.raises(TipHasCase):
        _hand_over(cast.insider, cast, tip, DETAILS)


def _new_case(agency: Agency, details: CaseDetails = DETAILS, **more: Any) -> CaseIn:
    return CaseIn(agency_id=agency.pk, details=details, **more)


def _hand_over(user: User, cast: Cast, tip: Tip, details: CaseDetails) -> Case:
    return open_case(actor_id=user.pk, given=_new_case(cast.school, details, tip_id=tip.pk), at=NOW)


def test_a_tip_is_handed_over_by_its_team_alone_and_to_its_own_school(cast: Cast, team: CaseTeam) -> None:
    tip = make_tip(make_desk(cast.school, team=[cast.insider]))
    next_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    make_case_team(next_school)

    with pytest.raises(CoordinationError) as stranger:
        _hand_over(cast.teacher, cast, tip, DETAILS)
    given = _new_case(next_school, tip_id=tip.pk)
    with pytest.raises(CaseTeamNotFound):
        open_case(actor_id=cast.insider.pk, given=given, at=NOW)

    assert stranger.value.code == "tip_not_found"


def test_what_is_changed_of_a_team_is_written_down_for_ever(cast: Cast, team: CaseTeam, counselor: User) -> None:
    client, address = Client(), f"/api/v1/agencies/{cast.school.pk}/case-team"
    client.force_login(cast.insider)
    colleague = make_member(cast.school).user
    person = {"person_id": str(colleague.public_id)}
    for role in ("administrator", "administrator", "counselor_or_psychologist"):
        client.post(f"{address}/members", {**person, "role": role}, content_type="application/json")
    client.delete(f"{address}/members/{colleague.public_id}")
    for _ in range(2):
        client.put(address, {"police_threshold": "A weapon, or a plan."}, content_type="application/json")

    changes = client.get(address).json()["changes"]

    # What changed nothing is no change.
    assert [(one["change"], one["what"]) for one in reversed(changes)] == [
        ("added", "administrator"),
        ("role_changed", "counselor_or_psychologist"),
        ("removed", "counselor_or_psychologist"),
        ("rules_changed", "police_threshold"),
    ]
    assert {one["by"] for one in changes} == {cast.insider.shown_name()}
    assert "was taken from the team" in client.get(f"/prevention/cases/teams/{cast.school.pk}").content.decode()
    client.force_login(counselor)
    assert client.get(address).status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseTeamChange.objects.update(by=counselor)
