"""What places mean, what is seen on the ground, and how doors are. Pure. Sources stand in docs/vocabulary.md."""

from enum import Enum

from coordination.vocabulary import Audience
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import pgettext_noop as pgettext


class GroundShape(Enum):
    """How a place of a kind is drawn, and its fewest points."""

    POINT = 1
    LINE = 2
    AREA = 3


class GroundKind(Labelled):
    """What a place means to all who work there (NFPA 3000, ICS)."""

    CASUALTY_COLLECTION_POINT = "casualty_collection_point", pgettext("ground", "Casualty collection point")
    AMBULANCE_EXCHANGE_POINT = "ambulance_exchange_point", pgettext("ground", "Ambulance exchange point")
    PROTECTED_CORRIDOR = "protected_corridor", pgettext("ground", "Protected corridor")
    LANDING_ZONE = "landing_zone", pgettext("ground", "Landing zone")
    STAGING = "staging", pgettext("ground", "Staging area")
    COMMAND_POST = "command_post", pgettext("ground", "Command post")
    INNER_PERIMETER = "inner_perimeter", pgettext("ground", "Inner perimeter")
    OUTER_PERIMETER = "outer_perimeter", pgettext("ground", "Outer perimeter")
    HOT_ZONE = "hot_zone", pgettext("ground", "Hot zone")
    WARM_ZONE = "warm_zone", pgettext("ground", "Warm zone")
    COLD_ZONE = "cold_zone", pgettext("ground", "Cold zone")

    @property
    def shape(self) -> GroundShape:
        """Return how a place of this kind is drawn."""
        if self is GroundKind.PROTECTED_CORRIDOR:
            return GroundShape.LINE
        return GroundShape.POINT if self in POINTS else GroundShape.AREA

    @property
    def readers(self) -> Audience:
        """Return who reads such a place: everyone, unless it says where officers work or what they have cleared."""
        return Audience.EVERYONE if self in FOR_EVERYONE else Audience.RESPONDERS


POINTS = frozenset(
    {
        GroundKind.CASUALTY_COLLECTION_POINT,
        GroundKind.AMBULANCE_EXCHANGE_POINT,
        GroundKind.LANDING_ZONE,
        GroundKind.STAGING,
        GroundKind.COMMAND_POST,
    }
)
# The school's leaders come to the command post, keep the landing zone free, and send no family into the perimeter.
FOR_EVERYONE = frozenset({GroundKind.COMMAND_POST, GroundKind.LANDING_ZONE, GroundKind.OUTER_PERIMETER})


class GroundFunction(Labelled):
    """For which function a place was set: only that one, or command, changes it."""

    COMMAND = "command", pgettext("ground", "command")
    LAW = "law", pgettext("ground", "law enforcement")
    FIRE = "fire", pgettext("ground", "fire")
    EMS = "ems", pgettext("ground", "EMS")
    DISPATCH = "dispatch", pgettext("ground", "dispatch")
    EMERGENCY_MANAGEMENT = "emergency_management", pgettext("ground", "emergency management")


class SightingKind(Labelled):
    """What was seen: a person who is a threat, or a hazard."""

    SUSPECT = "suspect", pgettext("sighting", "Suspect")
    WEAPON = "weapon", pgettext("sighting", "Weapon")
    SUSPICIOUS_ITEM = "suspicious_item", pgettext("sighting", "Suspicious item")
    FIRE = "fire", pgettext("sighting", "Fire")
    SMOKE = "smoke", pgettext("sighting", "Smoke")
    GAS = "gas", pgettext("sighting", "Gas")
    CHEMICAL = "chemical", pgettext("sighting", "Chemical")
    ELECTRICAL = "electrical", pgettext("sighting", "Electrical hazard")
    STRUCTURE = "structure", pgettext("sighting", "Damaged structure")
    OTHER = "other", pgettext("sighting", "Other hazard")

    @property
    def is_person(self) -> bool:
        """Tell whether it moves by itself, so that its place is old within minutes."""
        return self is SightingKind.SUSPECT

    @property
    def old_after_min(self) -> int:
        """Return after how many minutes a sighting is old."""
        return 2 if self.is_person else 15

    @property
    def stale_after_min(self) -> int:
        """Return after how many minutes a sighting is stale: its place says little."""
        return 10 if self.is_person else 60


# Teams inside are told of these at once.
THREATS = frozenset({SightingKind.SUSPECT, SightingKind.WEAPON, SightingKind.SUSPICIOUS_ITEM})


class SightingAge(Labelled):
    """How old the last sighting is."""

    FRESH = "fresh", pgettext("sighting", "fresh")
    OLD = "old", pgettext("sighting", "old")
    STALE = "stale", pgettext("sighting", "stale")
    TAKEN_BACK = "taken_back", pgettext("sighting", "it was nothing")


class DoorCondition(Labelled):
    """How a door is, as the people at it say."""

    BREACHED = "breached", pgettext("door", "Breached")
    LOCKED = "locked", pgettext("door", "Locked")
    PROPPED = "propped", pgettext("door", "Propped open")
    BLOCKED = "blocked", pgettext("door", "Blocked")
    USABLE = "usable", pgettext("door", "As usual again")
