"""Press the panic alarm: one incident per alarm, however often, by however many and through however many retries."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid5

from django.db.models import Q, QuerySet

from coordination.errors import CommandIdReused, RoomNotFound
from coordination.incident.lifecycle.actions import open_room
from coordination.incident.panic.capability import AllClear, PanicAlert, PanicPlace, PanicPressed, RaisePanic
from coordination.incident.panic.models import PanicAlarm, PanicPolicy, PanicPress
from coordination.incident.panic.pressing import floods
from coordination.incident.panic.pressing.places import place_of_press
from coordination.incident.panic.pressing.words_to_say import (
    Press,
    dispatch_text,
    in_other_languages,
    spoken_words,
    title_of,
    words_to_say,
)
from coordination.incident.panic.tiers import EVERYDAY, TierRule, tier_of
from coordination.incident.people.actions import tell_of_joining
from coordination.incident.response_actions.actions import CalledFrom, may_begin, start_with_press
from coordination.incident.response_actions.hiding import hush_school
from coordination.incident.response_actions.scopes import MAX_SCOPE_CHARS
from coordination.room.access import Asker, RoomGrant, grant_in, locked_rooms, site_to_open_at
from coordination.room.direction import direction_of_exercises
from coordination.room.dispatch import Accepted
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext, LogBatch, author_of, digest_of_command
from coordination.room.models import Incident, Participant
from coordination.room.objects import patch_to_create, patch_to_remove
from coordination.room.people.participants import enter_room
from coordination.vocabulary import FirstWord, IncidentStatus, PressSource, ResponseActionKind
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


def press_alarm(*, asker: Asker, command: RaisePanic, origin: Origin) -> Accepted:
    """Open an incident, or join the one whose alarm is open at the site; or find what the same command did before.

    Runs in the caller's durable transaction; locks the joined room. Of several first presses in the same instant the
    database lets one open; the others fail with IntegrityError, try again and join.
    Raises: RoomNotFound: no such site for the asker. PlaceNotAtSite, LevelNotAtSite, TooManyPresses, CommandIdReused.
    """
    # Before the look at what was pressed: who may not see the site any more is not told again what was said there.
    site, standings = site_to_open_at(user_id=asker.user_id, site_id=command.site_id, at=asker.at, for_press=True)
    before = PanicPress.objects.filter(pk=panic_id_for(asker, command)).first()
    if before is not None:
        if before.command_digest != digest_of_command(command):
            raise CommandIdReused(pointer="/id")
        return Accepted(before.room_id, before.seq, is_repeat=True)
    place = place_of_press(site, command)
    context = _join_open_alarm(asker, command, site)
    is_news = context is None or _is_news(context, command, place, origin)
    if context is None:
        context = _open_incident(asker, command, site, standings, place)
    seq = _append_press(context, command, origin, place, is_news=is_news)
    context.finish()
    return Accepted(context.room.pk, seq)


def _append_press(
    context: CommandContext, command: RaisePanic, origin: Origin, place: PanicPlace, *, is_news: bool
) -> int:
    """Append the press, keep its row, and take a proposed all clear back: it did not know of this press."""
    panic_id = uuid5(PANIC_NAMESPACE, f"{context.participant.user_id}:{command.id}")
    rule = tier_of(context.incident.site.district_id, command.kind)
    begins = _what_begins(context, rule)
    patch = patch_to_create(PanicAlert, panic_id, **_fields_of_alert(context, command, origin, place))
    if context.objects.get(AllClear, context.incident.pk) is not None:
        patch = joined_patch(patch, patch_to_remove(AllClear, context.incident.pk))
    # What begins is told in any case: a finger that presses often does not start anything twice.
    event = PanicPressed(panic_id=panic_id, is_news=is_news or begins is not None, begins=begins)
    seq = context.append(event, patch=patch)
    if begins is not None:
        action_id = uuid5(PANIC_NAMESPACE, f"action:{panic_id}")
        start_with_press(context, begins, action_id=action_id, called_from=_called_from(place))
    if rule.first_word is FirstWord.SILENT and context.incident.place is None:
        hush_school(context.room, at=context.at)
    PanicPress.objects.create(
        id=panic_id,
        room=context.room,
        seq=seq,
        command_digest=context.command_digest,
        button_id=origin.button_id,
        pressed_by=context.participant,
        pressed_at=context.at,
    )
    PanicAlarm.objects.filter(room=context.room).update(last_pressed_at=context.at)
    return seq


def _what_begins(context: CommandContext, rule: TierRule) -> ResponseActionKind | None:
    """Return the response action that begins with a press; none at the school for an alarm from its bus."""
    if rule.begins is None or context.incident.place is not None:
        return None
    return rule.begins if may_begin(context, rule.begins) else None


def place_key_of(command: RaisePanic) -> str:
    """Return what presses from one place away from a site have in common; empty for a press at the site."""
    return "" if command.place is None else " ".join(command.place.casefold().split())


def _called_from(place: PanicPlace) -> CalledFrom:
    # From the small to the large: a phone cuts its end.
    known = [part for part in (place.room, place.level, place.building) if part]
    return CalledFrom(", ".join(known)[:MAX_SCOPE_CHARS], place.door or "", place.door_m)


def _fields_of_alert(
    context: CommandContext, command: RaisePanic, origin: Origin, place: PanicPlace
) -> dict[str, object]:
    site = context.incident.site
    said = Press(
        kind=command.kind,
        source=origin.source,
        button=origin.button,
        place=place,
        note=command.note,
        by=author_of(context.participant),
        at=context.at,
        time_zone=site.time_zone,
        is_exercise=command.is_exercise,
    )
    asks = tier_of(site.district_id, command.kind).asks_confirmation
    required = asks and PanicPolicy.objects.filter(district_id=site.district_id, confirmation_required=True).exists()
    return {
        "kind": said.kind,
        "source": said.source,
        "button": said.button,
        "place": place,
        "note": said.note,
        "words": spoken_words(partial(words_to_say, said)),
        "words_in": in_other_languages(partial(words_to_say, said)),
        "dispatch_text": spoken_words(partial(dispatch_text, said)),
        "dispatch_text_in": in_other_languages(partial(dispatch_text, said)),
        "confirmation_required": required,
        "pressed_by": context.participant.id,
        "pressed_at": context.at_text,
    }


# --- join the open alarm ----------------------------------------------------------------------------------------------
def _join_open_alarm(asker: Asker, command: RaisePanic, site: Site) -> CommandContext | None:
    """Return the context in the room of the site's open alarm, after taking its lock; None if there is none."""
    found = _open_alarm(asker, command, site)
    if found is None:
        return _in_play(asker, command, site)
    room = locked_rooms({found.room_id})[found.room_id]
    grant = grant_in(room, user_id=asker.user_id, at=asker.at, for_press=True)
    # Read again under the lock: the alarm may have ended, or the incident, while we waited for it.
    alarm = PanicAlarm.objects.select_related("room__incident").get(pk=found.pk)
    if _is_over(alarm, asker):
        PanicAlarm.objects.filter(pk=alarm.pk, ended_at__isnull=True).update(ended_at=asker.at)
        return None
    return _context_in(grant, asker, command)


def _context_in(grant: RoomGrant, asker: Asker, command: RaisePanic) -> CommandContext:
    """Return the context of a press in a room that is there; the presser comes in where they are not."""
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


def _in_play(asker: Asker, command: RaisePanic, site: Site) -> CommandContext | None:
    """Begin the alarm in the room of the exercise that is played at the site; None where none is, or not for them.

    Never for a real press: it opens a real incident.
    """
    is_played = command.is_exercise and command.place is None
    room_id = direction_of_exercises().room_played_at(site.pk) if is_played else None
    if room_id is None:
        return None
    room = locked_rooms({room_id})[room_id]
    try:
        grant = grant_in(room, user_id=asker.user_id, at=asker.at, for_press=True)
    except RoomNotFound:
        return None
    if not room.incident.is_exercise or not IncidentStatus(room.incident.status).is_open:
        return None
    context = _context_in(grant, asker, command)
    _begin_alarm(context, command, takes_presses=True)
    return context


def _open_alarm(asker: Asker, command: RaisePanic, site: Site) -> PanicAlarm | None:
    """Return the alarm this press belongs to: never an exercise's for a real press, never where they were removed."""
    people = Participant.objects.filter(user_id=asker.user_id)
    return (
        _alarms_for(command, site)
        .filter(Q(takes_presses=True) | Q(room_id__in=people.values("room_id")))
        .exclude(room_id__in=people.filter(removed_at__isnull=False).values("room_id"))
        # An everyday alarm joins a lockdown; a lockdown never joins an everyday alarm.
        .order_by("is_everyday", "-takes_presses", "-last_pressed_at")
        .first()
    )


def _alarms_for(command: RaisePanic, site: Site) -> QuerySet[PanicAlarm]:
    """Return the open alarms that a press of this kind may join: an everyday one any, a grave one only grave ones."""
    alarms = PanicAlarm.objects.filter(
        site=site, place_key=place_key_of(command), is_exercise=command.is_exercise, ended_at__isnull=True
    )
    return alarms if command.kind in EVERYDAY else alarms.filter(is_everyday=False)


def _is_over(alarm: PanicAlarm, asker: Asker) -> bool:
    is_closed = not IncidentStatus(alarm.room.incident.status).is_open
    return alarm.ended_at is not None or is_closed or asker.at - alarm.last_pressed_at > JOINED_FOR


def _is_news(context: CommandContext, command: RaisePanic, place: PanicPlace, origin: Origin) -> bool:
    is_told_enough = floods.is_told_enough(context, button_id=origin.button_id)
    return not is_told_enough and _is_from_elsewhere(context, command, place)


def _is_from_elsewhere(context: CommandContext, command: RaisePanic, place: PanicPlace) -> bool:
    """Tell whether people must be told again: another place or kind, or the last press was cancelled."""
    newest = PanicPress.objects.filter(room=context.room).order_by("-seq").values_list("pk", flat=True).first()
    last = None if newest is None else context.objects.get(PanicAlert, newest)
    if last is None or last.cancelled_at is not None or last.kind != command.kind:
        return True
    before = last.place
    return (before.building, before.level_id, before.room) != (place.building, place.level_id, place.room)


# --- open a new one ---------------------------------------------------------------------------------------------------
def _open_incident(
    asker: Asker, command: RaisePanic, site: Site, standings: list[Standing], place: PanicPlace
) -> CommandContext:
    """Write the incident, its room, the alarm, and the presser as the first participant."""
    title = partial(title_of, command.kind, place)
    incident = Incident(
        id=uuid5(PANIC_NAMESPACE, f"incident:{asker.user_id}:{command.id}"),
        site=site,
        place=command.place,
        place_lon=command.lon if command.place is not None else None,
        place_lat=command.lat if command.place is not None else None,
        incident_type=command.kind.incident_type.value,
        severity=tier_of(site.district_id, command.kind).severity.value,
        title=spoken_words(title),
        title_in=in_other_languages(title),
        is_exercise=command.is_exercise,
        opened_at=asker.at,
        opened_by_id=asker.user_id,
    )
    context = open_room(incident, standings, command=command, opens_as=command.kind.opens_agreements_as, is_told=False)
    others = _alarms_that_take_presses(command, site)
    # A person who was removed from the alarm's room presses again: a second room, heard by all others.
    is_removed = others.filter(room__participants__in=_removals_of(asker)).exists()
    _begin_alarm(context, command, takes_presses=not is_removed)
    return context


def _alarms_that_take_presses(command: RaisePanic, site: Site) -> QuerySet[PanicAlarm]:
    return PanicAlarm.objects.filter(
        site=site,
        place_key=place_key_of(command),
        is_exercise=command.is_exercise,
        is_everyday=command.kind in EVERYDAY,
        ended_at__isnull=True,
        takes_presses=True,
    )


def _begin_alarm(context: CommandContext, command: RaisePanic, *, takes_presses: bool) -> None:
    PanicAlarm.objects.create(
        site=context.incident.site,
        room=context.room,
        place_key=place_key_of(command),
        is_exercise=command.is_exercise,
        is_everyday=command.kind in EVERYDAY,
        takes_presses=takes_presses,
        last_pressed_at=context.at,
    )


def _removals_of(asker: Asker) -> QuerySet[Participant]:
    return Participant.objects.filter(user_id=asker.user_id, removed_at__isnull=False)
