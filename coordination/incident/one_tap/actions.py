"""Start an action at a site with one tap: one incident, however many tap at once, by the rules of every start."""

from functools import partial
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from coordination.errors import CommandIdReused, RoomNotFound
from coordination.incident.lifecycle.actions import open_room
from coordination.incident.lifecycle.queries import IS_OPEN
from coordination.incident.one_tap.errors import LockdownThere, OtherShelterThere
from coordination.incident.one_tap.wire import StartAtSite
from coordination.incident.people.actions import tell_of_joining
from coordination.incident.response_actions.actions import actions_at, is_whole_site, start_response_action
from coordination.incident.response_actions.capability import StartResponseAction
from coordination.incident.response_actions.models import ActionInForce
from coordination.room.access import Asker, grant_in, locked_rooms, site_to_open_at
from coordination.room.answering.answered import wait_for_copies
from coordination.room.direction import direction_of_exercises
from coordination.room.dispatch import Accepted
from coordination.room.log import CommandContext, LogBatch, digest_of_command
from coordination.room.models import Incident, JoinedSite, LogEntry, Participant, Room
from coordination.room.people.participants import enter_room
from coordination.room.said import in_other_languages, spoken_words
from coordination.vocabulary import IncidentStatus, IncidentType, ResponseActionKind, Severity, ShelterHazard
from mapping.models import Site
from mou.access.fetch import Standing

ONE_TAP = UUID("5a3a0d5e-4f0f-5d5c-8c64-8f2d0a1f7b21")
# No one's id: of two who tap at one site at once, the second waits, and finds what the first has opened.
NO_PERSON = 0
TYPE_OF = {ResponseActionKind.HOLD: IncidentType.INFORMATION, ResponseActionKind.SECURE: IncidentType.SUSPICIOUS_PERSON}
TYPE_OF_SHELTER = {
    ShelterHazard.TORNADO: IncidentType.TORNADO,
    ShelterHazard.WEATHER: IncidentType.WEATHER,
    ShelterHazard.HAZMAT: IncidentType.HAZMAT,
    ShelterHazard.EARTHQUAKE: IncidentType.EARTHQUAKE,
    # The list of types has no wave from the sea.
    ShelterHazard.TSUNAMI: IncidentType.WEATHER,
}


def action_id_for(asker: Asker, command: StartAtSite) -> UUID:
    """Return the id that the action of this tap has, if it began one."""
    return uuid5(ONE_TAP, f"action:{asker.user_id}:{command.id}")


def start_at_site(*, asker: Asker, command: StartAtSite) -> Accepted:
    """Start the action in the incident that is open at the site, or open one; or find what the same tap did before.

    Where the action is in force already, the person only comes in. Runs in the caller's durable transaction; holds the
    site's taps and the room. Raises: RoomNotFound: no such site for the asker. LockdownThere, OtherShelterThere,
    CommandIdReused.
    """
    # Before the look at what was done: who may not see the site any more is not told of it again.
    site, standings = site_to_open_at(user_id=asker.user_id, site_id=command.site_id, at=asker.at, for_press=True)
    wait_for_copies((site.pk, NO_PERSON, uuid5(ONE_TAP, str(command.is_exercise))))
    before = _entry_before(asker, command, site)
    if before is not None:
        if before.command_digest != digest_of_command(command):
            raise CommandIdReused(pointer="/id")
        return Accepted(before.room_id, before.seq, is_repeat=True)
    _refuse_in_lockdown(command, site)
    context = _context_in_open(asker, command, site)
    if context is None:
        context = _open_incident(asker, command, site, standings)
    if not _is_in_force(context, command):
        start_response_action(context=context, command=_start_of(asker, command))
    elif not context.entries:
        # An accepted command leaves an entry: that they are here answers the alarm, too.
        tell_of_joining(context)
    entry = context.finish()
    return Accepted(entry.room_id, entry.seq)


def _start_of(asker: Asker, command: StartAtSite) -> StartResponseAction:
    return StartResponseAction(
        id=command.id,
        type="start_response_action",
        action_id=action_id_for(asker, command),
        kind=command.kind,
        site_id=command.site_id,
        hazard=command.hazard,
        strategy=command.strategy,
    )


def _refuse_in_lockdown(command: StartAtSite, site: Site) -> None:
    """Let no tap call people to anything else who hide, in whichever incident. Raises: LockdownThere."""
    # A silent alarm has no kind: it tells no one to hide.
    hiding = ActionInForce.objects.filter(site=site, hides=True, ended_at__isnull=True).exclude(kind="")
    # What is real goes before an exercise, and never the other way round.
    if (hiding if command.is_exercise else hiding.filter(is_exercise=False)).exists():
        raise LockdownThere


def _is_in_force(context: CommandContext, command: StartAtSite) -> bool:
    """Tell whether the action is in force at the whole site already. Raises: OtherShelterThere."""
    same = [one for one in actions_at(context, command.site_id) if is_whole_site(one, command.kind)]
    if any((one.hazard, one.strategy) != (command.hazard, command.strategy) for one in same):
        raise OtherShelterThere
    return bool(same)


# --- the incident that is open there ----------------------------------------------------------------------------------
def _incidents_at(site: Site) -> QuerySet[Incident]:
    """Return the incidents that are, or were, at a site: its own, and those that it has joined."""
    joined = JoinedSite.objects.filter(site=site, left_at__isnull=True).values("incident_id")
    return Incident.objects.filter(Q(site=site, place=None) | Q(pk__in=joined))


def _entry_before(asker: Asker, command: StartAtSite, site: Site) -> LogEntry | None:
    rooms = Room.objects.filter(incident__in=_incidents_at(site)).values("pk")
    mine = LogEntry.objects.filter(room_id__in=rooms, actor_id=asker.user_id, command_id=command.id)
    return mine.order_by("command_part").first()


def _context_in_open(asker: Asker, command: StartAtSite, site: Site) -> CommandContext | None:
    """Return the context in the room that is open at the site, with its lock taken; None where none is for them."""
    for room_id in _open_rooms(asker, command, site):
        room = locked_rooms([room_id])[room_id]
        incident = room.incident
        # Read again behind the lock: it may have been closed, or the site have left, while we waited for it.
        if not IncidentStatus(incident.status).is_open or not incident.is_at(site.pk):
            continue
        try:
            grant = grant_in(room, user_id=asker.user_id, at=asker.at, for_press=True)
        except RoomNotFound:
            continue
        comes_in = grant.participant is None
        if comes_in:
            grant = enter_room(grant, user_id=asker.user_id, agency_id=None, at=asker.at)
        context = CommandContext(
            room=grant.room,
            incident=grant.incident,
            participant=grant.joined(),
            grant=grant,
            at=asker.at,
            command_id=command.id,
            command_digest=digest_of_command(command),
            batch=LogBatch(),
        )
        if comes_in:
            tell_of_joining(context)
        return context
    return None


def _open_rooms(asker: Asker, command: StartAtSite, site: Site) -> list[UUID]:
    """Return the open rooms of the site, never an exercise's for what is real: the likeliest first.

    That is the room of the exercise that is played there, then one with an action in force, then the newest. Of the
    incident of a room from which the person was removed they are told nothing.
    """
    removed = Participant.objects.filter(user_id=asker.user_id, removed_at__isnull=False).values("room_id")
    found = _incidents_at(site).filter(IS_OPEN, is_exercise=command.is_exercise).exclude(room__in=removed)
    rooms = list(found.order_by("-opened_at", "-pk").values_list("room__pk", flat=True))
    in_force = ActionInForce.objects.filter(site=site, room_id__in=rooms, ended_at__isnull=True).exclude(kind="")
    acting = set(in_force.values_list("room_id", flat=True)) if rooms else set()
    played = direction_of_exercises().room_played_at(site.pk) if command.is_exercise else None
    return sorted(rooms, key=lambda one: (one != played, one not in acting))


# --- open a new one ---------------------------------------------------------------------------------------------------
def _open_incident(asker: Asker, command: StartAtSite, site: Site, standings: list[Standing]) -> CommandContext:
    title = partial(_title_of, command, site)
    kind = TYPE_OF_SHELTER[command.hazard] if command.hazard is not None else TYPE_OF[command.kind]
    incident = Incident(
        id=uuid5(ONE_TAP, f"incident:{asker.user_id}:{command.id}"),
        site=site,
        incident_type=kind.value,
        # A hold keeps the halls clear: it is urgent, and no one's life hangs on it.
        severity=(Severity.MODERATE if command.kind is ResponseActionKind.HOLD else Severity.SEVERE).value,
        title=spoken_words(title),
        title_in=in_other_languages(title),
        is_exercise=command.is_exercise,
        opened_at=asker.at,
        opened_by_id=asker.user_id,
    )
    # The action that follows tells the people whom the opening would, and more.
    return open_room(incident, standings, command=command, opens_as=kind, is_told=False)


def _title_of(command: StartAtSite, site: Site) -> str:
    what = command.kind.label if command.hazard is None else f"{command.kind.label}, {command.hazard.label}"
    return _("{what}: {where}").format(what=what, where=site.name)[:120]
