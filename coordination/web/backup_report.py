"""What is known of backups that a timer makes: a small file beside our others, for `/readyz` and people."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

NAME = "backups.json"
# A timer that runs every night, and one night that failed.
OLD_AFTER = timedelta(hours=50)
TRIAL_OLD_AFTER = timedelta(days=35)
# Before it is old: a night, or the month's trial, passed without one.
MISSED_AFTER = timedelta(hours=26)
TRIAL_MISSED_AFTER = timedelta(days=32)


@dataclass(frozen=True, slots=True)
class Report:
    """The last backup, the last trial restore and the last fault; times are ISO 8601, with a zone.

    `fault` is empty once a backup was made after it. `tried_times` counts all trials.
    """

    made_at: str | None = None
    file: str = ""
    bytes: int = 0
    tried_at: str | None = None
    tried_file: str = ""
    tried_said: str = ""
    tried_minutes: float = 0.0
    tried_times: int = 0
    fault: str = ""
    fault_at: str | None = None


def read_report() -> Report:
    """Return what is known; nothing where no timer has made a backup yet, or the file does not read."""
    try:
        report = Report(**json.loads(_report_path().read_bytes()))
        for one in (report.made_at, report.tried_at, report.fault_at):
            # Another hand may have been in the file: what is no time with a zone is told of nowhere.
            if one is not None and datetime.fromisoformat(one).tzinfo is None:
                return Report()
    except (OSError, ValueError, TypeError):
        return Report()
    return report


def write_report(report: Report) -> None:
    """Write it so that a reader finds the old one or the new one. Raises: OSError."""
    _report_path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = _report_path().with_suffix(".unfinished")
    unfinished.write_text(json.dumps(asdict(report), indent=1))
    unfinished.chmod(0o600)
    unfinished.replace(_report_path())


def turns_old_at(report: Report) -> datetime | None:
    """Return when the newest backup or its trial counts no more, whichever is first; None: neither was made.

    Where none was ever tried, that is since the backup was made.
    """
    if report.made_at is None:
        return None
    made = datetime.fromisoformat(report.made_at)
    tried = made if report.tried_at is None else datetime.fromisoformat(report.tried_at) + TRIAL_OLD_AFTER
    return min(made + OLD_AFTER, tried)


def is_well(report: Report, at: datetime) -> bool:
    """Tell whether backups are made and were proved."""
    return backups_in_words(report, at).startswith("ok:")


def was_missed(report: Report, at: datetime) -> bool:
    """Tell whether a backup or a trial that was due did not come, though the one before still counts."""
    last = ((report.made_at, MISSED_AFTER), (report.tried_at, TRIAL_MISSED_AFTER))
    return any(made is None or at - datetime.fromisoformat(made) > limit for made, limit in last)


def backups_in_words(report: Report, at: datetime) -> str:
    """Return what an operator should know in one line; it begins with ok, failing, old or none."""
    if report.fault:
        return f"failing: since {_day_of(report.fault_at)}"
    if report.made_at is None:
        return "none: backup_regularly has not run"
    if at - datetime.fromisoformat(report.made_at) > OLD_AFTER:
        return f"old: made {_day_of(report.made_at)}"
    if report.tried_at is None or at - datetime.fromisoformat(report.tried_at) > TRIAL_OLD_AFTER:
        return f"old: made {_day_of(report.made_at)}, restored {_day_of(report.tried_at)}"
    tried = f"restored {_day_of(report.tried_at)} in {report.tried_minutes} min (#{report.tried_times})"
    return f"ok: made {_day_of(report.made_at)}, {tried}"


def _day_of(time: str | None) -> str:
    return "never" if time is None else time[:10]


def _report_path() -> Path:
    return Path(settings.VAR_DIR) / NAME
