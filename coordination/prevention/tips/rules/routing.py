"""How urgent a tip is taken to be by its category, and to whom it goes, by the hour. Data with defaults. Pure."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from coordination.prevention.tips.errors import BadTipDesk
from coordination.prevention.tips.vocabulary import TipCategory, TipPriority, TipReceiver
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Receivers = Annotated[tuple[TipReceiver, ...], Field(min_length=1, max_length=len(TipReceiver))]
SCHOOL = (TipReceiver.SCHOOL,)
BOTH = (TipReceiver.POLICE, TipReceiver.SCHOOL)
C, P = TipCategory, TipPriority


class Route(BaseModel):
    """What a category is taken for until a person has looked, and who gets it while school is in session and else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    priority: Annotated[TipPriority, Asked(_("Priority"))]
    school_hours: Annotated[Receivers, Asked(_("School hours"))]
    other_hours: Annotated[Receivers, Asked(_("Other hours"))]


type Routes = Mapping[TipCategory, Route]
_routes: TypeAdapter[dict[TipCategory, Route]] = TypeAdapter(dict[TipCategory, Route])


def _route_to(priority: TipPriority, school_hours: Receivers, other_hours: Receivers) -> Route:
    return Route(priority=priority, school_hours=school_hours, other_hours=other_hours)


# At night the school sleeps: what cannot wait goes to the police as well, where an agreement lets it.
DEFAULTS: Routes = {
    C.SUICIDE: _route_to(P.CRITICAL, SCHOOL, BOTH),
    C.SELF_HARM: _route_to(P.URGENT, SCHOOL, BOTH),
    C.PLANNED_ATTACK: _route_to(P.CRITICAL, BOTH, BOTH),
    C.WEAPON: _route_to(P.CRITICAL, BOTH, BOTH),
    C.THREAT: _route_to(P.URGENT, BOTH, BOTH),
    C.FIGHT: _route_to(P.URGENT, SCHOOL, SCHOOL),
    C.BULLYING: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
    C.CYBERBULLYING: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
    C.HARASSMENT: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
    C.ABUSE: _route_to(P.URGENT, SCHOOL, BOTH),
    C.DRUGS: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
    C.UNSAFE_PLACE: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
    C.OTHER: _route_to(P.ROUTINE, SCHOOL, SCHOOL),
}
SOONER = {TipPriority.ROUTINE: TipPriority.URGENT, TipPriority.URGENT: TipPriority.CRITICAL}


def routes_from(stored: object) -> Routes:
    """Return a desk's own routes over the defaults. Raises: BadTipDesk."""
    try:
        return {**DEFAULTS, **_routes.validate_python(stored)}
    except ValidationError as error:
        raise BadTipDesk("A route has a priority, and receivers for both times.", pointer="/routes") from error


def stored_form(routes: Routes) -> object:
    """Return what differs from the defaults, as it is stored."""
    own = {category: route for category, route in routes.items() if DEFAULTS[category] != route}
    return {
        category.value: {
            "priority": route.priority.value,
            "school_hours": sorted(one.value for one in route.school_hours),
            "other_hours": sorted(one.value for one in route.other_hours),
        }
        for category, route in own.items()
    }


def first_priority(routes: Routes, category: TipCategory, *, is_now: bool) -> TipPriority:
    """Return how urgent a tip is until a person says so; what happens now is one step sooner."""
    priority = routes[category].priority
    return SOONER.get(priority, priority) if is_now else priority


def receivers_of(
    routes: Routes, category: TipCategory, *, is_in_session: bool, is_life_threat: bool
) -> frozenset[TipReceiver]:
    """Return to whom a tip goes. What threatens a life goes to everybody, whatever the table says."""
    if is_life_threat:
        return frozenset(TipReceiver)
    return frozenset(routes[category].school_hours if is_in_session else routes[category].other_hours)
