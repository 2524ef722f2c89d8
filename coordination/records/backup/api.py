"""Backups over HTTP, for operators. Parse, call, answer; no rule stands here. No backup is given out."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from coordination.records.backup.asked import ask_for_backup, backups_for
from coordination.sign_in.callers import caller_of
from coordination.web.backup_report import backups_in_words
from mou.administrative_acts import ask_recent_sign_in

router = Router(tags=["records"])


class KeptBackupOut(Schema):
    """A backup in the folder: the name of its file. `bytes`: its size. `is_proved`: a trial restored it."""

    name: str
    bytes: int
    made_at: datetime
    is_proved: bool


class BackupsOut(Schema):
    """What is known of backups. `state`: as `/readyz` says it; it begins with ok, failing, old or none.

    `fault`: why the newest was not made or proved; empty: it was. `tried_said`: what the newest trial restore found.
    `can_ask`: there is a folder for backups that are asked for here. `written_bytes`: of the one that is being made;
    null: none is being written. `kept`: the newest 30.
    """

    state: str
    fault: str
    tried_said: str
    can_ask: bool
    is_running: bool
    written_bytes: int | None
    kept: list[KeptBackupOut]


@router.get("/backups", response=BackupsOut, operation_id="read_backups")
def read_backups(request: HttpRequest) -> BackupsOut:
    """Read which backups there are, what was proved, and how far one is that is being made. For operators."""
    caller = caller_of(request)
    found = backups_for(caller.user_id, caller.at)
    return BackupsOut(
        state=backups_in_words(found.report, caller.at),
        fault=found.report.fault,
        tried_said=found.report.tried_said,
        can_ask=found.has_folder,
        is_running=not found.is_over,
        written_bytes=found.written_bytes,
        kept=[
            KeptBackupOut(name=one.name, bytes=one.bytes, made_at=one.made_at, is_proved=one.is_proved)
            for one in found.kept
        ],
    )


@router.post("/backups", response={204: None}, operation_id="ask_for_backup")
def post_backup(request: HttpRequest) -> Status[None]:
    """Ask that a backup be made now; one at a time, and one in ten minutes. For operators, after a recent sign-in."""
    caller = caller_of(request)
    ask_recent_sign_in()
    ask_for_backup(user_id=caller.user_id, at=caller.at)
    return Status(204, None)
