"""What upkeep does for cases: tell of what is due, seal what ended, expunge what is kept no longer."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.casework.due_days import DueDay
from coordination.casework.retention import MOST_AT_ONCE, Retention, list_own_rules
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.cases.access import CASE_TEAMS, CASE_WAITS
from coordination.prevention.cases.models import Case, CaseEntry, CaseExpunged, CaseTeam
from coordination.prevention.cases.rules.retention import MINOR, CaseRetention
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep
from coordination.prevention.cases.work.file import people_on
from coordination.prevention.cases.work.steps import note_step

OPEN = [one.value for one in CaseState if one.is_open]
ENDED = [one.value for one in CaseState if not one.is_open]


def retention_of(team: CaseTeam) -> CaseRetention:
    """Return a team's days."""
    return CaseRetention(team.seal_after_days, team.keep_days_minor, team.keep_days)


def tell_due(at: datetime) -> int:
    """Tell of each measure and plan whose day has come, once for each day set; return how many. Durable each."""
    return ENTRIES_DUE.tell_due(at)


def _open_entries(_day: date) -> QuerySet[CaseEntry]:
    rows = CaseEntry.objects.select_related("case__team__agency__parent")
    return rows.filter(done_at__isnull=True, case__state__in=OPEN)


def _tell_of_entry(entry: CaseEntry, at: datetime) -> None:
    """Tell its owner; who is on the case instead, where the owner is not on it any more."""
    here = people_on(entry.case, at)
    told = [entry.owner_id] if entry.owner_id in here else here
    CASE_WAITS.tell_of(entry.case.pk, occasion=f"due-{entry.pk.hex}-{entry.due_on}", user_ids=told)


ENTRIES_DUE = DueDay(_open_entries, "due_on", "told_for", lambda entry: entry.case.team.agency, _tell_of_entry)


def seal_and_expunge(at: datetime) -> int:
    """Seal and expunge what the teams' rules say; return how many cases were expunged. Durable each."""
    expunged = 0
    overwrite_what_is_deleted()
    for team in CaseTeam.objects.select_related("agency"):
        expunged += CASE_RETENTION.delete_due(team, at, most=MOST_AT_ONCE - expunged)
        for case_id in _to_seal(team, at).values_list("pk", flat=True):
            _seal_case(case_id, team, at)
    return expunged


def _to_seal(team: CaseTeam, at: datetime) -> QuerySet[Case]:
    """Return which cases of a team are sealed by its rule; what waits only for a hold's end stays as it is."""
    rows = Case.objects.filter(team=team, state=CaseState.CLOSED.value)
    rows = rows.filter(closed_at__lte=at - timedelta(days=team.seal_after_days))
    return rows.exclude(pk__in=_due_cases(team, at).values("pk"))


def _seal_case(case_id: UUID, team: CaseTeam, at: datetime) -> None:
    with transaction.atomic(durable=True):
        case = _to_seal(team, at).select_for_update(of=("self",)).filter(pk=case_id).first()
        # Someone may have reopened it, or unsealed it for a look, in the meantime.
        if case is None or _unsealed_lately(case, at):
            return
        case.state = CaseState.SEALED.value
        case.save(update_fields=["state"])
        note_step(case, step=CaseStep.SEAL, before=CaseState.CLOSED, words="", by_id=None, at=at)


def _unsealed_lately(case: Case, at: datetime) -> bool:
    """Tell whether someone unsealed a case today: the rule does not shut it in their face."""
    steps = case.entries.filter(kind="step", at__gt=at - timedelta(days=1)).order_by("-at")
    newest = steps.first()
    return newest is not None and newest.content["step"] == CaseStep.UNSEAL


def _due_cases(team: CaseTeam, at: datetime) -> QuerySet[Case]:
    minor = Q(classification__in=[one.value for one in MINOR])
    rows = Case.objects.filter(team=team, state__in=ENDED).filter(
        minor & Q(closed_at__lte=at - timedelta(days=team.keep_days_minor))
        | ~minor & Q(closed_at__lte=at - timedelta(days=team.keep_days))
    )
    return rows.select_related("team__agency").order_by("closed_at")


def _days_of(team: CaseTeam, case: Case) -> int:
    return retention_of(team).days_of(CaseClassification(case.classification))


def _note_expunged(case: Case, team: CaseTeam, at: datetime) -> None:
    """Write down for the team that a case was expunged; the chain of deletions has not even its number."""
    assert case.closed_at is not None, "a closed case says since when"
    CaseExpunged.objects.create(
        case_id=case.pk,
        team=team,
        number=case.number,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        kept_days=_days_of(team, case),
        at=at,
    )


def _is_held(case: Case, team: CaseTeam, holds: Holds) -> bool:
    """Say whether a legal hold keeps a case: its school's site, whom it is about, who worked on it, or its time."""
    return (
        team.agency_id in holds.agency_ids()
        or holds.names_person_in([case.subject_name])
        or case.entries.filter(Q(by_id__in=holds.user_ids) | Q(owner_id__in=holds.user_ids)).exists()
        or case.people.filter(user_id__in=holds.user_ids).exists()
        or holds.keeps_time(team.agency.parent_id or team.agency_id, since=case.opened_at, until=case.closed_at)
    )


CASE_RETENTION = Retention(
    CASE_TEAMS, DataClass.CASES, "case_team", _due_cases, _is_held, before=_note_expunged, days_of=_days_of
)
CASE_RULES = partial(list_own_rules, (CASE_RETENTION,))
