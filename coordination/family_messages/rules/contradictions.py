"""What a message says otherwise than the room does, or than families were told before. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from coordination.family_messages.vocabulary import Contradiction
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.vocabulary import ResponseActionKind

C, K = Contradiction, FamilyMessageKind
ACTIONS: Mapping[FamilyMessageKind, ResponseActionKind] = {K(one.value): one for one in ResponseActionKind}
# These name a site at which families are awaited.
OF_SITES = frozenset({K.SITE_OPENS, K.SITE_MOVED, K.WHERE_TO_GO, K.WHAT_TO_BRING})


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says; `at`: when it was approved, none of one that is not."""

    kind: FamilyMessageKind
    schools: frozenset[str]
    site: str = ""
    time: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """What the room knows. `in_force`: by the name of a school; `sites`: where a reunification is open."""

    in_force: Mapping[str, frozenset[ResponseActionKind]]
    sites: tuple[str, ...] = ()
    is_reuniting: bool = False
    is_real_open: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction: about what, and when families were told the other thing."""

    what: Contradiction
    about: str = ""
    told_at: datetime | None = None


def find_contradictions(said: Said, room: RoomFacts, earlier: tuple[Said, ...]) -> tuple[Finding, ...]:
    """Return what contradicts a message, in the order in which it is shown. `earlier`: approved, the newest first."""
    mine = tuple(one for one in earlier if one.schools & said.schools)
    return (*_against_room(said, room), *_against_earlier(said, mine))


def digest_of(findings: tuple[Finding, ...], reach: str = "") -> str:
    """Return what tells these findings from others: who approves has seen exactly them."""
    told = [f"{one.what}|{one.about}|{one.told_at.isoformat() if one.told_at else ''}" for one in findings]
    return hashlib.sha256("\n".join([*told, reach]).encode()).hexdigest()[:16]


def _against_room(said: Said, room: RoomFacts) -> Iterator[Finding]:
    wanted = ACTIONS.get(said.kind)
    for school in sorted(said.schools):
        now = room.in_force.get(school, frozenset())
        others = ", ".join(sorted(one.label for one in now if one is not wanted))
        if wanted is not None and wanted not in now:
            yield Finding(C.NOT_IN_FORCE, f"{school} · {wanted.label}")
        if wanted is not None and others:
            yield Finding(C.OTHER_ACTION, f"{school} · {others}")
        if said.kind is K.ALL_CLEAR and now:
            yield Finding(C.ACTION_STANDS, f"{school} · {others}")
    if said.kind in OF_SITES and said.site not in room.sites:
        yield Finding(C.SITE_NOT_OPEN, ", ".join(room.sites) or "—")
    if said.kind is K.SITE_CLOSED and room.is_reuniting:
        yield Finding(C.NOT_CLOSED, ", ".join(room.sites))
    if said.kind.is_of_drill and room.is_real_open:
        yield Finding(C.REAL_INCIDENT)


def _against_earlier(said: Said, earlier: tuple[Said, ...]) -> Iterator[Finding]:
    about_actions = [one for one in earlier if one.kind in ACTIONS or one.kind is K.ALL_CLEAR]
    last = about_actions[0] if about_actions else None
    if said.kind in ACTIONS and last is not None:
        if last.kind is K.ALL_CLEAR:
            yield Finding(C.AFTER_ALL_CLEAR, told_at=last.at)
        elif last.kind is not said.kind:
            yield Finding(C.EARLIER_ACTION, last.kind.label, last.at)
    placed = next((one for one in earlier if one.kind in OF_SITES and one.site), None)
    if placed is not None and said.kind in OF_SITES:
        if said.site and said.site != placed.site:
            yield Finding(C.EARLIER_SITE, placed.site, placed.at)
        if said.time and placed.time and said.site == placed.site and said.time != placed.time:
            yield Finding(C.EARLIER_TIME, placed.time, placed.at)
    same = next(
        (one for one in earlier[:1] if (one.kind, one.site, one.time) == (said.kind, said.site, said.time)), None
    )
    if same is not None:
        yield Finding(C.TOLD_ALREADY, told_at=same.at)
