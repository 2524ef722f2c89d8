"""By which words the floor plan and the list of reunification sites know a place of an emergency operations plan."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.emergency_plans.models import PlanPlace
from coordination.emergency_plans.vocabulary import PlanPlaceKind, PlanPlaceSource
from mapping.models import Level, PlanArea, PlanObject, ReunificationSite, Site, Space
from mapping.models.sites import STANDING
from mapping.vocabulary import FloorplanState

SITE = "floorplan__level__site_id"
Source = PlanPlaceSource
type Named = tuple[UUID, PlanPlaceSource, str]


def known_place(site: Site | None, kind: PlanPlaceKind, where: str) -> tuple[PlanPlaceSource, str]:
    """Return by what a place is known there, and its name there; a place that no plan knows is taken as it is said."""
    if site is None:
        return Source.NONE, ""
    names = names_known([site.pk], [where], lookup="iexact")
    sources = [Source.REUNIFICATION_SITE] if kind is PlanPlaceKind.REUNIFICATION else []
    for source in (*sources, Source.ROOM, Source.OBJECT, Source.AREA):
        found = next((name for _, one, name in names if one is source and name.casefold() == where.casefold()), None)
        if found is not None:
            return source, found
    return Source.NONE, ""


def names_known(site_ids: Collection[UUID], names: Collection[str], *, lookup: str = "in") -> set[Named]:
    """Return which of these names are on the published plans of sites, or of their reunification sites. Four queries.

    `lookup`: "in", or of one name "iexact".
    """
    asked = names if lookup == "in" else next(iter(names))
    found: set[Named] = set()
    is_room = Q(**{f"number__{lookup}": asked}) | Q(**{f"name__{lookup}": asked})
    rooms = _drawn_rows(Space.objects.all(), site_ids).filter(is_room)
    for site_id, number, name in rooms.values_list(SITE, "number", "name"):
        found |= {(site_id, Source.ROOM, one) for one in (number, name) if one}
    is_called = Q(**{f"label__{lookup}": asked})
    things = _drawn_rows(PlanObject.objects.all(), site_ids).filter(is_called).values_list(SITE, "label")
    areas = _drawn_rows(PlanArea.objects.all(), site_ids).filter(is_called).values_list(SITE, "label")
    found |= {(site_id, Source.OBJECT, label) for site_id, label in things}
    found |= {(site_id, Source.AREA, label) for site_id, label in areas}
    sites = ReunificationSite.objects.filter(site__in=site_ids, **{f"name__{lookup}": asked}).order_by()
    found |= {(site_id, Source.REUNIFICATION_SITE, name) for site_id, name in sites.values_list("site_id", "name")}
    return found


def places_gone(places: Iterable[PlanPlace], site_of: dict[UUID, UUID | None]) -> set[int]:
    """Return the ids of places that were on the floor plan, or a reunification site, and are no more. Four queries.

    `site_of`: the site of each version.
    """
    known = [one for one in places if one.source != Source.NONE.value]
    sites = {site_id for one in known if (site_id := site_of[one.version_id]) is not None}
    there = names_known(sites, {one.plan_name for one in known}) if known else set()
    return {
        one.pk for one in known if (site_of[one.version_id], PlanPlaceSource(one.source), one.plan_name) not in there
    }


def suggested_names(site: Site | None) -> list[str]:
    """Return the names of a site's rooms, things and reunification sites, to be taken from a list. Three queries."""
    if site is None:
        return []
    rooms = _drawn_rows(Space.objects.all(), [site.pk]).values_list("number", "name")
    things = _drawn_rows(PlanObject.objects.all(), [site.pk]).values_list("label", flat=True)
    sites = ReunificationSite.objects.filter(site=site).values_list("name", flat=True)
    return sorted({*(number or name for number, name in rooms), *things, *sites} - {""})


def _drawn_rows[RowT: (Space, PlanObject, PlanArea)](
    rows: QuerySet[RowT], site_ids: Collection[UUID]
) -> QuerySet[RowT]:
    standing = Level.objects.filter(STANDING, site__in=site_ids).values("pk")
    return rows.filter(floorplan__state=FloorplanState.PUBLISHED.value, floorplan__level__in=standing).order_by()
