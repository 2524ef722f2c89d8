"""Gather what is known of many schools' maps in a bounded number of queries, for mapping.laws to weigh."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from mapping.assessments.work.standing import map_defects
from mapping.exports.distribution.queries import given_to
from mapping.laws.evidence import NOTHING, Attested, SiteFacts, Tally
from mapping.models import Floorplan, Level, Opening, PlanArea, PlanObject, RuleAttestation, Site, Space, WalkThrough
from mapping.models.sites import STANDING
from mapping.reunification_sites.queries import reunification_facts
from mapping.sites.grid_queries import site_grid
from mapping.vocabulary import FloorplanState

HALLS, STAIRS = frozenset(("walkway",)), frozenset(("stairs", "steps"))
# People do not look these up by a room number.
NOT_ROOMS = frozenset(
    (
        *(*HALLS, *STAIRS, "elevator", "escalator", "movingwalkway", "ramp", "opentobelow", "structure", "column"),
        *("brick", "concrete", "drywall", "glass", "wood", "vegetation", "road", "parking", "fieldofplay"),
        *("unenclosedarea", "terrace", "walkway.island", "footbridge", "platform", "lobby"),
    )
)
# The same things drawn as rooms by plans that know no areas.
THING_OF_CATEGORY = {"parking": "parking", "fieldofplay": "field"}
# What is drawn around a building, on a floor of its own or on one of the building's.
GROUNDS = frozenset(("bus_loop", "parking", "field", "road", "neighbor", "landing_zone"))
_SITE = "floorplan__level__site_id"


@dataclass(slots=True)
class _Drawn:
    """What is drawn on the published floorplans of one site, counted."""

    rooms: Tally = NOTHING
    halls: Tally = NOTHING
    stairs: Tally = NOTHING
    doors: Tally = NOTHING
    roads: Tally = NOTHING
    things: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    has_grounds: bool = False


@dataclass(slots=True)
class PlansOfSite:
    """The published floorplans of one site's standing floors and grounds, and the walks that verified them."""

    ids: set[UUID] = field(default_factory=set)
    walked: list[date] = field(default_factory=list)
    walked_together_on: date | None = None
    has_grounds: bool = False

    @property
    def oldest_walk(self) -> date | None:
        """Return the oldest walk, where each plan has one."""
        return min(self.walked, default=None) if len(self.walked) == len(self.ids) else None


def rule_facts(sites: Sequence[Site], at: datetime) -> dict[UUID, SiteFacts]:
    """Return the facts of sites of one district by id: some twenty queries, however many sites there are."""
    if not sites:
        return {}
    ids = [site.pk for site in sites]
    plans, drawn, said = plans_by_site(ids), _drawn_by_site(ids), _attested_by_site(sites)
    given = given_to(sites, {site_id: plans[site_id].ids for site_id in ids}, at)
    defects = map_defects(ids)
    levels, pending, reunification = count_levels(ids), _count_pending(ids), reunification_facts(sites)
    return {
        site.pk: SiteFacts(
            plans=len(plans[site.pk].ids),
            levels=levels.get(site.pk, 0),
            walked=tuple(sorted(plans[site.pk].walked)),
            grounds=drawn[site.pk].has_grounds or plans[site.pk].has_grounds,
            walked_together_on=plans[site.pk].walked_together_on,
            unpublished_changes=pending.get(site.pk, 0),
            has_grid=site_grid(site) is not None,
            rooms=drawn[site.pk].rooms,
            halls=drawn[site.pk].halls,
            doors=drawn[site.pk].doors,
            stairs=drawn[site.pk].stairs,
            things=drawn[site.pk].things,
            roads=drawn[site.pk].roads,
            serving=given[site.pk].serving,
            submitted=given[site.pk].days,
            printed=given[site.pk].printed,
            attested=said[site.pk],
            reunification_sites=reunification[site.pk].sites,
            reunification_apart=reunification[site.pk].is_apart,
            reunification_in_sight=reunification[site.pk].in_sight,
            defects=defects.get(site.pk, {}),
        )
        for site in sites
    }


def plans_by_site(ids: Sequence[UUID]) -> dict[UUID, PlansOfSite]:
    """Return the floorplans in force and the days on which they were verified. Two queries."""
    found: dict[UUID, PlansOfSite] = defaultdict(PlansOfSite)
    published = FloorplanState.PUBLISHED.value
    walks = {
        plan_id: (walked_on, bool(walked_with))
        for plan_id, walked_on, walked_with in WalkThrough.objects.filter(
            floorplan__level__site__in=ids, floorplan__state=published
        ).values_list("floorplan_id", "walked_on", "walked_with")
    }
    standing = Level.objects.filter(STANDING, site__in=ids).values("pk")
    rows = Floorplan.objects.filter(level__in=standing, state=published).order_by()
    columns = ("pk", "level__site_id", "level__building_id", "verified_on")
    for pk, site_id, building_id, verified_on in rows.values_list(*columns):
        # A version that was verified before walks were written down has the day alone.
        walked_on, with_others = walks.get(pk, (verified_on, False))
        plans = found[site_id]
        plans.ids.add(pk)
        plans.has_grounds |= building_id is None
        plans.walked += [] if walked_on is None else [walked_on]
        if with_others and walked_on is not None:
            plans.walked_together_on = max(walked_on, plans.walked_together_on or walked_on)
    return found


def count_levels(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many floors and grounds stand. One query."""
    return dict(Level.objects.filter(STANDING, site__in=ids).order_by().values_list("site_id").annotate(Count("pk")))


def _count_pending(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many changes wait to be published: drafts and verified versions."""
    waiting = (FloorplanState.DRAFT.value, FloorplanState.VERIFIED.value)
    rows = Floorplan.objects.filter(level__site__in=ids, state__in=waiting).order_by()
    return dict(rows.values_list("level__site_id").annotate(Count("pk")))


def _drawn_by_site(ids: Sequence[UUID]) -> dict[UUID, _Drawn]:
    """Return what is drawn, counted by the database: four queries."""
    found: dict[UUID, _Drawn] = defaultdict(_Drawn)
    published = {"floorplan__level__site__in": ids, "floorplan__state": FloorplanState.PUBLISHED.value}
    spaces = Space.objects.filter(**published).order_by().values_list(_SITE, "category")
    labelled = Count("pk", filter=~Q(number="") | ~Q(name=""))
    for site_id, category, total, with_label in spaces.annotate(total=Count("pk"), labelled=labelled):
        _count_space(found[site_id], category, Tally(total, with_label))
    doors = Opening.objects.filter(**published, is_exterior=True).order_by().values_list(_SITE)
    numbered = Count("pk", filter=~Q(number=""))
    for site_id, total, with_number in doors.annotate(total=Count("pk"), numbered=numbered):
        found[site_id].doors = Tally(total, with_number)
    things = PlanObject.objects.filter(**published).order_by().values_list(_SITE, "kind")
    for site_id, kind, total in things.annotate(total=Count("pk")):
        found[site_id].things[kind] += total
    areas = PlanArea.objects.filter(**published).order_by().values_list(_SITE, "kind")
    named = Count("pk", filter=~Q(label=""))
    for site_id, kind, total, with_name in areas.annotate(total=Count("pk"), named=named):
        found[site_id].things[kind] += total
        found[site_id].has_grounds |= kind in GROUNDS
        if kind == "road":
            found[site_id].roads = _add_tallies(found[site_id].roads, Tally(total, with_name))
    return found


def _count_space(drawn: _Drawn, category: str, tally: Tally) -> None:
    if category in HALLS:
        drawn.halls = _add_tallies(drawn.halls, tally)
    elif category in STAIRS:
        drawn.stairs = _add_tallies(drawn.stairs, tally)
    elif category == "road":
        drawn.roads = _add_tallies(drawn.roads, tally)
    elif category in THING_OF_CATEGORY:
        drawn.things[THING_OF_CATEGORY[category]] += tally.total
    elif category not in NOT_ROOMS:
        drawn.rooms = _add_tallies(drawn.rooms, tally)


def _add_tallies(one: Tally, other: Tally) -> Tally:
    return Tally(one.total + other.total, one.labelled + other.labelled)


def _attested_by_site(sites: Sequence[Site]) -> dict[UUID, dict[str, Attested]]:
    """Return the newest thing said of each rule. One query."""
    found: dict[UUID, dict[str, Attested]] = defaultdict(dict)
    zones = {site.pk: ZoneInfo(site.time_zone) for site in sites}
    rows = RuleAttestation.objects.filter(site__in=list(zones)).select_related("attested_by")
    for row in rows.order_by("attested_at", "id"):
        on = row.attested_at.astimezone(zones[row.site_id]).date()
        found[row.site_id][row.rule] = Attested(by=row.attested_by.shown_name(), on=on, note=row.note)
    return found
