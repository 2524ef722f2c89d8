"""What the incident page says of units, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.units.vocabulary import ResourceKind, UnitPrimary, UnitSecondary, UnitTeam, UnitZone
from mou.foundation.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way."""
    return refusal.sentence_or(str(refusal))


def unit_words() -> dict[str, str]:
    """Return the catalog of the panel of units."""
    return {
        "units.par": _("PAR"),
        "units.par_green": _("answered"),
        "units.par_amber": _("due soon"),
        "units.par_red": _("OVERDUE"),
        "units.par_count": _("PAR: {green} answered, {amber} due soon, {red} overdue · every {every} min"),
        "units.par_asked": _("Asked {age} ago: {because}"),
        "units.answer_par": _("PAR: all {n} accounted for"),
        "act.answer_par": _("PAR: all here"),
        "units.own_asked": _("PAR: answer for {callsign}"),
        "units.own_overdue": _("PAR OVERDUE: answer for {callsign} now"),
        "units.missing": _("PAR MISSING: {callsigns}"),
        "units.missing_since": _("overdue for {age}"),
        "units.look": _("Look at the units"),
        "units.par_missing": _("MISSING, reported {n} times"),
        "units.mine": _("{callsign}: {status}"),
        "units.age": _("{text} · {age}"),
        "units.escorted": _("escorted by {callsign}"),
        "units.assign": _("Assign {callsign}"),
        "units.status_of": _("Status of {callsign}"),
        "units.no_escort": _("Without an escort"),
        "units.column_unit": _("Unit"),
        "units.column_kind": _("Kind"),
        "units.column_status": _("Status"),
        "units.column_task": _("Task and team"),
        "units.column_zone": _("Zone"),
        "units.column_place": _("Place"),
        "units.column_par": _("PAR"),
        "units.place_of": _("Where {callsign} is"),
        "units.cluster": _("{n} units: {place}"),
        "units.by_phone": _("by the phone of its leader"),
        "units.show_on_map": _("Show {callsign} on the map"),
        "units.no_point": _("not on the map"),
        "units.column_map": _("Map"),
        "command.place_unit": _("Place of a unit"),
        "command.check_in_unit": _("Check a unit in"),
        "command.set_unit_status": _("Status of a unit"),
        "command.assign_unit": _("Assign a unit"),
        "command.ask_par": _("Ask all units for PAR"),
        "command.answer_par": _("Answer PAR"),
    }


def unit_choices() -> dict[str, dict[str, str]]:
    """Return the lists of which the forms of units let one choose, by name."""
    lists = {
        "resource_kind": ResourceKind,
        "unit_primary": UnitPrimary,
        "unit_secondary": UnitSecondary,
        "unit_team": UnitTeam,
        "unit_zone": UnitZone,
    }
    return {name: one.labels() for name, one in lists.items()}
