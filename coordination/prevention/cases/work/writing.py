"""Write into the file of a case: what was asked, known, agreed and done."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.db import transaction

from coordination.models import User
from coordination.prevention.cases.access import CASE_TEAMS, CASE_WAITS, units_to_choose
from coordination.prevention.cases.errors import (
    BadCase,
    CaseIsClosed,
    CaseIsSealed,
    CaseNeedsSomebody,
    NotOnCaseTeam,
)
from coordination.prevention.cases.models import Case, CaseEntry, CaseFlag, CasePerson, PoliceCopy
from coordination.prevention.cases.rules.entries import (
    Assignment,
    CaseDetails,
    CaseEntryIn,
    ConflictOfInterest,
    Fact,
    Flag,
    FlagLowered,
    Measure,
    MeasureDone,
    Plan,
    PlanEnd,
    PlanReview,
    PoliceCopyGiven,
    ReferralMade,
    Weapons,
    Written,
)
from coordination.prevention.cases.vocabulary import CaseEntryKind, CaseState
from coordination.prevention.cases.work.file import people_on
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.support.errors import SupportTeamNotFound
from coordination.prevention.support.rules.given import ReferralIn
from coordination.prevention.support.work.referrals import write_referral

MOST_ENTRIES = 1000
K = CaseEntryKind


def write_entry(*, actor_id: int, case_id: UUID, given: CaseEntryIn, at: datetime) -> CaseEntry:
    """Write something into the file. Durable; locks the case.

    Raises: CaseNotFound, CaseIsClosed, CaseIsSealed, BadCase, NotOnCaseTeam, CaseNeedsSomebody.
    """
    with transaction.atomic(durable=True):
        case = CASE_KIND.thing_for(user_id=actor_id, thing_id=case_id, at=at, lock=True)
        if not CASE_KIND.is_open(case):
            raise CaseIsSealed if case.state == CaseState.SEALED else CaseIsClosed
        if case.entries.count() >= MOST_ENTRIES:
            raise BadCase("The file holds as much as it can take.", pointer="/kind")
        entry = CaseEntry(
            case=case,
            kind=given.kind.value,
            content=given.model_dump(mode="json", exclude={"kind"}),
            by_id=actor_id,
            at=at,
        )
        for kind, effect in EFFECTS.items():
            if isinstance(given, kind):
                effect(case, given, entry, at)
        entry.save()
    return entry


def _write_details(case: Case, given: CaseDetails, _entry: CaseEntry, _at: datetime) -> None:
    for name, value in given.model_dump(exclude={"kind"}).items():
        setattr(case, name, value)
    case.save()


def _assign_person(case: Case, given: Assignment, entry: CaseEntry, at: datetime) -> None:
    person = CASE_TEAMS.counting_places(case.team, at).filter(user__public_id=given.person_id).first()
    if person is None or CasePerson.objects.filter(case=case, user_id=person.user_id, has_conflict=True).exists():
        raise NotOnCaseTeam(pointer="/person_id")
    CasePerson.objects.get_or_create(case=case, user_id=person.user_id)
    entry.owner_id = person.user_id
    CASE_WAITS.tell_of(case.pk, occasion=f"assigned-{entry.pk.hex}", user_ids=[person.user_id])


def _note_conflict(case: Case, given: ConflictOfInterest, entry: CaseEntry, at: datetime) -> None:
    row = CasePerson.objects.filter(case=case, user__public_id=given.person_id, has_conflict=False).first()
    if row is None:
        raise NotOnCaseTeam(pointer="/person_id")
    if not set(people_on(case, at)) - {row.user_id}:
        raise CaseNeedsSomebody(pointer="/person_id")
    row.has_conflict = True
    row.save(update_fields=["has_conflict"])
    entry.owner_id = row.user_id


def _write_fact(case: Case, given: Fact, entry: CaseEntry, _at: datetime) -> None:
    if given.about is not None:
        entry.about = _entry_of(case, given.about, K.FACT)


def _note_weapons(case: Case, given: Weapons, _entry: CaseEntry, _at: datetime) -> None:
    case.weapons = given.access.value
    case.save(update_fields=["weapons"])


def _write_measure(case: Case, given: Measure, entry: CaseEntry, at: datetime) -> None:
    _give_to(case, entry, given.owner_id, given.due_on, at)


def _measure_done(case: Case, given: MeasureDone, entry: CaseEntry, at: datetime) -> None:
    entry.about = _end_entry(_entry_of(case, given.about, K.MEASURE), at)


def _begin_plan(case: Case, given: Plan, entry: CaseEntry, at: datetime) -> None:
    if case.entries.filter(kind=K.PLAN.value, done_at__isnull=True).exists():
        raise BadCase("A plan is in force. End it before the next one begins.", pointer="/kind")
    _give_to(case, entry, given.owner_id, given.review_on, at)


def _review_plan(case: Case, given: PlanReview, entry: CaseEntry, _at: datetime) -> None:
    plan = _entry_of(case, given.about, K.PLAN)
    if plan.done_at is not None:
        raise BadCase("This plan has ended.", pointer="/about")
    plan.due_on = given.next_review_on
    plan.save(update_fields=["due_on"])
    entry.about = plan


def _plan_end(case: Case, given: PlanEnd, entry: CaseEntry, at: datetime) -> None:
    entry.about = _end_entry(_entry_of(case, given.about, K.PLAN), at)


def _raise_flag(case: Case, given: Flag, entry: CaseEntry, at: datetime) -> None:
    said = given.model_dump(exclude={"kind"})
    # A new row, and a new id: what was opened before under another wording is not this one.
    # No hold is asked: the file of the case has the words of the flag, who raised it and who lowered it.
    CaseFlag.objects.filter(case=case).delete()
    CaseFlag.objects.create(case=case, raised_by_id=_required_id(entry.by_id), raised_at=at, **said)


def _lower_flag(case: Case, _given: FlagLowered, _entry: CaseEntry, _at: datetime) -> None:
    # No hold is asked: the file of the case has the words of the flag, who raised it and who lowered it.
    if not CaseFlag.objects.filter(case=case).delete()[0]:
        raise BadCase("There is no flag.", pointer="/kind")


def _copy_to_police(case: Case, given: PoliceCopyGiven, entry: CaseEntry, at: datetime) -> None:
    unit = next((one for one in units_to_choose(case.team, at) if one.pk == given.agency_id), None)
    if unit is None:
        raise BadCase("Choose an agency of police or sheriff with an agreement.", pointer="/agency_id")
    copy = PoliceCopy.objects.create(
        agency_id=given.agency_id,
        school_name=case.team.agency.name,
        recipient=given.recipient,
        words=given.words,
        given_by_name=User.objects.get(pk=_required_id(entry.by_id)).shown_name(),
        given_at=at,
    )
    # The education record names the paper; the paper does not name the record.
    entry.content = {**entry.content, "agency": unit.name, "copy_id": str(copy.pk)}


def _refer_to_support(_case: Case, given: ReferralMade, entry: CaseEntry, at: datetime) -> None:
    handed = ReferralIn(
        agency_id=given.support_at, student_name=given.student_name, reason=given.reason, urgency=given.urgency
    )
    try:
        referral = write_referral(actor_id=_required_id(entry.by_id), given=handed, at=at)
    except SupportTeamNotFound as missing:
        raise BadCase("Choose a support team of the school or district.", pointer="/support_at") from missing
    # The case names the referral; the referral does not name the case.
    entry.content = {**entry.content, "agency": referral.team.agency.name, "number": referral.number}


def _give_to(case: Case, entry: CaseEntry, person_id: UUID, due_on: date, at: datetime) -> None:
    """Give a measure or a plan to someone on the case, until a day; they are told, unless they write it."""
    owner = User.objects.filter(public_id=person_id, pk__in=people_on(case, at)).first()
    if owner is None:
        raise NotOnCaseTeam(pointer="/owner_id")
    entry.owner, entry.due_on = owner, due_on
    if owner.pk != entry.by_id:
        CASE_WAITS.tell_of(case.pk, occasion=f"{entry.kind}-{entry.pk.hex}", user_ids=[owner.pk])


def _entry_of(case: Case, entry_id: UUID, kind: CaseEntryKind) -> CaseEntry:
    found = case.entries.filter(pk=entry_id, kind=kind.value).first()
    if found is None:
        raise BadCase("The file has no such entry.", pointer="/about")
    return found


def _end_entry(entry: CaseEntry, at: datetime) -> CaseEntry:
    if entry.done_at is not None:
        raise BadCase("That was done before.", pointer="/about")
    entry.done_at = at
    entry.save(update_fields=["done_at"])
    return entry


def _required_id(user_id: int | None) -> int:
    assert user_id is not None, "a person writes"
    return user_id


# What writing changes besides the file; what is not here is only read.
EFFECTS: Mapping[type[Written], Callable[..., None]] = MappingProxyType(
    {
        CaseDetails: _write_details,
        Assignment: _assign_person,
        ConflictOfInterest: _note_conflict,
        Fact: _write_fact,
        Weapons: _note_weapons,
        Measure: _write_measure,
        MeasureDone: _measure_done,
        Plan: _begin_plan,
        PlanReview: _review_plan,
        PlanEnd: _plan_end,
        Flag: _raise_flag,
        FlagLowered: _lower_flag,
        PoliceCopyGiven: _copy_to_police,
        ReferralMade: _refer_to_support,
    }
)
