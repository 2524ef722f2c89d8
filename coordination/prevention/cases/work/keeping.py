"""What upkeep does for cases: tell of what is due, seal what ended, expunge what is kept no longer."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.cases.models import Case, CaseEntry, CaseExpunged, CaseFlag, CaseTeam
from coordination.prevention.cases.rules.retention import Retention
from coordination.prevention.cases.telling import tell_of
from coordination.prevention.cases.vocabulary import CaseClassification, CaseState, CaseStep
from coordination.prevention.cases.work.file import people_on
from coordination.prevention.cases.work.steps import note_step
from coordination.room.wire.model import Json

MOST_AT_ONCE = 100
OPEN = [one.value for one in CaseState if one.is_open]
ENDED = [one.value for one in CaseState if not one.is_open]


def retention_of(team: CaseTeam) -> Retention:
    """Return a team's days."""
    return Retention(team.seal_after_days, team.keep_days_minor, team.keep_days)


def tell_due(at: datetime) -> int:
    """Tell of each measure and plan whose day has come, once for each day set; return how many. Durable each.

    Its owner is told; who is on the case instead, where the owner is not on it any more.
    """
    # By the earliest calendar on earth: each is then looked at by the school's own.
    day = (at + timedelta(hours=14)).date()
    due = CaseEntry.objects.filter(due_on__lte=day, done_at__isnull=True, case__state__in=OPEN)
    untold = [
        pk for pk, due_on, told_for in due.order_by("due_on").values_list("pk", "due_on", "told_for")
        if told_for != due_on
    ]  # fmt: skip
    return sum(_told(pk, at) for pk in untold[:MOST_AT_ONCE])


def _told(entry_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = CaseEntry.objects.select_related("case__team__agency__parent").select_for_update(of=("self",))
        entry = rows.get(pk=entry_id)
        today = at.astimezone(ZoneInfo(entry.case.team.agency.time_zone)).date()
        if entry.due_on is None or entry.due_on > today or entry.told_for == entry.due_on:
            # Not yet there, or another process has told.
            return 0
        entry.told_for = entry.due_on
        entry.save(update_fields=["told_for"])
        here = people_on(entry.case, at)
        told = [entry.owner_id] if entry.owner_id in here else here
        tell_of(entry.case, occasion=f"due-{entry.pk.hex}-{entry.due_on}", user_ids=told)
    return 1


def seal_and_expunge(at: datetime) -> int:
    """Seal and expunge what the teams' rules say; return how many cases were expunged. Durable each."""
    expunged = 0
    overwrite_what_is_deleted()
    for team in CaseTeam.objects.all():
        retention = retention_of(team)
        for case in Case.objects.filter(team=team, state__in=ENDED).order_by("closed_at"):
            assert case.closed_at is not None, "a closed case says since when"
            if retention.expunges_at(case.closed_at, CaseClassification(case.classification)) <= at:
                if expunged >= MOST_AT_ONCE:
                    return expunged
                expunged += _expunge(case.pk, retention, at)
            elif case.state == CaseState.CLOSED and retention.seals_at(case.closed_at) <= at:
                _seal(case.pk, retention, at)
    return expunged


def _locked(case_id: UUID) -> Case | None:
    rows = Case.objects.select_related("team__agency").select_for_update(of=("self",))
    return rows.filter(pk=case_id, state__in=ENDED, closed_at__isnull=False).first()


def _seal(case_id: UUID, retention: Retention, at: datetime) -> None:
    with transaction.atomic(durable=True):
        case = _locked(case_id)
        # Somebody may have reopened it, or unsealed it for a look, in the meantime.
        if case is None or case.closed_at is None or case.state != CaseState.CLOSED or _unsealed_lately(case, at):
            return
        case.state = CaseState.SEALED.value
        case.save(update_fields=["state"])
        note_step(case, step=CaseStep.SEAL, before=CaseState.CLOSED, words="", by_id=None, at=at)


def _unsealed_lately(case: Case, at: datetime) -> bool:
    """Tell whether somebody unsealed a case today: the rule does not shut it in their face."""
    steps = case.entries.filter(kind="step", at__gt=at - timedelta(days=1)).order_by("-at")
    newest = steps.first()
    return newest is not None and newest.content["step"] == CaseStep.UNSEAL


def _expunge(case_id: UUID, retention: Retention, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        case = _locked(case_id)
        if case is None or case.closed_at is None or is_held(case, holds_now()):
            return 0
        until = retention.expunges_at(case.closed_at, CaseClassification(case.classification))
        if until > at:
            return 0
        CaseExpunged.objects.create(
            case_id=case.pk,
            team=case.team,
            number=case.number,
            opened_at=case.opened_at,
            closed_at=case.closed_at,
            kept_days=(until - case.closed_at).days,
            at=at,
        )
        # The number is in CaseExpunged, which the team reads; the chain says only that it was, and by which rule.
        rule: dict[str, Json] = {
            "days": (until - case.closed_at).days,
            "set_by": "case_team",
            "team": str(case.team_id),
        }
        agency = case.team.agency
        CaseFlag.objects.filter(case=case).delete()
        case.delete()
        record_deletion(Deleted(DataClass.CASES, 1, rule, agency.parent_id or agency.pk), at)
    return 1


def is_held(case: Case, holds: Holds) -> bool:
    """Say whether a legal hold keeps a case: its school's site, whom it is about, who worked on it, or its time."""
    agency, subject = case.team.agency, case.subject_name.casefold()
    district_id = agency.parent_id or agency.pk
    return (
        agency.pk in holds.agency_ids()
        or any(name.casefold() in subject for name in holds.names)
        or case.entries.filter(Q(by_id__in=holds.user_ids) | Q(owner_id__in=holds.user_ids)).exists()
        or case.people.filter(user_id__in=holds.user_ids).exists()
        or any(
            one.district_id == district_id
            and case.opened_at <= one.until
            and (case.closed_at is None or case.closed_at >= one.since)
            for one in holds.spans
        )
    )
