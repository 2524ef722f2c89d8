"""Read the times of an exercise from the log of its room, the plans of its site and the ledger of pushes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from coordination.drills.conduct.work.room_writing import segments_of
from coordination.drills.evaluation.errors import NotAnExercise
from coordination.drills.evaluation.rules.log_facts import Fact, LoggedEntry, SaidWords
from coordination.drills.evaluation.rules.times import (
    Milestone,
    Played,
    Span,
    breaks_of,
    played_without,
    start_of,
    times_from,
)
from coordination.drills.evaluation.work.reach import reach_of
from coordination.drills.exercises.models import Exercise
from coordination.incident.accountability.rooms import rooms_to_account_for
from coordination.room.access import Asker, incident_for, require_need
from coordination.room.capability import RoomNeed, gettext_noop
from coordination.room.models import Incident, Room
from coordination.room.reading.log_reading import read_contents
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience

# Quick words of responders and of the school; a person who types one says the same.
PAR_COMPLETE = gettext_noop("PAR complete.")
ALL_REUNIFIED = gettext_noop("All students are with their families.")


@dataclass(frozen=True, slots=True)
class ExerciseTimes:
    """The times of an exercise. `until`: where the record ends; `room_id` None: it was played in no room.

    `breaks` are pauses, and what something real took. `from_press`: times run from a press, and not from STARTEX.
    """

    incident_id: UUID | None
    room_id: UUID | None
    since: datetime | None
    until: datetime | None
    from_press: bool
    breaks: list[Span]
    milestones: list[Milestone]


NOTHING_TIMED = ExerciseTimes(None, None, None, None, from_press=False, breaks=[], milestones=[])


def times_of_incident(*, asker: Asker, incident_id: UUID) -> ExerciseTimes:
    """Return the times of any exercise in whose room the asker takes part, planned or not.

    Raises: RoomNotFound, NotJoined. NotAnExercise.
    """
    grant = incident_for(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    require_need(grant, RoomNeed.READ)
    if not grant.incident.is_exercise:
        raise NotAnExercise
    planned = Exercise.objects.filter(incident_id=incident_id).first()
    return _times_of_room(grant.room, planned, at=asker.at)


def times_of(exercise: Exercise, *, at: datetime) -> ExerciseTimes:
    """Return the times of an exercise that access has handed out."""
    if exercise.incident_id is None:
        return NOTHING_TIMED
    room = Room.objects.select_related("incident__site").filter(incident_id=exercise.incident_id).first()
    return NOTHING_TIMED if room is None else _times_of_room(room, exercise, at=at)


def times_of_room(room: Room, *, at: datetime) -> ExerciseTimes:
    """Return the times of an unplanned exercise incident, which access has handed out."""
    return _times_of_room(room, None, at=at)


def newest_seq(exercise: Exercise, *, at: datetime) -> int | None:
    """Return the number of the log's newest entry at an instant; None: no room, or nothing was in it yet."""
    if exercise.incident_id is None:
        return None
    rooms = Room.objects.filter(incident_id=exercise.incident_id)
    entries = rooms.filter(entries__at__lte=at).order_by("-entries__seq")
    return entries.values_list("entries__seq", flat=True).first()


def _times_of_room(room: Room, exercise: Exercise | None, *, at: datetime) -> ExerciseTimes:
    incident = room.incident
    until = (exercise.ended_at if exercise is not None else incident.closed_at) or at
    said = read_contents(room, audiences=[Audience.EVERYONE], up_to=room.head_seq)
    entries = [one for one in map(logged_entry, said) if one.at <= until]
    started = _find_start(entries, exercise, incident.opened_at)
    played = _played_segments(exercise) or played_without(_find_interruptions(entries), since=started.at)
    press = start_of(entries, started)
    milestones = times_from(
        entries,
        started=started,
        played=played,
        rooms=frozenset(str(pk) for pk in rooms_to_account_for(incident.site).values_list("pk", flat=True)),
        reach=reach_of(room, press, entries, until=until),
        words=_said_words(),
    )
    return ExerciseTimes(
        incident.pk,
        room.pk,
        press.at,
        until,
        from_press=press != started,
        breaks=breaks_of(played),
        milestones=milestones,
    )


def logged_entry(content: JsonObject) -> LoggedEntry:
    """Return an entry as far as times need it."""
    event, patch = content["event"], content.get("patch") or {}
    assert isinstance(event, dict)
    assert isinstance(patch, dict)
    seq, at = content["seq"], content["at"]
    assert isinstance(seq, int)
    return LoggedEntry(seq, datetime.fromisoformat(str(at)), event, patch)


def _find_start(entries: list[LoggedEntry], exercise: Exercise | None, opened_at: datetime) -> Fact:
    """Return STARTEX; of an exercise without a plan, the opening of its room."""
    if exercise is not None and exercise.started_at is not None:
        began = exercise.started_at
        said = (one for one in entries if one.event["type"] == "exercise_started")
        first = next(said, None) or next((one for one in entries if one.at >= began), None)
        return Fact(began, first.seq if first is not None else None)
    return Fact(opened_at, entries[0].seq if entries else None)


def _find_interruptions(entries: list[LoggedEntry]) -> list[Span]:
    """Return what the log itself tells: from something real, or a closing, until the room was opened again."""
    found, since = [], None
    for one in entries:
        if one.event["type"] in ("real_world_declared", "incident_closed"):
            since = since or one.at
        elif one.event["type"] == "incident_reopened" and since is not None:
            found.append(Span(since, one.at))
            since = None
    return found if since is None else [*found, Span(since, None)]


def _played_segments(exercise: Exercise | None) -> list[Played]:
    """Return what the clock of the exercise says; nothing for one without a plan, or that was not conducted."""
    segments = segments_of(exercise) if exercise is not None else []
    return [Played(one.began_at, one.ended_at, one.pace) for one in segments]


def _said_words() -> SaidWords:
    return SaidWords(par=_in_all_languages(PAR_COMPLETE), reunified=_in_all_languages(ALL_REUNIFIED))


def _in_all_languages(text: str) -> frozenset[str]:
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(gettext(text))
    return frozenset(found)


def title_of(incident_id: UUID) -> str:
    """Return the title of an incident whose times the reader was given."""
    return Incident.objects.only("title", "title_in").get(pk=incident_id).shown_title()
