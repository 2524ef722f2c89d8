"""Say in words what a printed sheet must not hide: how old it is, and what is not on its map."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.exports.sheets.extent import Far
from mapping.exports.sheets.sheet_map import Sheet
from mapping.exports.writers.site_plan import LevelPlan
from mapping.laws.freshness import AgeLimits, age_days_of, freshness_of
from mapping.vocabulary import Freshness

METRES_PER_MILE = 1_609.344
# A note that lists more is a list; that one comes after the map.
MAX_FAR = 2


def notes_of(level: LevelPlan | None, drawn: Sheet, *, is_grid_of_print: bool, credit: str) -> list[str]:
    """Return the notes of a sheet; `credit` says whose the streets below it are."""
    notes = []
    if drawn.far:
        told = "; ".join(_far_words(one, in_miles=drawn.frame.is_in_feet) for one in drawn.far[:MAX_FAR])
        more = len(drawn.far) - MAX_FAR
        told += "; " + _("and %(number)s more") % {"number": more} if more > 0 else ""
        notes.append(_("Too far away for this map: %(things)s") % {"things": told})
    if level is not None:
        missing = sum(1 for one in level.spaces if (one.number or one.name) and str(one.id) in drawn.unlabelled)
        if missing:
            told = ngettext(
                "%(number)s room is too small to be named on the map: see the list",
                "%(number)s rooms are too small to be named on the map: see the list",
                missing,
            )
            notes.append(told % {"number": missing})
    if is_grid_of_print:
        notes.append(_("The site has no boundary: these squares hold for this print only"))
    if drawn.has_streets:
        notes.append(_("Streets: %(credit)s") % {"credit": credit})
    return notes


def verified_words(levels: tuple[LevelPlan, ...], on: date, limits: AgeLimits) -> str:
    """Return who verified floors, and how long ago."""
    said = {_verified_one(level, on, limits) for level in levels}
    return "; ".join(sorted(said)) if said else _("Plan not verified on site")


def _verified_one(level: LevelPlan, on: date, limits: AgeLimits) -> str:
    days = age_days_of(level.verified_on, on)
    if level.verified_on is None or days is None:
        return _("Plan not verified on site")
    who = {"day": date_format(level.verified_on), "name": level.verified_by, "days": days}
    said = _("%(day)s by %(name)s, %(days)s days ago") % who
    # A photocopy has no colors: what is too old says so.
    state = freshness_of(level.verified_on, on, limits)
    return f"{said} ({_('walk-through overdue')})" if state is Freshness.OVERDUE else said


def _far_words(far: Far, *, in_miles: bool) -> str:
    directions = (
        _("to the north"),
        _("to the north-east"),
        _("to the east"),
        _("to the south-east"),
        _("to the south"),
        _("to the south-west"),
        _("to the west"),
        _("to the north-west"),
    )
    unit, size = ("mi", METRES_PER_MILE) if in_miles else ("km", 1_000.0)
    distance = far.distance_m / size
    told = f"{distance:.1f}" if distance < 10 else f"{distance:.0f}"
    return f"{far.title} ({told} {unit} {directions[round(far.bearing_deg / 45) % 8]})"
