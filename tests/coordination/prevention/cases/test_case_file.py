"""The five steps of a case, its file, and what becomes of it."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from coordination.casework.kinds.views import Door
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.cases.access import copies_for
from coordination.prevention.cases.errors import (
    BadCase,
    CaseIsClosed,
    CaseIsSealed,
    CaseLeadDecides,
    CaseNotFound,
    CaseStepLacks,
    CaseTeamIncomplete,
    NotOnCaseTeam,
)
from coordination.prevention.cases.models import (
    Case,
    CaseEntry,
    CaseExpunged,
    CasePerson,
    CaseRead,
    CaseTeam,
    PoliceCopy,
)
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep
from coordination.prevention.cases.work.agenda import list_agenda
from coordination.prevention.cases.work.keeping import seal_and_expunge, tell_due
from coordination.prevention.support.models import Referral
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Recipient
from tests.coordination.prevention.cases.case_work import NOW, T, open_view, step, write
from tests.factories.cast import Cast
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.prevention.cases import CONCERN, SECRETS, make_case
from tests.factories.prevention.support import make_support_team

pytestmark = pytest.mark.django_db


# --- the five steps ---------------------------------------------------------------------------------------------------
def test_a_very_serious_threat_from_its_opening_to_its_end(cast: Cast, case: Case, counselor: User) -> None:
    owner = str(counselor.public_id)
    step(cast.teacher, case, T.EVALUATE)
    step(cast.teacher, case, T.FIND_VERY_SERIOUS)
    measure = write(
        cast.teacher, case, kind="measure", measure="notify_target", owner_id=owner, due_on="2026-11-25", words="Today"
    )
    step(cast.teacher, case, T.RESPOND, "")
    step(cast.teacher, case, T.BEGIN_SAFETY_EVALUATION, "")
    write(counselor, case, kind="evaluation", who="Dr. Pretend", held_on="2026-11-25", words="No acute risk.")
    write(counselor, case, kind="police", agency="Fairview Police", officer="Sgt. Sample", words="They visit the home.")
    plan = write(
        counselor,
        case,
        kind="plan",
        conditions=["Checks in with the counselor each morning"],
        owner_id=owner,
        begins_on="2026-11-26",
        review_on="2026-12-10",
    )
    step(cast.teacher, case, T.MONITOR, "")
    write(counselor, case, kind="plan_review", about=str(plan.pk), words="It goes well.", next_review_on="2027-01-10")
    write(counselor, case, kind="plan_end", about=str(plan.pk), words="Not needed any more.")
    write(counselor, case, kind="measure_done", about=str(measure.pk))
    ended = step(cast.teacher, case, T.CLOSE)

    view = open_view(counselor, ended)
    assert (view.state, view.classification) == (CaseState.CLOSED, CaseClassification.VERY_SERIOUS_SUBSTANTIVE)
    assert [one.content["step"] for one in view.entries if one.kind == "step"] == [
        *("evaluate", "find_very_serious", "respond", "begin_safety_evaluation", "monitor", "close")
    ]
    # Who does something was told that a case waits, and not what.
    assert Recipient.objects.filter(user=counselor, source_key__startswith="case:").count() == 1


def test_it_is_not_decided_without_an_administrator_and_a_counselor(cast: Cast, case: Case, counselor: User) -> None:
    step(cast.teacher, case, T.EVALUATE)
    write(cast.teacher, case, kind="conflict", person_id=str(counselor.public_id), words="A relative.")

    with pytest.raises(CaseTeamIncomplete):
        step(cast.teacher, case, T.RESOLVE_TRANSIENT)

    assert Case.objects.get().state == CaseState.EVALUATED


def test_a_step_says_why_and_only_who_is_on_the_case_takes_one(cast: Cast, case: Case) -> None:
    with pytest.raises(CaseStepLacks):
        step(cast.teacher, case, T.EVALUATE, "  ")
    for user in (cast.insider, cast.officer, cast.stranger):
        with pytest.raises(CaseNotFound):
            step(user, case, T.EVALUATE)
    assert not CaseEntry.objects.exists()


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("kind", CaseStep)
def test_a_refused_step_leaves_the_case_as_it_was(cast: Cast, team: CaseTeam, state: CaseState, kind: CaseStep) -> None:
    case = make_case(team, people=[cast.teacher], state=state, at=NOW)
    try:
        step(cast.teacher, case, kind)
    except CoordinationError:
        assert (Case.objects.get().state, CaseEntry.objects.count()) == (state, 0)
    else:
        assert CaseEntry.objects.count() == 1


# --- the file ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"kind": "measure_done", "about": str(uuid4())}, "/about"),
        ({"kind": "fact", "theme": "motives", "words": "x", "source": "hearsay", "weight": "doubtful"}, None),
        (
            {
                "kind": "fact",
                "theme": "motives",
                "words": "x",
                "source": "hearsay",
                "weight": "doubtful",
                "about": str(uuid4()),
            },
            "/about",
        ),
        ({"kind": "flag_lowered"}, "/kind"),
    ],
)
def test_an_entry_is_about_something_in_this_file(
    cast: Cast, case: Case, fields: dict[str, object], pointer: str | None
) -> None:
    if pointer is None:
        write(cast.teacher, case, **fields)
        return
    with pytest.raises(BadCase) as wrong:
        write(cast.teacher, case, **fields)

    assert wrong.value.pointer == pointer


def test_an_entry_of_another_case_is_not_borne_out_here(cast: Cast, case: Case) -> None:
    fact = {"kind": "fact", "theme": "motives", "words": "x", "source": "hearsay", "weight": "doubtful"}
    other = make_case(case.team, people=[cast.teacher])
    there = write(cast.teacher, other, **fact)

    with pytest.raises(BadCase):
        write(cast.teacher, case, **fact, about=str(there.pk))


def test_who_does_something_is_on_the_case(cast: Cast, case: Case) -> None:
    for user in (cast.insider, cast.stranger):
        with pytest.raises(NotOnCaseTeam):
            write(
                cast.teacher,
                case,
                kind="measure",
                measure="supervision",
                owner_id=str(user.public_id),
                due_on="2026-12-01",
            )


def test_weapons_and_corroboration_stand_in_the_file(cast: Cast, case: Case) -> None:
    first = write(
        cast.teacher,
        case,
        kind="fact",
        theme="planning",
        words="A map.",
        source="writing_or_drawing",
        weight="plausible",
    )
    second = write(
        *(cast.teacher, case),
        kind="fact",
        theme="planning",
        words="He showed it.",
        source="interview",
        weight="confirmed",
        about=str(first.pk),
    )
    write(cast.teacher, case, kind="weapons", access="confirmed", words="The father says so.")

    view = open_view(cast.teacher, case)
    assert view.weapons == "confirmed"
    assert {one.entry_id: one.about for one in view.entries}[second.pk] == first.pk


def test_a_closed_or_sealed_case_takes_nothing_more(cast: Cast, team: CaseTeam) -> None:
    for state, refused in ((CaseState.CLOSED, CaseIsClosed), (CaseState.SEALED, CaseIsSealed)):
        case = make_case(team, people=[cast.teacher], state=state)
        with pytest.raises(refused):
            write(cast.teacher, case, kind="weapons", access="possible", words="x")


def test_the_paper_of_the_police_lies_apart_from_the_education_record(cast: Cast, case: Case) -> None:
    entry = write(
        cast.teacher,
        case,
        kind="police_copy",
        agency_id=str(cast.police.pk),
        recipient="Records unit",
        words="The drawing, and who found it.",
        authority="health_or_safety_emergency",
        threat="A weapon in the building",
    )
    copy = PoliceCopy.objects.get()

    assert copies_for(cast.officer.pk, NOW).get() == copy
    for user in (cast.teacher, cast.insider, cast.dispatcher, cast.stranger, cast.former):
        assert not copies_for(user.pk, NOW).exists()
    # The record names the paper; from the paper nothing leads back, and it outlives the case.
    assert entry.content["copy_id"] == str(copy.pk)
    assert str(case.pk) not in str([getattr(copy, one.name) for one in PoliceCopy._meta.concrete_fields])
    Case.objects.all().delete()
    assert PoliceCopy.objects.exists()


def test_a_paper_goes_to_police_with_an_agreement_alone(cast: Cast, case: Case) -> None:
    for agency in (cast.strangers, cast.dispatch, cast.school):
        with pytest.raises(BadCase) as wrong:
            write(
                *(cast.teacher, case),
                kind="police_copy",
                recipient="x",
                words="x",
                authority="consent",
                agency_id=str(agency.pk),
            )
        assert wrong.value.pointer == "/agency_id"


def test_a_referral_carries_over_what_was_written_and_only_the_support_team_reads_it(
    cast: Cast, team: CaseTeam, case: Case, client: Client
) -> None:
    helper = make_member(cast.school, user=make_user(username="helper"), role=MemberRole.STAFF).user
    support = make_support_team(cast.school, members=[helper])
    client.force_login(cast.teacher)
    page = reverse("case", args=[case.pk])

    shown = html.unescape(client.get(page).content.decode())
    posted = {"act": "entry", "kind": "referral", "support_at": str(cast.school.pk), "urgency": "urgent"}
    done = client.post(page, {**posted, "student_name": case.subject_name, "reason": case.concern})

    assert case.concern in re.findall(r'<textarea name="reason"[^>]*>\r?\n?(.*?)</textarea>', shown, re.DOTALL)[0]
    assert f'value="{case.subject_name}"' in shown
    assert f"{cast.school.name}: read by 1 person" in shown
    assert done.status_code == 303
    referral = Referral.objects.get()
    assert (referral.team, referral.reason, referral.referred_by) == (support, case.concern, cast.teacher)
    # The case names the referral; nothing in the referral leads back to the case.
    entry = CaseEntry.objects.get(kind="referral")
    assert entry.content["number"] == referral.number
    assert str(case.pk) not in str([getattr(referral, one.name) for one in Referral._meta.concrete_fields])
    assert referral.number in client.get(page).content.decode()
    # Who is on the case reads it there; the referral itself only the support team.
    assert client.get(reverse("referral", args=[referral.pk])).status_code == 404
    client.force_login(helper)
    assert client.get(reverse("referral", args=[referral.pk])).status_code == 200
    assert client.get(page).status_code == 404
    Case.objects.all().delete()
    assert Referral.objects.exists()


def test_a_referral_goes_to_a_team_of_ones_own_school_or_not_at_all(cast: Cast, case: Case) -> None:
    elsewhere = make_agency(AgencyKind.SCHOOL, name="Elsewhere")
    make_support_team(elsewhere)
    for agency in (elsewhere, cast.school, cast.police):
        with pytest.raises(BadCase) as wrong:
            write(
                *(cast.teacher, case),
                kind="referral",
                support_at=str(agency.pk),
                urgency="routine",
                student_name="x",
                reason="x",
            )
        assert wrong.value.pointer == "/support_at"
    assert not Referral.objects.exists()
    assert not CaseEntry.objects.filter(kind="referral").exists()


# --- sealed, expunged -------------------------------------------------------------------------------------------------
def test_a_sealed_case_shows_nothing_until_an_administrator_of_its_team_unseals_it(
    cast: Cast, team: CaseTeam, counselor: User
) -> None:
    case = make_case(team, people=[cast.teacher, counselor], state=CaseState.CLOSED, at=NOW)
    write_before = CaseEntry.objects.count()
    with pytest.raises(CaseLeadDecides):
        step(counselor, case, T.SEAL)
    sealed = step(cast.teacher, case, T.SEAL, "")

    told = str(open_view(cast.teacher, sealed))
    assert [one for one in SECRETS if one in told] == []
    assert list_agenda(cast.teacher.pk, NOW) == []
    # Only who leads is offered the step.
    assert (open_view(counselor, sealed).steps, open_view(cast.teacher, sealed).steps) == ([], [T.UNSEAL])
    with pytest.raises(CaseLeadDecides):
        step(counselor, sealed, T.UNSEAL, "I want to look.")
    again = step(cast.teacher, sealed, T.UNSEAL, "A court asks for it.")
    assert CONCERN in str(open_view(cast.teacher, again))
    assert CaseEntry.objects.count() == write_before + 2


def test_a_case_is_sealed_and_expunged_by_rule_and_only_its_number_is_left(cast: Cast, team: CaseTeam) -> None:
    case = make_case(team, people=[cast.teacher], state=CaseState.CLOSED, at=NOW)
    open_view(cast.teacher, case, Door.PAGE)
    still = make_case(team, people=[cast.teacher], at=NOW)

    assert seal_and_expunge(NOW + timedelta(days=179)) == 0
    assert Case.objects.get(pk=case.pk).state == CaseState.CLOSED
    assert seal_and_expunge(NOW + timedelta(days=180)) == 0
    assert Case.objects.get(pk=case.pk).state == CaseState.SEALED
    assert seal_and_expunge(NOW + timedelta(days=365)) == 1

    assert list(Case.objects.all()) == [still]
    assert not CasePerson.objects.filter(case_id=case.pk).exists()
    gone = CaseExpunged.objects.get()
    assert (gone.case_id, gone.number, gone.kept_days) == (case.pk, case.number, 365)
    assert CaseRead.objects.filter(subject_id=case.pk).exists()


def test_a_substantive_case_is_kept_longer(cast: Cast, team: CaseTeam) -> None:
    make_case(
        team,
        people=[cast.teacher],
        state=CaseState.CLOSED,
        classification=CaseClassification.SERIOUS_SUBSTANTIVE,
        at=NOW,
    )

    assert seal_and_expunge(NOW + timedelta(days=1824)) == 0
    assert seal_and_expunge(NOW + timedelta(days=1825)) == 1


def test_what_is_due_is_told_once_to_who_does_it(cast: Cast, case: Case, counselor: User) -> None:
    write(
        *(counselor, case),
        kind="measure",
        measure="supervision",
        due_on="2026-12-01",
        owner_id=str(counselor.public_id),
    )
    day = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)

    assert tell_due(day - timedelta(days=1)) == 0
    assert tell_due(day) == 1
    assert tell_due(day + timedelta(hours=1)) == 0

    told = Recipient.objects.get(source_key__contains=":due-")
    assert told.user_id == counselor.pk
    assert str(date(2026, 12, 1)) in told.source_key
