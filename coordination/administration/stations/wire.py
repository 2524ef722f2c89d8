"""What is said of stations and units: the bodies of the routes, and the forms of the pages."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from mapping.sites.stations.given import NAME_MAX_CHARS, StationGiven, UnitGiven, station_given, unit_given
from mapping.vocabulary import FacilityKind, UnitKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Name = Annotated[str, Field(max_length=NAME_MAX_CHARS)]


class StationIn(Schema):
    """A station of an agency, and where it is in degrees."""

    kind: Annotated[FacilityKind, Asked(_("Kind"), begins_empty=True)]
    name: Annotated[Name, Asked(_("Name"))]
    address: Annotated[str, Field(max_length=200), Asked(_("Address"))] = ""
    phone: Annotated[str, Field(max_length=40), Asked(_("Telephone"), inputmode="tel")] = ""
    lat: Annotated[float, Field(ge=-90, le=90), Asked(_("Latitude"), step=0)]
    lon: Annotated[float, Field(ge=-180, le=180), Asked(_("Longitude"), step=0)]

    def make_input(self) -> StationGiven:
        """Return it as the actions take it. Raises: BadStation."""
        return station_given(**self.model_dump())


class UnitIn(Schema):
    """A unit of an agency, by the name that is said on the radio. No station: it stands nowhere."""

    kind: Annotated[UnitKind, Asked(_("Kind"), begins_empty=True)]
    name: Annotated[Name, Asked(_("Name on the radio"))]
    station_id: Annotated[UUID | None, Asked(_("Station"))] = None

    def make_input(self) -> UnitGiven:
        """Return it as the actions take it. Raises: BadStation."""
        return unit_given(**self.model_dump())


class InUseIn(Schema):
    is_in_use: bool
