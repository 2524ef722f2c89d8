"""What pages with the row of actions say, and which of a reader's sites it is for."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from coordination.vocabulary import ResponseActionKind, SafetyStrategy, ShelterHazard
from mapping.sites.queries import SiteView
from mou.access.known_standings import known_standings

# What the Standard Response Protocol has people do against each; one more tap chooses another.
STRATEGY_OF = {
    ShelterHazard.TORNADO: SafetyStrategy.SHELTER_AREA,
    ShelterHazard.WEATHER: SafetyStrategy.SHELTER_AREA,
    ShelterHazard.HAZMAT: SafetyStrategy.SEAL_THE_ROOM,
    ShelterHazard.EARTHQUAKE: SafetyStrategy.DROP_COVER_HOLD,
    ShelterHazard.TSUNAMI: SafetyStrategy.HIGH_GROUND,
}


def tap_context(
    user_id: int, at: datetime, sites: Iterable[SiteView], *, epoch: int | None = None
) -> dict[str, object]:
    """Return what the row shows: of those sites, the ones whose school or district is the reader's own."""
    own = known_standings(user_id, at, epoch=epoch)
    return {
        "tap_sites": [
            one
            for one in sites
            if one.district_id in own.insider_district_ids or one.school_id in own.insider_school_ids
        ],
        "tap_kinds": [(one.value, one.label) for one in (ResponseActionKind.HOLD, ResponseActionKind.SECURE)],
        "tap_shelter": ResponseActionKind.SHELTER.label,
        "tap_hazards": [(one.value, one.label, STRATEGY_OF[one].value) for one in ShelterHazard],
        "tap_strategies": [(one.value, one.label) for one in SafetyStrategy],
    }


def tap_words() -> dict[str, str]:
    """Return what the row's script says."""
    return {
        "tap.let_go": _("Let go: nothing was sent"),
        "tap.sending": _("Sending. Keep this page open."),
        "tap.trying_again": _("No answer yet. Trying again, it counts once."),
        "tap.begun": _("It has begun. The incident opens."),
        "tap.in_force": _("It was in force already. The incident opens."),
        "tap.hazard": _("Choose what from, and how."),
    }
