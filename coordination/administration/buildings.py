"""What hangs on the buildings of a site, and taking one away when nothing stands in the way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.panic_buttons.models import PanicButton
from coordination.room.models import Incident
from mapping.access import site_to_draw_for
from mapping.assessments.access import findings_for
from mapping.assessments.models import SiteFinding
from mapping.edits.buildings import take_building_away
from mapping.errors import BuildingInUse
from mapping.models import Building, Floorplan, Level, Site
from mapping.vocabulary import FloorplanState
from mou.vocabulary import ActorId

PUBLISHED = FloorplanState.PUBLISHED
OPEN = (FloorplanState.DRAFT, FloorplanState.VERIFIED)


@dataclass(frozen=True, slots=True)
class FloorLine:
    """A floor and what hangs on it."""

    level_id: UUID
    number: str
    name: str
    short_name: str
    # The version in force, and its rooms; none: no plan is in force.
    version: int | None
    rooms: int
    versions: int
    buttons: int
    findings: int

    @property
    def may_go(self) -> bool:
        """Say whether nothing was ever drawn of it and no button stands there."""
        return not self.versions and not self.buttons


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building with its floors from below, and what would become of it. `incidents` saw a plan of it."""

    building_id: UUID
    name: str
    is_closed: bool
    has_outline: bool
    floors: list[FloorLine]
    incidents: int

    @property
    def rooms(self) -> int:
        return sum(one.rooms for one in self.floors)

    @property
    def versions(self) -> int:
        return sum(one.versions for one in self.floors)

    @property
    def buttons(self) -> int:
        return sum(one.buttons for one in self.floors)

    @property
    def findings(self) -> int:
        return sum(one.findings for one in self.floors)


def building_lines(site: Site, *, user_id: int, at: datetime) -> list[BuildingLine]:
    """Return the buildings of a site, those that stand first. Of findings those are counted that the reader reads."""
    levels = Level.objects.filter(site=site, building__isnull=False).order_by("ordinal", "short_name", "id")
    in_force = {
        pk: (version, rooms)
        for pk, version, rooms in Floorplan.objects.filter(level__site=site, state=PUBLISHED)
        .annotate(rooms=Count("spaces"))
        .values_list("level_id", "version", "rooms")
    }
    plans = Floorplan.objects.filter(level__site=site).order_by()
    versions = dict(plans.values_list("level_id").annotate(Count("pk")))
    buttons = dict(
        PanicButton.objects.filter(level__site=site).order_by().values_list("level_id").annotate(Count("pk"))
    )
    read = SiteFinding.objects.filter(pk__in=findings_for(user_id, at).values("pk"), level__site=site)
    findings = dict(read.order_by().values_list("level_id").annotate(Count("pk")))
    seen = IncidentFloorplan.objects.filter(level__site=site).order_by().values_list("level__building_id")
    incidents = dict(seen.annotate(Count("incident", distinct=True)))
    floors: dict[UUID | None, list[FloorLine]] = {}
    for one in levels:
        version, rooms = in_force.get(one.pk, (None, 0))
        line = FloorLine(
            level_id=one.pk,
            number=f"{one.ordinal.normalize():f}",
            name=one.name,
            short_name=one.short_name,
            version=version,
            rooms=rooms,
            versions=versions.get(one.pk, 0),
            buttons=buttons.get(one.pk, 0),
            findings=findings.get(one.pk, 0),
        )
        floors.setdefault(one.building_id, []).append(line)
    found = [
        BuildingLine(
            building_id=one.pk,
            name=one.name,
            is_closed=one.closed_at is not None,
            has_outline=one.outline is not None,
            floors=floors.get(one.pk, []),
            incidents=incidents.get(one.pk, 0),
        )
        for one in Building.objects.filter(site=site).order_by("name", "id")
    ]
    return sorted(found, key=lambda one: one.is_closed)


def remove_building(*, actor_id: ActorId, site_id: UUID, building_id: UUID, at: datetime) -> bool:
    """Delete a building, or close it where something was drawn of it; say whether it is deleted. Durable.

    Raises: SiteNotFound, NotAllowed, BuildingNotFound, UnderHold. BuildingInUse: an incident is open at the site, panic
        buttons stand there, or a version of a floor is being made.
    """
    with transaction.atomic(durable=True):
        # Behind the site's row, which a publication locks as well.
        site_to_draw_for(actor_id=actor_id, site_id=site_id, at=at)
        here = Q(level__building_id=building_id)
        if PanicButton.objects.filter(here).exists():
            raise BuildingInUse(_("Panic buttons are registered there: give them another place first."))
        if Floorplan.objects.filter(here, state__in=OPEN).exists():
            raise BuildingInUse(_("A newer version of a floor is open. Publish it or give it up first."))
        if Incident.objects.filter(site_id=site_id, closed_at__isnull=True).exists():
            raise BuildingInUse(_("An incident is open at this site: people find their way by this plan."))
        return take_building_away(actor_id=actor_id, site_id=site_id, building_id=building_id, at=at)
