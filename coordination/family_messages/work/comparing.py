"""What a message is compared with: what its room knows now, and what families were told before."""

from coordination.family_messages.access import FamilyDesk
from coordination.family_messages.models import FamilyMessage
from coordination.family_messages.rules.contradictions import Finding, RoomFacts, Said, find_contradictions
from coordination.family_messages.vocabulary import FamilyMessageState
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.incident.response_actions.models import ActionInForce
from coordination.incident.reunification.capability import Reunification, ReunificationPlace
from coordination.incident.reunification.vocabulary import ReunificationState
from coordination.room.models import Incident
from coordination.room.reading.state import state_now
from coordination.vocabulary import IncidentStatus, ResponseActionKind
from mou.models import Agency

EARLIER_MOST = 50


def findings_of(desk: FamilyDesk, message: FamilyMessage) -> tuple[Finding, ...]:
    """Return what contradicts a message now."""
    schools = list(message.schools.all())
    facts = _facts_without_room(schools) if desk.grant is None else facts_of_room(desk, schools)
    return find_contradictions(said_in(message, schools), facts, _told_earlier(message))


def said_in(message: FamilyMessage, schools: list[Agency]) -> Said:
    """Return a message as it is compared."""
    names = frozenset(one.name for one in schools)
    return Said(FamilyMessageKind(message.kind), names, message.site, message.time, message.decided_at)


def facts_of_room(desk: FamilyDesk, schools: list[Agency]) -> RoomFacts:
    """Return which actions are in force at schools, and where a reunification is open."""
    assert desk.grant is not None, "the caller has looked"
    room = desk.grant.room
    rows = ActionInForce.objects.filter(room=room, ended_at__isnull=True, site__school__in=schools).exclude(kind="")
    in_force: dict[str, set[ResponseActionKind]] = {}
    for name, kind in rows.values_list("site__school__name", "kind"):
        in_force.setdefault(name or "", set()).add(ResponseActionKind(kind))
    state = state_now(room, audiences=desk.grant.audiences)
    running = {key for key, one in state.of(Reunification).items() if one.state is not ReunificationState.CLOSED}
    places = state.of(ReunificationPlace).values()
    sites = sorted({one.place for one in places if str(one.operation_id) in running and one.closed_at is None})
    return RoomFacts({name: frozenset(kinds) for name, kinds in in_force.items()}, tuple(sites), bool(running))


def _facts_without_room(schools: list[Agency]) -> RoomFacts:
    opened = [one.value for one in IncidentStatus if one.is_open]
    is_open = Incident.objects.filter(site__school__in=schools, is_exercise=False, status__in=opened).exists()
    return RoomFacts({}, is_real_open=is_open)


def _told_earlier(message: FamilyMessage) -> tuple[Said, ...]:
    """Return what families were told before in the same incident, the newest first."""
    if message.room_id is None:
        return ()
    rows = FamilyMessage.objects.filter(room=message.room_id, state=FamilyMessageState.APPROVED.value)
    rows = rows.exclude(pk=message.pk).prefetch_related("schools").order_by("-decided_at", "-pk")
    return tuple(said_in(one, list(one.schools.all())) for one in rows[:EARLIER_MOST])
