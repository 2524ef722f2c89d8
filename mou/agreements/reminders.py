"""Let time take its steps: versions whose day has passed expire, and people are reminded before that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mou.access import policy
from mou.access.annexes import parties_of
from mou.access.fetch import KEEPERS, READERS, members_who_count
from mou.agreements.lifecycle import days_left, due_reminder
from mou.agreements.steps import take_step
from mou.models import Memorandum, Reminder, Version
from mou.vocabulary import VersionState


@dataclass(frozen=True, slots=True)
class DueReminder:
    """Who is to be told of which agreement. `days_before` is the threshold reached; 0 when it is over."""

    version_id: UUID
    memorandum_id: UUID
    title: str
    expires_on: date
    days_left: int
    days_before: int
    addresses: tuple[str, ...]


def settle_versions(*, at: datetime) -> int:
    """Write down which versions time has ended, and return how many. One durable transaction for each.

    No access changes with it: the dates alone decide. Locks the agreement's row.
    """
    signed = Version.objects.filter(state=VersionState.IN_FORCE.value).values_list("id", "memorandum_id")
    return sum(_settle_version(version_id, memorandum_id, at) for version_id, memorandum_id in signed)


def _settle_version(version_id: UUID, memorandum_id: UUID, at: datetime) -> bool:
    with transaction.atomic(durable=True):
        Memorandum.objects.select_for_update().get(id=memorandum_id)
        version = Version.objects.select_related("memorandum__district").get(id=version_id)
        if version.state != VersionState.IN_FORCE:
            return False
        if version.ended_at is not None and version.ended_at <= at:
            take_step(version, VersionState.SUPERSEDED, by=None, at=at)
        elif version.expires_on < _today_at(version, at):
            take_step(version, VersionState.EXPIRED, by=None, at=at)
        else:
            return False
    return True


def due_reminders(*, at: datetime) -> list[DueReminder]:
    """Return the reminders that are due and not sent: 90, 60 and 30 days before the last day, and once after it.

    Whatever a later version has taken over needs none.
    """
    return list(_due_reminders(at))


def _due_reminders(at: datetime) -> Iterator[DueReminder]:
    states = [VersionState.IN_FORCE.value, VersionState.EXPIRED.value]
    rows = Version.objects.filter(
        state__in=states, ended_at__isnull=True, current_of__isnull=False, memorandum__annex_of__isnull=True
    )
    for version in (
        rows.select_related("memorandum__district", "memorandum__agency")
        .prefetch_related("reminders")
        .order_by("expires_on", "id")
    ):
        today = _today_at(version, at)
        threshold = due_reminder(version.expires_on, today)
        if threshold is None or threshold in {one.days_before for one in version.reminders.all()}:
            continue
        yield DueReminder(
            version_id=version.id,
            memorandum_id=version.memorandum_id,
            title=version.memorandum.title,
            expires_on=version.expires_on,
            days_left=days_left(version.expires_on, today),
            days_before=threshold,
            addresses=_addresses_of(version, at),
        )


def record_reminder(*, due: DueReminder, at: datetime) -> bool:
    """Note that a reminder was sent; return False if it was noted before. One durable transaction."""
    with transaction.atomic(durable=True):
        _, is_new = Reminder.objects.get_or_create(
            version_id=due.version_id, days_before=due.days_before, defaults={"sent_at": at}
        )
    return is_new


def _addresses_of(version: Version, at: datetime) -> tuple[str, ...]:
    """Return where the people of all parties who keep or read the agreement get mail."""
    members = members_who_count(at).exclude(user__email="")
    keepers = Q(agency_id=version.memorandum.district_id, role__in=[role.value for role in KEEPERS])
    others = [one for one in parties_of(version) if one.pk != version.memorandum.district_id]
    readers = Q(agency__in=others, role__in=[role.value for role in READERS])
    found = members.filter(keepers | readers).values_list("user__email", flat=True)
    return tuple(sorted(set(found)))


def _today_at(version: Version, at: datetime) -> date:
    return policy.local_date(at, version.memorandum.district.time_zone)
