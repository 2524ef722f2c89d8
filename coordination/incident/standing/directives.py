"""What holds for a person now, with all that stands in each room: for the first HTML of a page as for its script."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from coordination.errors import CoordinationError
from coordination.incident.response_actions.queries import DirectiveNow, directives_now
from coordination.incident.response_actions.words import directive_words, duty_words
from coordination.incident.standing.queries import presses_outside
from coordination.incident.standing.things import StandingThing, short_lines, threat_words
from coordination.sign_in.sessions.duties import duties_of
from coordination.vocabulary import SafetyStrategy
from coordination.web.wording.sentences import join_sentences
from mapping.plans.nearest import length_in_words

# Where scripts ask for the same.
ASKED_AT = "/api/v1/response-actions"


def directives_with_standing(user_id: int, at: datetime) -> list[DirectiveNow]:
    """Return what holds for a person now, with every press that stands in its room. One query where nothing holds."""
    found = directives_now(user_id=user_id, at=at)
    standing = presses_outside({one.room_id for one in found})
    return [_with_standing(one, standing[one.room_id]) for one in found]


def _with_standing(one: DirectiveNow, things: Sequence[StandingThing]) -> DirectiveNow:
    return replace(one, standing=tuple(short_lines(things)), unsure=threat_words(things))


@dataclass(frozen=True, slots=True)
class DirectiveLine:
    """A directive as a page says it, word for word as response_now.js does: drawn anew it moves nothing."""

    action_id: UUID
    incident_id: UUID
    look: str
    directive: str
    duty: str
    standing: Sequence[str]
    is_at_my_school: bool


def directive_lines(request: HttpRequest) -> dict[str, object]:
    """Give every page of a signed-in person what holds for them: asked for only by a page that draws it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"directives": SimpleLazyObject(lambda: _lines_for(request, user.pk))}


def _lines_for(request: HttpRequest, user_id: int) -> list[DirectiveLine]:
    found = directives_with_standing(user_id, timezone.now())
    if not found or not _is_told(request):
        return []
    are_both = len({one.is_exercise for one in found}) > 1
    return [_directive_line(one, are_both=are_both) for one in found]


def _is_told(request: HttpRequest) -> bool:
    """Tell whether the session may ask for it: some pages are there for a locked one, too."""
    try:
        duties_of(request.session).check(ASKED_AT)
    except CoordinationError:
        return False
    return True


def _directive_line(one: DirectiveNow, *, are_both: bool) -> DirectiveLine:
    """Return it as it is read; beside an exercise, what is real says so."""
    said = _("EXERCISE") if one.is_exercise else _("REAL")
    mark = f"{said} · " if one.is_exercise or are_both else ""
    where = one.destination or SafetyStrategy.labels().get(one.strategy, one.strategy)
    directive = directive_words()[f"directive.{one.kind}"].format(where=where)
    several = (*one.standing, *filter(None, [one.unsure])) if len(one.standing) > 1 else ()
    return DirectiveLine(
        action_id=one.action_id,
        incident_id=one.incident_id,
        look="exercise" if one.is_exercise else one.kind,
        directive=mark + directive,
        duty=" ".join(filter(None, [_duty_words(one), _place_words(one, called=not several)])),
        standing=several,
        is_at_my_school=one.is_at_my_school,
    )


def _duty_words(one: DirectiveNow) -> str:
    return " ".join(filter(None, [duty_words()[f"do_now.{one.does}.{one.kind}"], one.adults]))


def _place_words(one: DirectiveNow, *, called: bool) -> str:
    """Return from where it was called, unless the list of all who call says so, then the school and where in it."""
    way = one.door if one.door_m is None else f"{one.door}, {length_in_words(one.door_m)}"
    return join_sentences(
        [
            _("Alarm from {place}").format(place=one.called_from) if called and one.called_from else "",
            _("Nearest exterior door {door}").format(door=way) if called and one.door else "",
            one.site if one.scope == one.site else f"{one.site}: {one.scope}",
        ]
    )
