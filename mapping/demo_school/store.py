"""Put the demo district's sites on the map, through the same door that every import uses."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from mapping.demo_school.reunification import demo_reunification_sites
from mapping.demo_school.school import LINCOLN, LINCOLN_KEY, LINCOLN_TURNED_DEG, DemoSite, demo_sites
from mapping.edits.steps import Walk, publish_floorplan, verify_floorplan
from mapping.geometry.georeference import TangentPlane
from mapping.imports.saving.record import Source
from mapping.imports.saving.store import import_floorplan
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.models import Floorplan, ReunificationSite, Site
from mapping.plans.versions import etag_of
from mapping.reunification_sites.actions import add_reunification_site
from mapping.sites.actions import create_site
from mapping.vocabulary import FloorplanState
from mou.vocabulary import ActorId

WALKED_AGO = timedelta(days=40)


def create_demo_sites(
    *,
    actor_id: ActorId,
    district_id: UUID,
    school_ids: Mapping[str, UUID],
    time_zone: str,
    at: datetime,
    walked_by: int | None = None,
    published_by: int | None = None,
) -> dict[str, UUID]:
    """Create the sites and publish their plans; return the site ids by key. A second call changes nothing.

    `school_ids` are the school agencies by the same keys (see mapping.demo_school.school); a site without one belongs
    to the district alone. Each site and each plan is its own durable transaction. With `walked_by` and
    `published_by`, two keepers, the school that is drawn in full was walked some weeks ago; the others have no walk on
    record.
    Raises: DistrictNotFound: there is no such district, or the actor does not keep it.
    """
    made = {}
    for site in demo_sites():
        walkers = (walked_by, published_by) if site.key == LINCOLN_KEY else (None, None)
        made[site.key] = _create_demo_site(
            site, actor_id, district_id, school_ids.get(site.key), time_zone, at, walkers
        )
    _add_reunification(actor_id, made[LINCOLN_KEY], at)
    return made


def _add_reunification(actor_id: ActorId, site_id: UUID, at: datetime) -> None:
    if ReunificationSite.objects.filter(site_id=site_id).exists():
        return
    for draft in demo_reunification_sites(TangentPlane(LINCOLN, rotation_deg=LINCOLN_TURNED_DEG), at.date()):
        add_reunification_site(actor_id=actor_id, site_id=site_id, draft=draft, at=at)


def _create_demo_site(
    demo: DemoSite,
    actor_id: ActorId,
    district_id: UUID,
    school_id: UUID | None,
    time_zone: str,
    at: datetime,
    walkers: tuple[int | None, int | None],
) -> UUID:
    walker, publisher = walkers
    source_ref = f"demo:{demo.key}"
    known = Site.objects.filter(district_id=district_id, source_ref=source_ref).values_list("pk", flat=True).first()
    site_id = known or create_site(
        actor_id=actor_id,
        district_id=district_id,
        school_id=school_id,
        name=demo.name,
        address=demo.address,
        location=demo.location,
        boundary=demo.boundary,
        time_zone=time_zone,
        source_ref=source_ref,
        at=at,
    )
    source = Source("drawn in code", hashlib.sha256(repr(demo.plan).encode()).hexdigest())
    if not Floorplan.objects.filter(level__site_id=site_id, source_sha256=source.sha256).exists():
        plan = import_floorplan(
            actor_id=actor_id,
            site_id=site_id,
            building_name=demo.building_name,
            drawing=demo.plan,
            ledger=_ledger_of(demo.plan),
            source=source,
            state=FloorplanState.PUBLISHED if walker is None or publisher is None else FloorplanState.DRAFT,
            at=at,
        )
        if walker is not None and publisher is not None:
            for level in plan.levels:
                _walk_floor(level.floorplan_id, walker, publisher, at)
    return site_id


def _walk_floor(floorplan_id: UUID, walker: int, publisher: int, at: datetime) -> None:
    def etag() -> str:
        return etag_of(Floorplan.objects.get(pk=floorplan_id))

    walk = Walk(walked_on=(at - WALKED_AGO).date(), walked_with=("Exampleville Police", "Exampleville Fire"), note="")
    verify_floorplan(actor_id=walker, floorplan_id=floorplan_id, walk=walk, if_match=etag(), at=at)
    publish_floorplan(actor_id=publisher, floorplan_id=floorplan_id, if_match=etag(), at=at)


def _ledger_of(plan: PlanDrawing) -> Ledger:
    ledger = Ledger()
    for level in plan.levels:
        refs = [space.source_ref for space in level.spaces]
        refs += [opening.source_ref for opening in level.openings]
        refs += [thing.source_ref for thing in level.objects]
        refs += [area.source_ref for area in level.areas]
        for ref in refs:
            ledger.read(ref)
            ledger.keep(ref)
    return ledger
