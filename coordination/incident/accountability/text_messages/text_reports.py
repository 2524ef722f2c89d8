"""Rooms reported by text message, from phones without the app: the same command, for the proven owner of the number.

Nothing is guessed. What cannot be read as a report stands in the timeline in its writer's words, so that no call for
help is lost. A school that hides gets no answer: the text that comes back would ring.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from coordination.errors import CoordinationError, TryLater
from coordination.incident.accountability.capability import ReportRoom
from coordination.incident.accountability.my_room import room_said_here
from coordination.incident.accountability.rooms import rooms_of_plans
from coordination.incident.accountability.text_messages.text_grammar import TextReport, count_in, read_text
from coordination.incident.messages.capability import PostMessage
from coordination.incident.people.capability import JoinRoom
from coordination.incident.reach.actions import answer_by_text
from coordination.incident.response_actions.hiding import SILENT_ALARM, people_at
from coordination.incident.response_actions.models import ActionInForce
from coordination.room.access import Asker, incidents_for
from coordination.room.alerting.recipients import who_hides
from coordination.room.capability import Command
from coordination.room.dispatch import execute
from coordination.room.models import Incident, Participant
from coordination.vocabulary import IncidentStatus, RoomLead, RoomReportState
from mapping.models import Site
from mou.foundation.shown_text import without_hidden
from push.devices.received_texts import Writer, is_to_be_read, remember_text, writer_at
from push.texts import MARKS, TEST_MARKS

TEXTS_NAMESPACE = UUID("7e2f7a31-55d0-5f2b-9a77-6a2a5a0c61c4")
# A sender's number can be forged on the way to the carrier, so the board says how the report came.
NOTE = "By text message."
LONGEST = 1600


@dataclass(frozen=True, slots=True)
class Text:
    """A text message as the carrier delivered it."""

    carrier_id: str
    number: str
    words: str
    has_pictures: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A room and what is said of it. `room`: words that name it; `space_id`: of the plans."""

    room: str | None
    space_id: UUID | None
    students: int | None


def take_text(text: Text, *, at: datetime) -> str | None:
    """Carry a text out, once; return what is answered, most often nothing; None where it is no room's.

    A number without a confirmed owner has no room. Of what is no room's nothing is remembered. Raises: TryLater.
    """
    writer = writer_at(text.number)
    if writer is None:
        return None
    if not is_to_be_read(writer, text.carrier_id, at=at):
        return ""
    with override(writer.language):
        answer = _take_text(writer, text, at)
    if answer is not None:
        remember_text(writer, text.carrier_id, at=at)
    return answer


def _take_text(writer: Writer, text: Text, at: datetime) -> str | None:
    report = read_text(text.words)
    asked = _asks_for_reports(writer.user_id, report, at)
    # While something real asks for reports, a digit may be one.
    if all(one.incident.is_exercise for one in asked) and answer_by_text(writer.user_id, text.words, at=at):
        return f"{TEST_MARKS[writer.language]}: {_('Your answer is noted. Thank you.')}"
    if not asked:
        return None
    if len(asked) == 1:
        answer = _write_report(writer, text, report, asked[0], at)
    else:
        # Do not guess which is meant: each incident gets the message.
        for one in asked:
            _join_writer(writer, text, one.incident, at)
            _write_message(writer, text, one.incident, at)
        answer = _("More than one incident asks for your report. Use the app, or call the office.")
    if any(who_hides(one.incident, [writer.user_id], at) for one in asked):
        return ""
    return f"{MARKS[writer.language]}: {answer}" if all(one.incident.is_exercise for one in asked) else answer


@dataclass(frozen=True, slots=True)
class _Asked:
    """An incident, and the site of it whose people the writer is of."""

    incident: Incident
    site: Site


def _asks_for_reports(user_id: int, report: TextReport, at: datetime) -> list[_Asked]:
    """Return the open incidents at the writer's schools that have told people there what to do.

    Real ones go before exercises, unless the text says that it belongs to one: while something real goes on, no call
    for help may end in an exercise.
    """
    told = ActionInForce.objects.filter(ended_at__isnull=True).exclude(kind=SILENT_ALARM)
    open_states = [one.value for one in IncidentStatus if one.is_open]
    seen = incidents_for(user_id, at).filter(status__in=open_states, room__in=told.values("room_id"))
    found = [
        _Asked(incident, site)
        for incident in seen.select_related("site__school", "site__district")
        if (site := _site_of_writer(user_id, incident, at)) is not None
    ]
    exercises = [one for one in found if one.incident.is_exercise]
    if report.is_exercise:
        return exercises
    return [one for one in found if not one.incident.is_exercise] or exercises


def _site_of_writer(user_id: int, incident: Incident, at: datetime) -> Site | None:
    """Return the site of an incident whose people the writer is of; of those that joined one at which action is on."""
    if user_id in people_at(incident.site, at):
        return incident.site
    if not incident.joined:
        return None
    on = ActionInForce.objects.filter(room__incident=incident, ended_at__isnull=True).exclude(kind=SILENT_ALARM)
    here = Site.objects.filter(pk__in=on.values("site_id")).filter(pk__in=incident.site_ids_now())
    sites = here.select_related("school", "district").order_by("pk")
    return next((one for one in sites if user_id in people_at(one, at)), None)


def _write_report(writer: Writer, text: Text, report: TextReport, asked: _Asked, at: datetime) -> str:
    """Write the report, or the words as a message where they are no report. Return what to answer."""
    incident = asked.incident
    _join_writer(writer, text, incident, at)
    # "No one is ok": a room is fine only where every word was understood. A call for help is taken out of any words.
    is_clear = report.is_whole or report.state is not RoomReportState.OK
    said = _what_was_said(writer, report, asked) if report.state is not None and is_clear else None
    if report.state is not None and said is not None:
        command = ReportRoom(
            id=_id_of_command(text, "report"),
            type="report_room",
            room=said.room,
            space_id=said.space_id,
            state=report.state,
            students=said.students,
            door=report.door,
            led_by=RoomLead.SUBSTITUTE if report.is_substitute else None,
            note=NOTE if report.is_whole else _note_of_text(text.words),
        )
        if _carry_out(writer, incident, command, at):
            state = RoomReportState(report.state).label
            return _("Recorded: {state}. Thank you.").format(state=state)
    _write_message(writer, text, incident, at)
    return _("Written into the timeline. To report your room, answer: room, OK, number of students, as in 112 OK 19.")


def _write_message(writer: Writer, text: Text, incident: Incident, at: datetime) -> None:
    message = PostMessage(
        id=_id_of_command(text, "message"), type="post_message", text=f"{NOTE} {_clean_words(text.words)}"
    )
    _carry_out(writer, incident, message, at)


def _what_was_said(writer: Writer, report: TextReport, asked: _Asked) -> Said | None:
    """Return which room is meant, and how many are there; None where no room is known.

    A number that is a room of the plans is that room; another before the state is a room only if one more number, the
    count, stands after it; else it counts people, in the room that is known to be the writer's.
    """
    said = said_in(report, asked.site)
    if said.room is not None or said.space_id is not None:
        return said
    mine = room_said_here(asked.incident.room, user_id=writer.user_id)
    if mine is None:
        return None
    is_known = mine.space_id is not None and rooms_of_plans(asked.site).filter(pk=mine.space_id).exists()
    return replace(said, space_id=mine.space_id) if is_known else replace(said, room=mine.room)


def said_in(report: TextReport, site: Site) -> Said:
    """Return what the words themselves say of a room and how many are there; no room where they name none."""
    numbers = [*report.before, *report.after]
    rooms = {one: found for one in numbers if (found := _space_numbered(site, one)) is not None}
    named = next(iter(rooms), None)
    if named is None and report.before and report.after:
        named = report.before[0]
    counts = [count for one in numbers if one != named and (count := count_in(one)) is not None]
    students = counts[0] if len(counts) == 1 else None
    space_id = rooms.get(named or "")
    return Said(named if space_id is None else None, space_id, students)


def _space_numbered(site: Site, number: str) -> UUID | None:
    """Return the one room of the published plans that has this number."""
    found = list(rooms_of_plans(site).filter(number__iexact=number).values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def _join_writer(writer: Writer, text: Text, incident: Incident, at: datetime) -> None:
    here = Participant.objects.filter(room=incident.room, user_id=writer.user_id, left_at__isnull=True)
    if not here.exists():
        _carry_out(writer, incident, JoinRoom(id=_id_of_command(text, "join"), type="join_room"), at)


def _carry_out(writer: Writer, incident: Incident, command: Command, at: datetime) -> bool:
    """Carry a command out as the writer; tell whether it was taken. Raises: TryLater."""
    try:
        execute(asker=Asker(user_id=writer.user_id, at=at), room_id=incident.room.pk, command=command)
    except TryLater:
        raise
    except CoordinationError:
        return False
    return True


def _id_of_command(text: Text, part: str) -> UUID:
    """Return the id of a command: the same for every delivery of this message."""
    return uuid5(TEXTS_NAMESPACE, f"{text.carrier_id}:{part}")


def _note_of_text(words: str) -> str:
    return f"{NOTE} {_clean_words(words)}"[:500]


def _clean_words(words: str) -> str:
    """Return the words in one line, without what no screen shows."""
    # What controls a terminal stood between words.
    parted = "".join(" " if unicodedata.category(one) == "Cc" else one for one in words[:LONGEST])
    return " ".join(without_hidden(parted).split()) or "…"
