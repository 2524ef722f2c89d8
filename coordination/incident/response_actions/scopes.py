"""The place of a response action: building, floor or rooms of the published plans, and the rooms to open after it."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from coordination.incident.response_actions.capability import Directive, ResponseAction
from coordination.incident.response_actions.errors import ScopeNotAtSite
from coordination.room.models import Incident
from mapping.models import Building, Level, Site, Space
from mapping.plans.drawn_things.rooms import PASSAGES
from mapping.vocabulary import FloorplanState

MAX_SCOPE_CHARS = 300


def site_id_of_action(incident: Incident, action: ResponseAction) -> UUID:
    """Return at which of an incident's sites an action holds."""
    return incident.site_id if action.site_id is None else action.site_id


def site_of_action(incident: Incident, action: ResponseAction) -> Site:
    """Return the site at which an action holds. A query where it is one that has joined."""
    return incident.site if action.site_id is None else Site.objects.get(pk=action.site_id)


def scope_of(site: Site, directive: Directive) -> tuple[str, dict[str, str]]:
    """Return the words of a place and its single rooms by id. At most two queries. Raises: ScopeNotAtSite."""
    if directive.space_ids:
        rooms = rooms_named(site, directive.space_ids)
        return ", ".join(rooms.values())[:MAX_SCOPE_CHARS], rooms
    if directive.level_id is not None:
        level = Level.objects.select_related("building").filter(pk=directive.level_id, site=site).first()
        if level is None:
            raise ScopeNotAtSite(pointer="/level_id")
        building = "" if level.building is None else f"{level.building.name}, "
        return f"{building}{level.name}"[:MAX_SCOPE_CHARS], {}
    if directive.building_id is not None:
        house = Building.objects.filter(pk=directive.building_id, site=site, closed_at=None).first()
        if house is None:
            raise ScopeNotAtSite(pointer="/building_id")
        return house.name[:MAX_SCOPE_CHARS], {}
    return site.name[:MAX_SCOPE_CHARS], {}


def rooms_named(site: Site, space_ids: tuple[UUID, ...]) -> dict[str, str]:
    """Return rooms of the published plans by id. One query. Raises: ScopeNotAtSite: one of them is none."""
    found = {str(one.pk): label_of(one) for one in _published_spaces(site).filter(pk__in=space_ids)}
    if set(found) != {str(one) for one in space_ids}:
        raise ScopeNotAtSite(pointer="/space_ids")
    return found


def rooms_to_open(site: Site, action: ResponseAction) -> dict[str, str]:
    """Return the rooms of an action that people can hide in: those with a number or name. One query."""
    return {str(one.pk): label_of(one) for one in spaces_to_open(site, action)}


def spaces_to_open(site: Site, action: ResponseAction) -> QuerySet[Space]:
    """Return the same as rows, floor by floor."""
    rooms = _published_spaces(site).exclude(number="", name="").exclude(category__in=PASSAGES)
    if action.spaces:
        rooms = rooms.filter(pk__in=list(action.spaces))
    elif action.level_id is not None:
        rooms = rooms.filter(floorplan__level_id=action.level_id)
    elif action.building_id is not None:
        rooms = rooms.filter(floorplan__level__building_id=action.building_id)
    else:
        rooms = rooms.filter(floorplan__level__building__isnull=False)
    return rooms.defer("geometry").order_by("floorplan__level__ordinal", "number", "name", "id")


def label_of(space: Space) -> str:
    """Return what a room is called."""
    return " ".join(part for part in (space.number, space.name) if part) or _("a room without a number")


def _published_spaces(site: Site) -> QuerySet[Space]:
    return Space.objects.filter(floorplan__level__site=site, floorplan__state=FloorplanState.PUBLISHED.value)
