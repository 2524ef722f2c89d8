"""What dispatch says of a threat near schools, and what schools answer: bodies of routes, and forms of pages."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints, model_validator

from coordination.incident.one_tap.wire import BY_ONE_TAP
from coordination.room.wire.model import Latitude, Longitude, LonLat, Texts, WireModel
from coordination.vocabulary import IncidentType, ResponseActionKind, SafetyStrategy, ShelterHazard
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.value_of import ValueOf

# What is read at a glance, and fits two text messages.
MOST_CHARS = 280
MOST_SITES = 1000
MOST_RADIUS_M = 50_000
MOST_CORNERS = 100
Said = Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARS, strip_whitespace=True)]


class NearThreatIn(WireModel):
    """A threat, and which schools are told: those within the radius of the point or in the area, and those named.

    The same `id` from the same person has effect once.
    """

    texts = Texts.CLEANED

    id: Annotated[UUID, Asked(is_hidden=True)]
    agency_id: Annotated[UUID, Field(description="The caller's agency that tells."), Asked(_("Agency"))]
    is_exercise: Annotated[bool, Asked(_("Real or exercise"), shows_all=True)]
    kind: Annotated[IncidentType, Asked(_("What is happening"), begins_empty=True)]
    words: Annotated[
        Said,
        Asked(_("What schools are to know"), hint=_("Short and plain: what, where, which way. No name."), lines=3),
    ]
    lat: Annotated[Latitude, Asked(_("Latitude"), hint=_("Or press the place on the map."), step=0)]
    lon: Annotated[Longitude, Asked(_("Longitude"), step=0)]
    radius_m: Annotated[
        int | None,
        Field(
            ge=100, le=MOST_RADIUS_M, description="Meters around the point; without it, the area and the schools named."
        ),
        Asked(_("Radius in meters"), hint=_("1 mile is 1,600 m. Every school within it is warned.")),
    ] = None
    area: Annotated[
        tuple[LonLat, ...],
        Field(
            max_length=MOST_CORNERS,
            description="The corners of an area, three or more, the first not repeated; no side crosses another, and "
            "it is at most 100 km across. Empty: none.",
        ),
        Asked(
            _("Area, corner by corner"),
            hint=_("Each on a line: latitude, longitude. Or press them on the map. Every school inside is warned."),
            lines=4,
        ),
    ] = ()
    site_ids: Annotated[
        tuple[UUID, ...],
        Field(max_length=MOST_SITES, description="Schools that are told besides, wherever they lie."),
        Asked(_("Also these schools")),
    ] = ()
    suggested: Annotated[
        ResponseActionKind,
        Field(description="The action that schools are to start: hold, secure or shelter."),
        Asked(_("Suggested action")),
    ] = ResponseActionKind.SECURE
    hazard: Annotated[ShelterHazard | None, Field(description="Of a shelter: what from."), Asked(_("Shelter from"))] = (
        None
    )
    minutes: Annotated[
        int,
        Field(ge=10, le=24 * 60, description="After so many minutes it no longer stands, if no one has ended it."),
        Asked(_("Stands for, in minutes")),
    ] = 120

    @model_validator(mode="after")
    def _check_suggestion(self) -> Self:
        if self.suggested not in BY_ONE_TAP:
            raise ValueError("Schools start hold, secure or shelter.")
        if (self.hazard is not None) is not (self.suggested is ResponseActionKind.SHELTER):
            raise ValueError("A shelter, and nothing else, says what from.")
        return self


class OfSchoolIn(WireModel):
    """For which school a person answers."""

    site_id: UUID


class StartFromThreatIn(OfSchoolIn):
    """Start the suggested action at a school. The same `id` has effect once."""

    id: Annotated[UUID, Asked(is_hidden=True)]


class EndThreatIn(WireModel):
    """The all clear, with what schools are to know."""

    texts = Texts.CLEANED

    words: Annotated[
        Said | None,
        Field(description="What schools are to know besides that it is over."),
        Asked(_("What schools are to know")),
    ] = None


class NearThreatId(Schema):
    id: UUID


class SchoolToldOut(Schema):
    """A school that was told, the most urgent first. `is_late`: no one has acknowledged it within three minutes."""

    site_id: UUID
    site: str
    told: Annotated[int, Field(description="How many people of it were told.")]
    acknowledged_by: Annotated[str, Field(description="The name of who acknowledged it first; empty: no one has.")]
    acknowledged_at: datetime | None
    is_late: bool
    action: Annotated[
        str | None, ValueOf(ResponseActionKind), Field(description="The response action since then; null: none.")
    ]
    action_at: Annotated[datetime | None, Field(description="When that response action began; null: none has.")]
    is_own: Annotated[bool, Field(description="It is the caller's own school, or of their district.")]


class NearThreatOut(Schema):
    """A threat near schools, as far as it is the caller's to read: who told it reads all schools, a school its own."""

    id: UUID
    agency: str
    sent_by: str
    sent_at: datetime
    is_exercise: bool
    kind: Annotated[str, ValueOf(IncidentType)]
    words: str
    lon: float
    lat: float
    radius_m: int | None
    area: Annotated[list[LonLat], Field(description="The corners of the area; empty: none was drawn.")]
    suggested: Annotated[str, ValueOf(ResponseActionKind)]
    hazard: Annotated[str | None, ValueOf(ShelterHazard)]
    strategy: Annotated[str | None, ValueOf(SafetyStrategy)]
    expires_at: datetime
    ended_at: datetime | None
    end_words: str
    is_over: Annotated[bool, Field(description="It was ended, or its time is up.")]
    is_sender: Annotated[bool, Field(description="The caller dispatches or leads for the agency that told it.")]
    schools: list[SchoolToldOut]
