"""What an inject of the plan is in a room: by which means, to which audience, under which name."""

from uuid import UUID, uuid5

from pydantic import ValidationError

from coordination.drills.conduct.rules.audiences import audience_of
from coordination.drills.conduct.vocabulary import ToldByHand
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.vocabulary import InjectDelivery
from coordination.incident.exercise_play.actions import Mark, Play
from coordination.incident.exercise_play.capability import SimulatedBy
from coordination.room.wire.model import Placed
from coordination.vocabulary import MarkerKind, PanicKind
from mapping.models import Site
from mapping.plans.levels import is_level_of_site

MARKERS = UUID("2f8f9a0e-5a2e-5f9f-8d8a-3f0e3a0a9c77")
BY = {
    InjectDelivery.MESSAGE: SimulatedBy.MESSAGE,
    InjectDelivery.MARKER: SimulatedBy.MARKER,
    InjectDelivery.ALERT: SimulatedBy.ALERT,
    InjectDelivery.PHONE_TEXT: SimulatedBy.PHONE_TEXT,
}
# As the door of text messages writes what it cannot read as a report.
BY_TEXT = "By text message."
LONGEST = 2000


class MarkerPlan(Placed):
    """The payload of an inject that stands on the map."""

    marker: MarkerKind


def play_of(exercise: Exercise, inject: Inject, *, site: Site, late_s: int) -> Play | ToldByHand:
    """Return what is brought in, or why a controller has to say it."""
    audience = audience_of(
        to_role=inject.to_role,
        is_to_agency=inject.to_agency_id is not None,
        is_whole_school_side=_is_whole_school_side(site, inject.to_agency_id),
    )
    if audience is None:
        return ToldByHand.AUDIENCE
    by = BY[InjectDelivery(inject.delivery)]
    mark = _mark(inject, site) if by is SimulatedBy.MARKER else None
    if by is SimulatedBy.MARKER and mark is None:
        return ToldByHand.PLACE
    text = clean(inject.text)
    return Play(
        inject_id=inject.pk,
        by=by,
        sender=clean(inject.sender) if inject.sender.strip() else "",
        text=f"{BY_TEXT} {text}" if by is SimulatedBy.PHONE_TEXT else text,
        audience=audience,
        late_s=late_s or None,
        kind=_kind(inject) if by is SimulatedBy.ALERT else None,
        mark=mark,
        marker_id=uuid5(MARKERS, str(inject.pk)),
    )


def _is_whole_school_side(site: Site, agency_id: UUID | None) -> bool:
    """Tell whether an agency is everybody whom the audience "school" holds: of a school, the district's are as well."""
    return agency_id is not None and site.school_id is None and agency_id == site.district_id


def _mark(inject: Inject, site: Site) -> Mark | None:
    try:
        plan = MarkerPlan.model_validate(inject.payload)
    except ValidationError:
        return None
    if plan.level_id is not None and not is_level_of_site(site, plan.level_id):
        return None
    return Mark(plan.marker, plan.lon, plan.lat, plan.level_id)


def _kind(inject: Inject) -> PanicKind:
    tier = inject.payload.get("tier") if isinstance(inject.payload, dict) else None
    return PanicKind(tier) if tier in set(PanicKind) else PanicKind.EMERGENCY


def clean(words: str) -> str:
    """Return words without what could hide from a reader, in one line."""
    return " ".join("".join(one if one.isprintable() else " " for one in words[:LONGEST]).split()) or "…"
