"""Say whether this process lives, and whether it can do its work. No sign-in, no details."""

import time
from functools import lru_cache

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string

from coordination.web.backup_report import backups_in_words, read_report
from coordination.web.own_keys import unreadable_keys
from coordination.web.storing import database_write_fault, file_write_fault, space_in_words
from mou.foundation.bounded_process.confinement import is_available
from mou.foundation.database.clock import seconds_ahead
from mou.foundation.database.ready import is_behind
from mou.foundation.lanes import watched_lanes

# A proxy asks every few seconds, and a broker that is silent must not make it think the same of us.
BROKER_S = 0.5
# What asking takes, and what time servers leave.
CLOCK_MAY_DIFFER_S = 2.0
# What is sealed does not change with every look of a proxy.
SEALED_EVERY_S = 60.0
# A write goes down to the disk: not with every look.
WRITTEN_EVERY_S = 10.0


def healthz(request: HttpRequest) -> JsonResponse:
    """Answer as long as the process can answer at all: a supervisor restarts it when this fails."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 503 when this process cannot do its work: the database is away, behind this version, or stores nothing.

    Without the broker entries reach people at other processes up to a beacon later, and nothing else: sending people
    elsewhere would not help, for every process lacks it. It is told beside.
    """
    parts = {"database": database_is_ready(), "broker": broker_is_ready()}
    said = {name: "ok" if fine else "failing" for name, fine in parts.items()}
    # Nor would it help to send people elsewhere: times in the log would be no better.
    said["clock"] = clock_in_words()
    # Where foreign files cannot be read safely they are refused; all else goes on.
    said["files"] = "confined" if is_available() else "refused"
    # No reason to send people elsewhere: the other lanes go on. An operator should look, all the same.
    full = sorted(one.lane.value for one in watched_lanes() if one.is_full)
    said["lanes"] = f"full: {', '.join(full)}" if full else "ok"
    # Everything else goes on, and the operator has to know.
    turn = int(time.monotonic() // SEALED_EVERY_S)
    said["sealed"] = sealed_in_words(turn) if parts["database"] else "unknown"
    said["keys"] = keys_in_words(turn)
    said["backup"] = backups_told(turn)
    stores = parts["database"] and _tell_of_storing(said)
    return JsonResponse(said, status=200 if stores else 503)


def _tell_of_storing(said: dict[str, str]) -> bool:
    """Say what a try to write came to, and what space is left; return whether the database stores."""
    turn = int(time.monotonic() // WRITTEN_EVERY_S)
    database, files = database_write_fault(turn), file_write_fault(turn)
    said["writes"] = f"failing: {database or files}" if database or files else "ok"
    said["space"] = space_in_words(turn)
    return not database


def database_is_ready() -> bool:
    """Return whether the database answers and has this version's schema."""
    try:
        return not is_behind()
    except DatabaseError:
        return False


def broker_is_ready() -> bool:
    """Return whether the broker answers; without one the layer is in memory and always there."""
    if not settings.REDIS_URL:
        return True
    try:
        url, most_s = settings.REDIS_URL, BROKER_S
        with redis.Redis.from_url(url, socket_timeout=most_s, socket_connect_timeout=most_s) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


@lru_cache(maxsize=1)
def sealed_in_words(_turn: int) -> str:
    """Return whether this server's keys open what is sealed in the database; asked once for each turn of the clock."""
    try:
        names = import_string(settings.SEALED_VALUES)()
    except DatabaseError:
        return "unknown"
    return f"unreadable: {', '.join(names)}" if names else "ok"


@lru_cache(maxsize=1)
def keys_in_words(_turn: int) -> str:
    """Return whether the keys of this server read, and are as they were; looked at once for each turn of the clock."""
    names, changed = unreadable_keys(), str(import_string(settings.CHANGED_KEYS)())
    said = [f"unreadable: {', '.join(names)}"] if names else []
    return "; ".join([*said, changed] if changed else said) or "ok"


@lru_cache(maxsize=1)
def backups_told(_turn: int) -> str:
    """Return what is known of backups; read once for each turn of the clock."""
    return backups_in_words(read_report(), timezone.now())


def clock_in_words() -> str:
    """Return how this server's clock stands to the database's, which all servers share."""
    try:
        ahead_s = seconds_ahead()
    except DatabaseError:
        return "unknown"
    if abs(ahead_s) < CLOCK_MAY_DIFFER_S:
        return "ok"
    return f"{abs(ahead_s):.0f} s {'ahead of' if ahead_s > 0 else 'behind'} the database's"
