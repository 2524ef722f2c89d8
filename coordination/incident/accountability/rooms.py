"""Which room a report is about: one of the published plans, or the word that was typed for it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet

from coordination.incident.accountability.errors import RoomNotAtSite, RoomNotNamed
from mapping.models import Site, Space
from mapping.plans.drawn_things.rooms import only_rooms
from mapping.vocabulary import FloorplanState

# What people write before a number: "Room 112", "Rm. 112", "salón 112".
BEFORE_A_NUMBER = ("room", "rm", "rm.", "salón", "salon", "aula")


@dataclass(frozen=True, slots=True)
class NamedRoom:
    """A room as reports name it. `key` is the same in every report that means this room."""

    key: str
    label: str
    space_id: UUID | None = None
    level_id: UUID | None = None


def room_named(
    site: Site | None, *, space_id: UUID | None, words: str | None, pointer: str, of_joined: bool = False
) -> NamedRoom:
    """Return the room that a report names; without a site, what is said in words is on no plan. One query.

    `of_joined`: the site has joined the incident; its gym is not the gym of the incident's own site.

    Raises: RoomNotNamed: neither id nor words, or both. RoomNotAtSite: no published plan of this site has it.
    """
    if (space_id is None) is (words is None):
        raise RoomNotNamed(pointer=pointer)
    if space_id is not None:
        space = None if site is None else rooms_of_plans(site).filter(pk=space_id).first()
        if space is None:
            raise RoomNotAtSite(pointer=pointer)
        return _of_space(space)
    assert words is not None
    if site is None:
        return NamedRoom(f"words:{_plain_words(words)}", words)
    found = _from_words(site, words)
    return replace(found, key=f"{site.pk}:{found.key}") if of_joined and found.space_id is None else found


def rooms_of_plans(site: Site) -> QuerySet[Space]:
    """Return every space of the published plans of a site, without shapes."""
    return (
        Space.objects.filter(floorplan__level__site=site, floorplan__state=FloorplanState.PUBLISHED.value)
        .select_related("floorplan__level__building")
        .defer("geometry")
    )


def rooms_to_account_for(site: Site) -> QuerySet[Space]:
    """Return the rooms of its buildings that people can be in: with a number or name, and no passage."""
    return only_rooms(rooms_of_plans(site)).order_by("floorplan__level__ordinal", "number", "name", "id")


def rooms_at_sites(sites: QuerySet[Site]) -> QuerySet[Space]:
    """Return the same for several sites, in no order."""
    state = FloorplanState.PUBLISHED.value
    return only_rooms(Space.objects.filter(floorplan__level__site__in=sites, floorplan__state=state))


def label_of(space: Space) -> str:
    """Return what a room is called; its id where the plan says nothing."""
    return " ".join(part for part in (space.number, space.name) if part) or str(space.pk)[:8]


def rooms_by_words(site: Site, said: Collection[str]) -> dict[str, NamedRoom]:
    """Return what each of these words names: the one room of the plans that is called so, or the words. One query."""
    called: dict[str, list[Space]] = defaultdict(list)
    for one in rooms_of_plans(site):
        for words in {_plain_words(one.number), _plain_words(one.name), _plain_words(label_of(one))} - {""}:
            called[words].append(one)
    return {
        words: _of_space(found[0])
        if len(found := called.get(_plain_words(words), [])) == 1
        else NamedRoom(f"words:{_plain_words(words)}", words)
        for words in said
    }


def _of_space(space: Space) -> NamedRoom:
    return NamedRoom(str(space.pk), label_of(space), space.pk, space.floorplan.level_id)


def _from_words(site: Site, words: str) -> NamedRoom:
    """Return the one room that is called so, or the words themselves: a tent on the field is on no plan."""
    said = _plain_words(words)
    found = [
        one
        for one in rooms_of_plans(site)
        if said in (_plain_words(one.number), _plain_words(one.name), _plain_words(label_of(one)))
    ]
    return _of_space(found[0]) if len(found) == 1 else NamedRoom(f"words:{said}", words)


def _plain_words(words: str) -> str:
    parts = words.casefold().split()
    if len(parts) > 1 and parts[0] in BEFORE_A_NUMBER:
        parts = parts[1:]
    return " ".join(parts)
