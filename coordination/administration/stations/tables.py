"""The tables of stations and units that a reader sees, of all agencies.

They leave in no file: who is on duty where is true for a minute, and a list of it serves those who attack.
"""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from coordination.administration.stations.shown import ShownAgency, ShownThing
from mapping.vocabulary import FacilityKind, UnitKind
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table


@dataclass(frozen=True, slots=True)
class AgencyThing:
    """A station or a unit, and the agency that has it."""

    agency: ShownAgency
    thing: ShownThing


def things_in_use(agencies: list[ShownAgency], which: Literal["stations", "units"]) -> list[AgencyThing]:
    """Return the stations, or the units, of some agencies that are in use."""
    return [
        AgencyThing(agency, one)
        for agency in agencies
        for one in (agency.stations if which == "stations" else agency.units)
        if one.is_in_use
    ]


def _thing_address(route: str, one: AgencyThing) -> str:
    return reverse(route, args=[one.agency.agency_id, one.thing.id]) if one.agency.may_change else ""


_AGENCY: Column[AgencyThing] = Column("agency", _("Agency"), lambda one: one.agency.agency, sorts=True, filters=True)
_CREW: Column[AgencyThing] = Column(
    "duty",
    _("On duty"),
    lambda one: one.thing.crew.on_duty,
    template="administration/stations/_crew_cell.html",
    sorts=True,
)
_INCIDENTS: Column[AgencyThing] = Column(
    "incidents",
    _("At the incident"),
    lambda one: ", ".join(incident.site for incident in one.thing.crew.incidents),
    template="administration/stations/_incidents_cell.html",
    sorts=True,
)
STATIONS: Table[AgencyThing] = Table(
    name="stations",
    prefix="stations",
    caption=_("Stations"),
    empty=_("No station is entered."),
    searches=True,
    has_file=False,
    columns=(
        Column(
            "station",
            _("Station"),
            lambda one: one.thing.name,
            link=lambda one: _thing_address("station", one),
            sorts=True,
            is_head=True,
        ),
        _AGENCY,
        Column("kind", _("Kind"), lambda one: FacilityKind(one.thing.kind), sorts=True),
        Column(
            "where",
            _("Where"),
            lambda one: one.thing.address,
            template="administration/stations/_where_cell.html",
            says_none=True,
        ),
        _CREW,
        _INCIDENTS,
    ),
)
UNITS: Table[AgencyThing] = Table(
    name="units",
    prefix="units",
    caption=_("Units"),
    empty=_("No unit is entered."),
    searches=True,
    has_file=False,
    columns=(
        Column(
            "unit",
            _("Unit"),
            lambda one: one.thing.name,
            link=lambda one: _thing_address("unit", one),
            sorts=True,
            is_head=True,
        ),
        _AGENCY,
        Column("kind", _("Kind"), lambda one: UnitKind(one.thing.kind), sorts=True, filters=UnitKind),
        Column("station", _("Station"), lambda one: one.thing.station, sorts=True),
        _CREW,
        _INCIDENTS,
    ),
)
