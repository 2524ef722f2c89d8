"""Which presses stand, by kind and place: several from one room are one call for help, and none hides another. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.errors import CoordinationError
from coordination.incident.panic.capability import AllClear, PanicAlert, PanicPlace, ThreatJudgment
from coordination.vocabulary import PanicKind, ThreatVerdict
from coordination.web.wording.standing_words import OF_PRESS
from mou.foundation.labelled import gettext_noop as _

type PlaceKey = tuple[str | None, ...]


class NoThreatsToJudge(CoordinationError):
    code, status, title = "no_threats_to_judge", 409, _("Active threats are not called from two places here.")


class ThreatsJudgedAlready(CoordinationError):
    code, status, title = "threats_judged", 409, _("This was said before.")


@dataclass(frozen=True, slots=True)
class StandingPress:
    """Presses of one kind from one place, the oldest first."""

    kind: PanicKind
    alerts: tuple[PanicAlert, ...]

    @property
    def newest(self) -> PanicAlert:
        """Return the press that knows best where it is."""
        return self.alerts[-1]

    @property
    def since(self) -> str:
        """Return when it was pressed first."""
        return self.alerts[0].pressed_at


def standing_presses(alerts: Mapping[str, PanicAlert], all_clear: Mapping[str, AllClear]) -> list[StandingPress]:
    """Return every call for help that was not canceled, the worst first; none once the all clear was given."""
    if any(one.given_at is not None for one in all_clear.values()):
        return []
    found: dict[tuple[PanicKind, PlaceKey], list[PanicAlert]] = {}
    for one in sorted(alerts.values(), key=lambda one: one.pressed_at):
        if one.cancelled_at is None:
            found.setdefault((one.kind, place_key(one.place)), []).append(one)
    standing = [StandingPress(kind, tuple(same)) for (kind, _), same in found.items()]
    return sorted(standing, key=lambda one: (OF_PRESS[one.kind].rank, one.since))


def place_key(place: PanicPlace) -> PlaceKey:
    """Return what two presses from one place have in common: the room; where none is known, the square of the grid."""
    level = None if place.level_id is None else str(place.level_id)
    return (place.building, level, place.room, None if place.room else place.grid_cell)


def threats_in(alerts: Mapping[str, PanicAlert], all_clear: Mapping[str, AllClear]) -> list[StandingPress]:
    """Return the active threats that stand, one for each place, the oldest first."""
    return [one for one in standing_presses(alerts, all_clear) if one.kind is PanicKind.ACTIVE_THREAT]


def verdict_on(
    threats: list[StandingPress], alerts: Mapping[str, PanicAlert], judgments: Mapping[str, ThreatJudgment]
) -> ThreatVerdict:
    """Return whether they are one threat, as it was said last of all places from which one is called now."""
    for judged in judgments.values():
        said_of = [alerts[str(one)] for one in judged.panic_ids if str(one) in alerts]
        places = {place_key(one.place) for one in said_of if one.kind is PanicKind.ACTIVE_THREAT}
        if {place_key(one.newest.place) for one in threats} <= places:
            return judged.verdict
    return ThreatVerdict.UNKNOWN
