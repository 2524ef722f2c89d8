"""The limits of all operations as tables, from where they are set: sizes of bodies, turns of lanes, rates."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from coordination.errors import OpenUploadLimit, TooManyIncidents, TooManyPresses, UploadQuotaUsed
from coordination.incident.attachments import uploads
from coordination.incident.lifecycle import floods as openings
from coordination.incident.mutual_aid.actions import MOST_INVITED
from coordination.incident.mutual_aid.errors import TooManyInvited
from coordination.incident.panic.pressing import floods as presses
from coordination.incident.reach.errors import TooManyAlarmTests
from coordination.incident.reach.rules import APART, MOST_A_DAY
from coordination.prevention.social_alerts.errors import TooManyAlertPosts
from coordination.prevention.social_alerts.intake.taking import MOST_POSTS_A_MINUTE
from coordination.prevention.tips.errors import TooManyTipMessages
from coordination.prevention.tips.work.steps import MOST_MESSAGES
from coordination.room.wire.frames import MAX_FRAME_BYTES
from coordination.room.wire.model import Json, JsonObject
from coordination.sign_in.attempts.guesses import LIMITS
from coordination.sign_in.attempts.later import TooManyAttempts
from coordination.sockets.server.http_channel import MAX_UPLOAD_BYTES
from coordination.sockets.server.request_lanes import lane_of
from coordination.web.apps.installed import app_uploads
from mapping.errors import TooManyImports, TooManyLooks, TooManyPhotos
from mapping.imports.jobs import MAX_OPEN_PER_SITE
from mou.errors import PrintUnderWay
from mou.foundation.labelled import WordedError
from mou.foundation.lanes import SIZES, Lane
from push.devices.confirmations import CODES_PER_HOUR, CODES_PER_PERSON
from push.errors import TooManyCodes, TooManyTests
from push.ledger.own_tests import TESTS_PER_HOUR

ANY_ID = str(UUID(int=0))
PLACEHOLDER = re.compile(r"\{\w+\}")
MIB, KIB = 1024 * 1024, 1024
# More operations than this are all that are not named, and their names would change with each new one.
NAMED_MOST = 40
ALL_OTHERS = "all others"
# These end when something is taken back, and not with time.
WAITING_IS_NO_HELP = frozenset({TooManyInvited})
WAITS_DIFFER = frozenset({TooManyIncidents})
REFUSAL = {Lane.SIGN_IN: "`sign_in_busy`"}


def _span_of(within: timedelta) -> str:
    """Return a span of time as tables say it."""
    seconds = int(within.total_seconds())
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds % size == 0:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def allowed_rates() -> dict[type[WordedError], str]:
    """Return what is allowed before each refusal with 429, from the numbers that the code itself counts with."""
    guessed = ", ".join(
        f"{one.most} in {_span_of(one.within)} {'for one name' if one.is_per_login else 'in all'}" for one in LIMITS
    )
    return {
        TooManyAttempts: f"wrong passwords or codes from one address: {guessed}",
        TooManyIncidents: f"of one person at one site: {openings.REAL_MAX} real incidents in"
        f" {_span_of(openings.REAL_WINDOW)}, {openings.EXERCISES_MAX} exercises in"
        f" {_span_of(openings.EXERCISE_WINDOW)}; never a press of the alarm",
        TooManyPresses: f"in an alarm that is on, in {_span_of(presses.WINDOW)}: {presses.FINGER_MAX} of one person or"
        f" button, {presses.KEY_MAX} of one system, {presses.ROOM_MAX} in all; never the first press of a person",
        TooManyInvited: f"{MOST_INVITED} people who are invited to an incident and have not come",
        OpenUploadLimit: f"{uploads.MAX_UNATTACHED} files of one person that are not attached",
        UploadQuotaUsed: f"of one person at one site in 24 h: {uploads.DAY_MAX_FILES} files,"
        f" {uploads.DAY_MAX_BYTES // (KIB * MIB)} GiB",
        TooManyCodes: f"in an hour: {CODES_PER_HOUR} codes for one address, {CODES_PER_PERSON} for all of a person",
        TooManyTests: f"test alerts to oneself: {TESTS_PER_HOUR} in an hour",
        TooManyAlarmTests: f"test alarms of one agency: one in {_span_of(APART)}, {MOST_A_DAY} in 24 h",
        PrintUnderWay: "one print, pack or archive of a person at a time",
        TooManyImports: f"{MAX_OPEN_PER_SITE} imports of a site that wait",
        TooManyLooks: f"{SIZES[Lane.LOOKS].at_once} files that are looked at, of all people",
        TooManyPhotos: f"{SIZES[Lane.PHOTOS].at_once} photos that are taken in and {SIZES[Lane.PHOTOS].waiting} that"
        " wait, of all people",
        TooManyAlertPosts: f"{MOST_POSTS_A_MINUTE} posts of one provider in a minute",
        TooManyTipMessages: f"{MOST_MESSAGES} messages of one report",
    }


def rates_table(document: JsonObject) -> list[list[str]]:
    """Return a row for each refusal with 429: which operations answer it, what is allowed, when to come again."""
    rows = []
    for error, allowed in allowed_rates().items():
        found = [operation for _, operation in _operations_of(document) if error.code in _codes_of(operation, document)]
        rows.append([f"`{error.code}`", _list_operations(found), allowed, _wait_after(error)])
    return sorted(rows)


def _wait_after(error: type[WordedError]) -> str:
    if error in WAITING_IS_NO_HELP:
        return "none: waiting does not help"
    return "as the header says" if error in WAITS_DIFFER else f"{error.retry_after_s} s"


def lanes_table(document: JsonObject) -> list[list[str]]:
    """Return a row for each kind of work: its operations, and how many requests are answered at once."""
    of_lane: dict[Lane, list[JsonObject]] = {}
    for path, operation in _operations_of(document):
        of_lane.setdefault(lane_of(_method_of(operation), path), []).append(operation)
    return [
        [
            f"`{lane}`",
            _list_operations(of_lane[lane]),
            str(SIZES[lane].of_each or ""),
            str(SIZES[lane].at_once),
            f"{SIZES[lane].waiting}, {SIZES[lane].wait_s:g} s" if SIZES[lane].waiting else "none",
            f"503 {REFUSAL.get(lane, '`server_busy`')}",
        ]
        for lane in Lane
        if lane in of_lane
    ]


def sizes_table(document: JsonObject) -> list[list[str]]:
    """Return how large what is sent may be, and by which operations."""
    brought, written = [], []
    for path, operation in _operations_of(document):
        if _method_of(operation) == "POST" and re.fullmatch(app_uploads(), path):
            brought.append(operation)
        elif "requestBody" in operation:
            written.append(operation)
    of_a_file = settings.ATTACHMENT_MAX_BYTES // MIB
    return [
        ["JSON", _list_operations(written), f"{MAX_FRAME_BYTES // KIB} KiB", "413 `frame_too_large`"],
        ["files", _list_operations(brought), f"{MAX_UPLOAD_BYTES // MIB} MiB", "413 `body_too_large`"],
        ["a file of a room", "`upload_file`", f"{of_a_file} MiB", "413 `upload_too_large`"],
    ]


def _operations_of(document: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    """Yield each operation with an address that it could have; its method stands in it as `method`."""
    paths = document["paths"]
    assert isinstance(paths, dict)
    for path, methods in paths.items():
        assert isinstance(methods, dict)
        for method, operation in methods.items():
            if isinstance(operation, dict):
                yield PLACEHOLDER.sub(ANY_ID, path), {**operation, "method": method.upper()}


def _method_of(operation: JsonObject) -> str:
    return str(operation["method"])


def _codes_of(operation: JsonObject, document: JsonObject) -> set[str]:
    """Return the codes that an operation answers with 429."""
    answers, components = operation["responses"], document["components"]
    assert isinstance(answers, dict)
    assert isinstance(components, dict)
    shared, answer = components["responses"], answers.get("429")
    assert isinstance(shared, dict)
    if isinstance(answer, dict) and "$ref" in answer:
        answer = shared[str(answer["$ref"]).rpartition("/")[2]]
    return set(_examples_in(answer))


def _examples_in(answer: Json) -> Iterator[str]:
    content = answer.get("content") if isinstance(answer, dict) else None
    for media in content.values() if isinstance(content, dict) else ():
        examples = media.get("examples") if isinstance(media, dict) else None
        yield from examples if isinstance(examples, dict) else ()


def _list_operations(operations: list[JsonObject]) -> str:
    names = sorted(str(one["operationId"]) for one in operations)
    if len(names) > NAMED_MOST:
        return ALL_OTHERS
    return " ".join(f"`{name}`" for name in names)
