"""Press the panic alarm: one incident per alarm, however often, by however many and through however many retries."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from coordination import incident_log
from coordination.access import Asker, RoomGrant, audiences_of, grant_in, locked_rooms, site_to_open_at
from coordination.actions import panic_floods
from coordination.actions.emergencies import begin_emergency
from coordination.actions.incident_floorplans import pin_floorplans
from coordination.actions.panic_places import place_of_press
from coordination.actions.participants import new_participant, participant_to_join
from coordination.errors import CommandIdReused
from coordination.incident_log import Book, Turn, author_of, digest_of_command
from coordination.models import Incident, LogEntry, PanicAlarm, PanicButton, PanicPolicy, PanicPress, Participant, Room
from coordination.vocabulary import IncidentStatus, PressSource, Severity
from coordination.wire import events
from coordination.wire.commands import JoinRoom, RaisePanic
from coordination.wire.panic_words import Press, dispatch_text, title_of, words_to_say
from mapping.models import Site
from mou.access.fetch import Standing

PANIC_NAMESPACE = UUID("0d0c7c1e-9d4e-5a63-8a52-3e0b7d3f6a90")
# Half an hour after the last press, a press is about something new; until then it is the same emergency.
JOINED_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Origin:
    """What was pressed: `button` is the label of a badge or wall button, `button_id` tells it from its namesakes."""

    source: PressSource
    button: str | None = None
    button_id: int | None = None


OWN_PAGE = Origin(PressSource.PERSON)


def panic_id_for(asker: Asker, command: RaisePanic) -> UUID:
    """Return the id that this press has or will have: the same for every copy of the command."""
    return uuid5(PANIC_NAMESPACE, f"{asker.user_id}:{command.id}")


def pressed_before(*, asker: Asker, command: RaisePanic) -> PanicPress | None:
    """Return the press that this command made when it came the first time. Raises: CommandIdReused."""
    press = PanicPress.objects.filter(pk=panic_id_for(asker, command)).first()
    if press is not None and press.command_digest != digest_of_command(command):
        raise CommandIdReused(pointer="/id")
    return press


def raise_panic(*, asker: Asker, command: RaisePanic, origin: Origin) -> LogEntry:
    """Open an incident, or join the one whose alarm is open at the site; return the press's entry.

    Runs in the caller's durable transaction; locks the joined room. Of several first presses in the same instant the
    database lets one open; the others fail with IntegrityError, try again and join.
    Raises: RoomNotFound: no such site for the asker. PlaceNotAtSite, LevelNotAtSite, TooManyPresses.
    """
    site, standings = site_to_open_at(user_id=asker.user_id, site_id=command.site_id, at=asker.at)
    place = place_of_press(site, command)
    turn = _joined(asker, command, site)
    is_news = turn is None or _is_news(turn, command, place, origin)
    if turn is None:
        turn = _opened(asker, command, site, standings, place)
    press = Press(
        kind=command.kind,
        source=origin.source,
        button=origin.button,
        place=place,
        note=command.note,
        by=author_of(turn.participant),
        at=asker.at,
        time_zone=site.time_zone,
        is_exercise=command.is_exercise,
    )
    event = events.PanicPressed(
        panic_id=panic_id_for(asker, command),
        kind=press.kind,
        source=press.source,
        button=press.button,
        place=place,
        note=press.note,
        words=words_to_say(press),
        dispatch_text=dispatch_text(press),
        confirmation_required=_confirmation_required(site),
        is_news=is_news,
    )
    _store(turn, event, button_id=origin.button_id)
    turn.book.flush()
    return turn.entries[-1]


def _store(turn: Turn, event: events.PanicPressed, *, button_id: int | None) -> None:
    """Append the press, keep it in its table, and take a proposal to stand down back: it did not know of this press."""
    seq = incident_log.append(turn, event)
    PanicPress.objects.create(
        id=event.panic_id,
        room=turn.room,
        seq=seq,
        command_digest=turn.command_digest,
        kind=event.kind.value,
        source=event.source.value,
        button=event.button or "",
        # Looked up in this transaction: a button that was taken down meanwhile must not cost the alarm.
        pressed_button=None if button_id is None else PanicButton.objects.filter(pk=button_id).first(),
        place=event.place.model_dump(mode="json"),
        note=event.note or "",
        words=event.words,
        dispatch_text=event.dispatch_text,
        confirmation_required=event.confirmation_required,
        pressed_by=turn.participant,
        pressed_at=turn.at,
    )
    PanicAlarm.objects.filter(room=turn.room).update(
        last_pressed_at=turn.at, proposed_by=None, proposed_at=None, proposed_reason=""
    )


# --- join the open alarm ----------------------------------------------------------------------------------------------
def _joined(asker: Asker, command: RaisePanic, site: Site) -> Turn | None:
    """Return the turn in the room of the site's open alarm, after taking its lock; None if there is no such alarm."""
    found = _open_alarm(asker, command, site)
    if found is None:
        return None
    room = locked_rooms({found.room_id})[found.room_id]
    grant = grant_in(room, user_id=asker.user_id, at=asker.at)
    # Read again under the lock: somebody may have stood down or closed the incident while we waited for it.
    alarm = PanicAlarm.objects.select_related("room__incident").get(pk=found.pk)
    if _is_over(alarm, asker):
        PanicAlarm.objects.filter(pk=alarm.pk, ended_at__isnull=True).update(ended_at=asker.at)
        return None
    participant = grant.participant or participant_to_join(
        grant=grant, user_id=asker.user_id, command=JoinRoom(id=command.id, type="join_room"), at=asker.at
    )
    turn = _turn(asker, command, RoomGrant(grant.room, grant.incident, grant.standings, participant, frozenset()))
    if grant.participant is None:
        incident_log.append(turn, events.ParticipantJoined(participant=author_of(participant)))
    return turn


def _open_alarm(asker: Asker, command: RaisePanic, site: Site) -> PanicAlarm | None:
    """Return the alarm this press belongs to: never an exercise's for a real press, never where they were removed."""
    people = Participant.objects.filter(user_id=asker.user_id)
    return (
        PanicAlarm.objects.filter(site=site, is_exercise=command.is_exercise, ended_at__isnull=True)
        .filter(Q(takes_presses=True) | Q(room_id__in=people.values("room_id")))
        .exclude(room_id__in=people.filter(removed_at__isnull=False).values("room_id"))
        .order_by("-takes_presses", "-last_pressed_at")
        .first()
    )


def _is_over(alarm: PanicAlarm, asker: Asker) -> bool:
    is_closed = not IncidentStatus(alarm.room.incident.status).is_open
    return alarm.ended_at is not None or is_closed or asker.at - alarm.last_pressed_at > JOINED_FOR


def _is_news(turn: Turn, command: RaisePanic, place: events.PanicPlace, origin: Origin) -> bool:
    is_told_enough = panic_floods.is_told_enough(turn, button=origin.button)
    return not is_told_enough and _is_from_elsewhere(turn, command, place)


def _is_from_elsewhere(turn: Turn, command: RaisePanic, place: events.PanicPlace) -> bool:
    """Tell whether people must be told again: another place or kind, or the last press was cancelled."""
    last = PanicPress.objects.filter(room=turn.room).order_by("-seq").first()
    if last is None or last.cancelled_at is not None or last.kind != command.kind.value:
        return True
    before = events.PanicPlace.model_validate(last.place)
    return (before.building, before.level_id, before.room) != (place.building, place.level_id, place.room)


# --- open a new one ---------------------------------------------------------------------------------------------------
def _opened(asker: Asker, command: RaisePanic, site: Site, standings: list[Standing], place: events.PanicPlace) -> Turn:
    """Write the incident, its room, the alarm, and the presser as the first participant."""
    incident = Incident.objects.create(
        id=uuid5(PANIC_NAMESPACE, f"incident:{asker.user_id}:{command.id}"),
        site=site,
        incident_type=command.kind.incident_type.value,
        severity=Severity.EXTREME.value,
        title=title_of(place),
        is_exercise=command.is_exercise,
        opened_at=asker.at,
        opened_by_id=asker.user_id,
    )
    pin_floorplans(incident)
    room = Room.objects.create(incident=incident)
    others = PanicAlarm.objects.filter(
        site=site, is_exercise=command.is_exercise, ended_at__isnull=True, takes_presses=True
    )
    PanicAlarm.objects.create(
        site=site,
        room=room,
        is_exercise=command.is_exercise,
        # Somebody who was removed from the alarm's room and presses again: a second room, heard by everybody else.
        takes_presses=not others.filter(room__participants__in=_removals(asker)).exists(),
        last_pressed_at=asker.at,
    )
    participant = new_participant(room=room, standing=standings[0], at=asker.at)
    turn = _turn(asker, command, RoomGrant(room, incident, tuple(standings), participant, frozenset()))
    opened = events.IncidentOpened(
        incident_id=incident.id,
        site_id=site.id,
        site=site.name,
        incident_type=command.kind.incident_type,
        severity=Severity.EXTREME,
        title=incident.title,
        is_exercise=incident.is_exercise,
    )
    incident_log.append(turn, opened)
    incident_log.append(turn, events.ParticipantJoined(participant=author_of(participant)))
    begin_emergency(turn)
    return turn


def _removals(asker: Asker) -> QuerySet[Participant]:
    return Participant.objects.filter(user_id=asker.user_id, removed_at__isnull=False)


def _turn(asker: Asker, command: RaisePanic, grant: RoomGrant) -> Turn:
    participant = grant.joined()
    return Turn(
        room=grant.room,
        incident=grant.incident,
        participant=participant,
        grant=RoomGrant(grant.room, grant.incident, grant.standings, participant, audiences_of(participant)),
        at=asker.at,
        command_id=command.id,
        command_digest=digest_of_command(command),
        book=Book(),
    )


def _confirmation_required(site: Site) -> bool:
    return PanicPolicy.objects.filter(district_id=site.district_id, confirmation_required=True).exists()
