"""The one rule of an outbox: what becomes of a command after each answer, and of those that wait behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coordination.describe.mobile import write_table
from coordination.describe.problem_codes import codes_and_classes
from coordination.errors import CoordinationError
from coordination.room.wire.model import JsonObject
from mou.foundation.labelled import WordedError


class Verdict(StrEnum):
    """What an answer says of a command in an outbox."""

    TAKEN = "taken"
    LATER = "later"  # for now, this command alone
    ALL_LATER = "all_later"  # for now, whatever is sent
    SESSION = "session"  # until the person has proven who they are
    UNKNOWN = "unknown"  # no answer
    REFUSED = "refused"  # for good


@dataclass(frozen=True, slots=True)
class Rule:
    """What a client does.

    Args:
        met: by what it is known, for the protocol.
        is_kept: the command stays in the outbox, and is sent again with the same id.
        do_others_wait: nothing else is sent meanwhile, but a press of the alarm.
        when: when it is sent again, or what is done with it.
    """

    met: str
    is_kept: bool
    do_others_wait: bool
    when: str


RULES: Mapping[Verdict, Rule] = {
    Verdict.TAKEN: Rule(
        "`ack`; HTTP 200 or 201, also with `is_repeat`; an entry with your `command_id`",
        is_kept=False,
        do_others_wait=False,
        when="It is done, and done once.",
    ),
    Verdict.LATER: Rule(
        "429 with a `code`, and `retry_after_s` or `Retry-After`",
        is_kept=True,
        do_others_wait=False,
        when="After so many seconds.",
    ),
    Verdict.ALL_LATER: Rule(
        (
            "any other refusal with `retry_after_s` or `Retry-After`; over HTTP also 5xx but `command_failed`,"
            " and 408, 429 without a `code`"
        ),
        is_kept=True,
        do_others_wait=True,
        when="After so many seconds, or 2 where none are said: in its old place, alone until one command is taken.",
    ),
    Verdict.SESSION: Rule(
        "401, {session}; close codes 4401 and 4423",
        is_kept=True,
        do_others_wait=True,
        when="Once the same person has proven who they are.",
    ),
    Verdict.UNKNOWN: Rule(
        "no answer: the connection ended or is stale, a request took more than 30 seconds, the app was ended",
        is_kept=True,
        do_others_wait=True,
        when="After the next `welcome`, over HTTP after 2 seconds: in its old place, alone until one command is taken.",
    ),
    Verdict.REFUSED: Rule(
        "any other `nack` or 4xx, and `command_failed`",
        is_kept=False,
        do_others_wait=False,
        when="Show the person what was not done, with `detail`. To try once more, make a new command with a new id.",
    ),
}


def is_of_session(error: type[WordedError]) -> bool:
    """Say whether an error judges the session, and says nothing of the command."""
    return issubclass(error, CoordinationError) and error.is_of_session


def outbox_table() -> str:
    """Return the rule as the protocol has it."""
    session = ", ".join(f"`{code}`" for code, error in codes_and_classes().items() if is_of_session(error))
    return write_table(
        ("what comes back", "verdict", "the command", "those behind it", "then"),
        (
            [
                rule.met.format(session=session),
                f"`{verdict}`",
                "is kept, with its id" if rule.is_kept else "leaves the outbox",
                "wait" if rule.do_others_wait else "go on",
                rule.when,
            ]
            for verdict, rule in RULES.items()
        ),
    )


def outbox_vectors() -> JsonObject:
    """Return the rule for the tests of clients."""
    return {
        verdict: {"is_kept": rule.is_kept, "do_others_wait": rule.do_others_wait} for verdict, rule in RULES.items()
    }
