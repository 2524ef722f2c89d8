"""What forms say of the search: how many rooms stand how, which are dangerous, and which team searches where."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.room_search.capability import SearchArea, SpaceSearch
from coordination.incident.room_search.vocabulary import SearchState
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.web.wording.timeline_words import entry_line

DANGEROUS = (SearchState.HAZARD, SearchState.BLOCKED)
ASSIGNED = ("search_area_assigned", "search_area_released")


def say_counts(context: FormContext) -> Iterable[FormLine]:
    """Return how many rooms stand how, with the newest entry of each number."""
    found = context.history.of(SpaceSearch)
    for state in SearchState:
        rooms = [one for one in found if one.value.state is state]
        if rooms:
            names = ", ".join(sorted(one.value.room for one in rooms)) if state is SearchState.CASUALTY else ""
            said = _("Rooms, {state}: {n}").format(state=state.label, n=len(rooms))
            yield text_line(f"{said} ({names})" if names else said, max(one.changed_seq for one in rooms))


def say_hazards(context: FormContext) -> Iterable[FormLine]:
    """Return the rooms in which a team found a hazard, or that are blocked."""
    for one in context.history.of(SpaceSearch):
        if one.value.state in DANGEROUS:
            said = " · ".join(part for part in (one.value.state.label, one.value.note) if part)
            yield FormLine({"text": said, "place": one.value.room}, (one.changed_seq,))


def say_areas(context: FormContext) -> Iterable[FormLine]:
    """Return the teams that search, and where."""
    for one in context.history.of(SearchArea):
        if not context.is_of_group(one.value.team):
            continue
        cells = {"position": _("Search: {area}").format(area=one.value.name), "name": one.value.team, "agency": ""}
        yield FormLine(cells, one.cites)


def say_assignments(context: FormContext) -> Iterable[FormLine]:
    """Return which team was given which area."""
    return context.entry_lines(ASSIGNED, lambda one: entry_line(one.content, one.known))


FORM_LINES: dict[Topic, Seed] = {
    Topic.SITUATION: say_counts,
    Topic.HAZARDS: say_hazards,
    Topic.OPERATIONS: say_areas,
    Topic.ACTIONS: say_assignments,
}
