"""Read which agencies have not acknowledged the version in force of each floor of a site."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from mapping.models import Floorplan, FloorplanAcknowledgement, Site
from mapping.plans.levels import level_name
from mapping.vocabulary import FloorplanState
from mou.access.fetch import agreements_granting
from mou.access.policy import Agreement, Place, covers_place
from mou.models import Agency
from mou.terms import ALWAYS
from mou.vocabulary import TermKind

# A site with more floors than this is a mistake; the page stays readable all the same.
MAX_FLOORS = 200


@dataclass(frozen=True, slots=True)
class UnacknowledgedFloor:
    """A floor and the agencies, by name, that have not acknowledged its version in force."""

    level_id: UUID
    name: str
    version: int
    agencies: tuple[str, ...]


def unacknowledged_floors(site: Site, at: datetime) -> list[UnacknowledgedFloor]:
    """Return the floors that wait for an acknowledgement, the open ground first. Six queries, however many floors.

    Only agencies that may always see the plans are asked; one that sees them only in an emergency cannot look now.
    """
    plans = list(
        Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED)
        .select_related("level__building")
        .order_by(F("level__building__name").asc(nulls_first=True), "level__ordinal", "level__short_name", "level_id")
    )[:MAX_FLOORS]
    asked = _agencies_asked(site, at) if plans else {}
    if not asked:
        return []
    seen = set(
        FloorplanAcknowledgement.objects.filter(floorplan__in=plans, agency__in=asked).values_list(
            "floorplan_id", "agency_id"
        )
    )
    floors = [
        UnacknowledgedFloor(
            level_id=plan.floor_id,
            name=level_name(plan.level),
            version=plan.version,
            agencies=tuple(name for agency_id, name in asked.items() if (plan.pk, agency_id) not in seen),
        )
        for plan in plans
    ]
    return [floor for floor in floors if floor.agencies]


def _agencies_asked(site: Site, at: datetime) -> dict[UUID, str]:
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    agreements = agreements_granting(TermKind.FLOORPLAN_ACCESS, site.district_id, at)
    ids = {one.agency_id for one in agreements if covers_place(one, place) and _is_always_open(one)}
    return dict(Agency.objects.filter(pk__in=ids).order_by("name", "id").values_list("id", "name"))


def _is_always_open(agreement: Agreement) -> bool:
    return any(one.right.kind is TermKind.FLOORPLAN_ACCESS and one.condition == ALWAYS for one in agreement.openings)
