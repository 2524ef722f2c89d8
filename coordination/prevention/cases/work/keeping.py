"""What upkeep does for cases: tell of what is due, seal what ended, expunge what is kept no longer."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.casework.due_days import DueDay
from coordination.casework.kinds.retaining import make_retention
from coordination.casework.retention import delete_of_teams, list_own_rules
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.cases.access import CASE_TEAMS, CASE_WAITS
from coordination.prevention.cases.models import Case, CaseEntry, CaseExpunged, CaseTeam
from coordination.prevention.cases.rules.machine import OPEN
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep
from coordination.prevention.cases.work.file import people_on
from coordination.prevention.cases.work.kinds import CASE_KIND
from mou.foundation.chore_signs import due_while

MINOR = Q(classification__in=[one.value for one in CaseClassification if one.is_minor])


@due_while(lambda at: [ENTRIES_DUE.untold(at)])
def tell_due(at: datetime) -> int:
    """Tell of each measure and plan whose day has come, once for each day set; return how many. Durable each."""
    return ENTRIES_DUE.tell_due(at)


def _open_entries(_day: date) -> QuerySet[CaseEntry]:
    rows = CaseEntry.objects.select_related("case__team__agency__parent")
    return rows.filter(done_at__isnull=True, case__state__in=OPEN)


def _tell_of_entry(entry: CaseEntry, at: datetime) -> None:
    """Tell its owner; who is on the case instead, where the owner is not on it any more."""
    occasion, team = f"due-{entry.pk.hex}-{entry.due_on}", people_on(entry.case, at)
    CASE_WAITS.tell_owner_of(entry.case.pk, occasion=occasion, owner_id=entry.owner_id, team=team)


ENTRIES_DUE = DueDay(_open_entries, "due_on", "told_for", lambda entry: entry.case.team.agency, _tell_of_entry)


def seal_and_expunge(at: datetime) -> int:
    """Seal and expunge what the teams' rules say; return how many cases were expunged. Durable each."""
    expunged = delete_of_teams((CASE_RETENTION,), at)
    for team in CASE_TEAMS.every_team():
        for case_id in _to_seal(team, at).values_list("pk", flat=True):
            _seal_case(case_id, team, at)
    return expunged


def _to_seal(team: CaseTeam, at: datetime) -> QuerySet[Case]:
    """Return which cases of a team are sealed by its rule; what waits only for a hold's end stays as it is."""
    rows = Case.objects.filter(team=team, state=CaseState.CLOSED.value)
    rows = rows.filter(closed_at__lte=at - timedelta(days=team.seal_after_days))
    return rows.exclude(pk__in=CASE_RETENTION.due(team, at).values("pk"))


def _seal_case(case_id: UUID, team: CaseTeam, at: datetime) -> None:
    with transaction.atomic(durable=True):
        case = _to_seal(team, at).select_for_update(of=("self",)).filter(pk=case_id).first()
        # Someone may have reopened it, or unsealed it for a look, in the meantime.
        if case is None or _unsealed_lately(case, at):
            return
        case.state = CaseState.SEALED.value
        case.save(update_fields=["state"])
        CASE_KIND.write_record(case, CaseStep.SEAL.value, actor_id=None, at=at, before=CaseState.CLOSED)


def _unsealed_lately(case: Case, at: datetime) -> bool:
    """Tell whether someone unsealed a case today: the rule does not shut it in their face."""
    steps = case.entries.filter(kind="step", at__gt=at - timedelta(days=1)).order_by("-at")
    newest = steps.first()
    return newest is not None and newest.content["step"] == CaseStep.UNSEAL


def _note_expunged(case: Case, team: CaseTeam, at: datetime) -> None:
    """Write down for the team that a case was expunged; the chain of deletions has not even its number."""
    assert case.closed_at is not None, "a closed case says since when"
    CaseExpunged.objects.create(
        case_id=case.pk,
        team=team,
        number=case.number,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        kept_days=team.days_of(CaseClassification(case.classification)),
        at=at,
    )


def _is_of_someone(case: Case, holds: Holds) -> bool:
    """Say whether a legal hold names someone who is on a case, or has something to do of it."""
    users = holds.user_ids
    return case.entries.filter(owner_id__in=users).exists() or case.people.filter(user_id__in=users).exists()


CASE_RETENTION = make_retention(
    CASE_KIND,
    DataClass.CASES,
    "case_team",
    names_of=lambda case: [case.subject_name],
    also_held=_is_of_someone,
    before=_note_expunged,
    days_by=lambda team: [(MINOR, team.keep_days_minor), (~MINOR, team.keep_days)],
)
CASE_RULES = partial(list_own_rules, (CASE_RETENTION,))
