"""Say what each person may see and do, from what was done to them and when. Plain Python: no code of the product.

Nothing is claimed of the moments in which something is just changing: a claim holds for a whole span or is not made.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# Promise 8: an open socket is silent within a second. A machine that does much else gets a little more.
SILENT_AFTER_S = 1.5
AUDIENCES = {
    "keeper": {"everyone", "school", "command"},
    "principal": {"everyone", "school", "command"},
    "teacher": {"everyone", "school"},
    "fire": {"everyone", "responders"},
    "dispatcher": {"everyone", "responders", "command"},
}
# What may be added to the log of a closed incident: people come and go, and it is opened again.
WHILE_CLOSED = {
    "participant_joined",
    "participant_left",
    "participant_removed",
    "participant_readmitted",
    "incident_reopened",
}
# What may be answered although one may: the incident is closed just now, or someone was first.
FOR_EVERYBODY = {"incident_closed", "alarm_open", "priority_message_acknowledged"}
# What says nothing of the command: a copy of it may have been carried out while its sender was let in.
OF_THE_ASKER = {"not_found", "not_authenticated"}


@dataclass(frozen=True)
class Change:
    """A fact began or ceased to hold, at some instant between the two; `holds` None: no one knows which."""

    begun_s: float
    done_s: float
    holds: bool | None


@dataclass
class Fact:
    """Something that decides about access, through time; it holds from the beginning unless said otherwise."""

    holds_at_first: bool = True
    changes: list[Change] = field(default_factory=list)

    def change(self, begun_s: float, done_s: float, *, holds: bool | None) -> None:
        self.changes.append(Change(begun_s, done_s, holds))

    def surely(self, from_s: float, to_s: float) -> bool | None:
        """Say whether it held all the time between the two; None: it changed, or may have."""
        held: bool | None = self.holds_at_first
        for one in self.changes:
            if one.done_s <= from_s:
                held = one.holds
            elif one.begun_s <= to_s:
                return None
        return held

    def ended_before(self, at_s: float) -> float | None:
        """Return when it ceased to hold, where it does not hold at a moment; minus infinity: it never held."""
        ended_s = None if self.holds_at_first else -math.inf
        for one in self.changes:
            if one.done_s <= at_s:
                ended_s = one.done_s if one.holds is False else None
        return ended_s


@dataclass(frozen=True)
class Asked:
    """A command or a question, from its first sending to the answer; `code` says why it was refused, or is empty."""

    who: str
    what: str
    begun_s: float
    ended_s: float
    code: str


@dataclass(frozen=True)
class Answer:
    """What a command came to, after so many sendings; `code` says why it was refused, or is empty."""

    code: str
    sent: int
    body: Mapping[str, Any] | None = None

    def is_sure(self) -> bool:
        """Tell whether it is known what the command did, all of it or nothing.

        What was sent more than once and then refused may have been carried out the first time, its answer lost.
        """
        return self.code == "" or self.sent == 1


@dataclass(frozen=True)
class Heard:
    """What a socket brought, and when."""

    who: str
    kind: str
    at_s: float
    frame: Mapping[str, Any]


@dataclass
class Verdict:
    """What was found, and how much was looked at: a soak that claims nothing would find nothing."""

    leaked: list[str] = field(default_factory=list)
    wronged: list[str] = field(default_factory=list)
    claims: int = 0


def all_surely(facts: Iterable[Fact], from_s: float, to_s: float) -> bool | None:
    """Say whether all held all the time, or one of them at no time."""
    held = [one.surely(from_s, to_s) for one in facts]
    if False in held:
        return False
    return None if None in held else True


def judge_asked(asked: Iterable[Asked], facts: Mapping[str, Sequence[Fact]], verdict: Verdict) -> None:
    """Who surely might not was refused; who surely might was not."""
    for one in asked:
        may = all_surely(facts[one.who], one.begun_s, one.ended_s)
        verdict.claims += may is not None
        if may is False and one.code in {"", *FOR_EVERYBODY}:
            verdict.leaked.append(f"{one.who} was answered {one.code or 'yes'} to {one.what} without access")
        elif may is True and one.code not in {"", *FOR_EVERYBODY}:
            verdict.wronged.append(f"{one.who} was refused {one.what} with access: {one.code}")


def judge_heard(
    heard: Iterable[Heard], facts: Mapping[str, Sequence[Fact]], verdict: Verdict, *, troubles: Sequence[Change] = ()
) -> None:
    """No one heard anything a moment after their access had ended, nor ever what is for other people.

    A server that stands still, or cannot ask its database, gets its moment when it goes on: `troubles` says when.
    """
    for one in heard:
        content = one.frame.get("content")
        if content is not None:
            verdict.claims += 1
            if content["audience"] not in AUDIENCES[one.kind]:
                verdict.leaked.append(f"{one.who} heard #{one.frame['seq']}, which is for {content['audience']}")
        since_s = one.at_s - SILENT_AFTER_S
        if any(trouble.begun_s <= one.at_s and since_s <= trouble.done_s for trouble in troubles):
            continue
        may = all_surely(facts[one.who], since_s, one.at_s)
        verdict.claims += may is not None
        if may is False:
            ended = min(at for fact in facts[one.who] if (at := fact.ended_before(one.at_s)) is not None)
            late = f"{one.at_s - ended:.1f} s after their access ended, at {one.at_s:.1f}"
            verdict.leaked.append(f"{one.who} heard #{one.frame['seq']} {late}")


def judge_log(entries: Sequence[Mapping[str, Any]], verdict: Verdict) -> None:
    """A closed incident takes nothing but what may be; none is closed over an open alarm; a press counts once."""
    is_closed, has_alarm, pressed = False, False, set()
    for frame in entries:
        event, command_id = frame["content"]["event"], frame["content"]["command_id"]
        kind, seq = event["type"], frame["seq"]
        verdict.claims += 1
        if is_closed and kind not in WHILE_CLOSED:
            verdict.wronged.append(f"#{seq}: {kind} in a closed incident")
        if kind == "incident_closed" and (is_closed or has_alarm):
            verdict.wronged.append(f"#{seq}: closed {'twice' if is_closed else 'over an open alarm'}")
        if kind == "incident_reopened" and not is_closed:
            verdict.wronged.append(f"#{seq}: reopened while it was open")
        if kind == "panic_pressed" and command_id in pressed:
            verdict.wronged.append(f"#{seq}: pressed twice with one command")
        if kind == "panic_pressed":
            pressed.add(command_id)
        is_closed = {"incident_closed": True, "incident_reopened": False}.get(kind, is_closed)
        has_alarm = {"panic_pressed": True, "all_clear_given": False}.get(kind, has_alarm)


def judge_refused(entries: Sequence[Mapping[str, Any]], refused: Mapping[str, Answer], verdict: Verdict) -> None:
    """What was refused is not in the log, by no copy of it, however late one came."""
    for frame in entries:
        answer = refused.get(frame["content"]["command_id"])
        verdict.claims += 1
        if answer is not None and (answer.is_sure() or answer.code not in OF_THE_ASKER):
            verdict.wronged.append(f"#{frame['seq']}: its command was refused: {answer.code}")
