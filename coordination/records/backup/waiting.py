"""Whether backups wait for a person: for who operates the installation."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.web.backup_report import is_well, read_report, turns_old_at, was_missed
from mou.access.operators import is_operator
from mou.foundation.waiting import WaitingKind, WaitingLine


def list_waiting_backups(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield one line where a backup or its trial restore is late, failed or never was. One query.

    Said from the first night that was missed on; due when the newest backup or its trial counts no more.
    """
    if not is_operator(user_id):
        return
    report = read_report()
    if is_well(report, at) and not was_missed(report, at):
        return
    old_at = turns_old_at(report)
    words = _("Backups of this server")
    yield WaitingLine(
        WaitingKind.SEE_TO_BACKUPS,
        words,
        reverse("backups"),
        # By which place's days a server counts is not said anywhere: it is the day that its records say.
        due_on=old_at.astimezone(UTC).date() if old_at else None,
        is_overdue=bool(report.fault) or (old_at is not None and old_at < at),
    )
