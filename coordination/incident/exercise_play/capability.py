"""An exercise is played in its room: it begins, stops, goes on, ends, and what is simulated is brought in. Pure.

There is no command here: the director moves an exercise from outside the room, and people in it cannot.
"""

from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    Capability,
    Event,
    EventRule,
    RoomObject,
    Told,
    gettext_noop,
)
from coordination.vocabulary import PanicKind
from push.texts import PushWords


class PlayPhase(StrEnum):
    """How far the play is. `interrupted`: something real happened, and nothing is simulated until it is resumed."""

    RUNNING = "running"
    PAUSED = "paused"
    INTERRUPTED = "interrupted"
    ENDED = "ended"


class SimulatedBy(StrEnum):
    """How something simulated reaches the players in the room."""

    MESSAGE = "message"
    MARKER = "marker"
    ALERT = "alert"
    PHONE_TEXT = "phone_text"


class ExercisePlay(RoomObject):
    """The exercise that is played here; a room has at most one, under the incident's id.

    `exercise_s`: seconds of exercise time at `clock_at`. While it runs, `pace` of them pass in each second.
    """

    state_key: ClassVar = "exercise_play"
    exercise_id: UUID
    name: str
    phase: PlayPhase
    is_discussion: bool
    pace: float
    exercise_s: float
    clock_at: str


class Simulated(RoomObject):
    """Something that was brought into play; nothing of it happened. Its id is the inject's.

    `sender` begins with "EXERCISE · simulated". `late_s`: by how much wall time it came too late, where it did.
    """

    state_key: ClassVar = "simulated"
    by: SimulatedBy
    sender: str
    text: str
    at: str
    late_s: int | None = None
    kind: PanicKind | None = None
    marker_id: UUID | None = None


class ExerciseStep(RoomObject):
    """What all people in a discussion look at now, under the incident's id. `number` counts from 1."""

    state_key: ClassVar = "exercise_step"
    inject_id: UUID
    number: int
    sender: str
    text: str


class ExerciseStarted(Event):
    """STARTEX."""

    type: Literal["exercise_started"] = "exercise_started"
    incident_id: UUID


class ExercisePaused(Event):
    """PAUSEX."""

    type: Literal["exercise_paused"] = "exercise_paused"
    incident_id: UUID
    reason: str


class ExerciseResumed(Event):
    """It goes on, after a pause or after something real."""

    type: Literal["exercise_resumed"] = "exercise_resumed"
    incident_id: UUID
    reason: str


class ExerciseInterrupted(Event):
    """Something real happened: stands just before the real-world word, and nothing simulated follows it."""

    type: Literal["exercise_interrupted"] = "exercise_interrupted"
    incident_id: UUID


class ExerciseEnded(Event):
    """ENDEX. The incident closes with it."""

    type: Literal["exercise_ended"] = "exercise_ended"
    incident_id: UUID
    reason: str


class ExercisePaced(Event):
    """Exercise time passes at another pace from now on."""

    type: Literal["exercise_paced"] = "exercise_paced"
    incident_id: UUID


class InjectDelivered(Event):
    """Something simulated was brought into play."""

    type: Literal["inject_delivered"] = "inject_delivered"
    inject_id: UUID
    by: SimulatedBy


class ExerciseStepShown(Event):
    """In a discussion: all screens show this now."""

    type: Literal["exercise_step_shown"] = "exercise_step_shown"
    incident_id: UUID
    number: int


PLAY = About(ExercisePlay, "incident_id")
CAPABILITY = Capability(
    title=gettext_noop("Exercise"),
    page_words="exercise_play_words",
    panel="exercise_play/exercise_play.js",
    objects=(ExercisePlay, Simulated, ExerciseStep),
    needs=("accountability", "emergency_access", "lifecycle", "map_marks", "panic", "real_world", "response_actions"),
    guards={CloseIncident: "refuse_while_played", DeclareRealWorld: "interrupt_with_real_world"},
    events=(
        EventRule(
            ExerciseStarted,
            words=gettext_noop("EXERCISE: STARTEX · {name}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_play",
                title=gettext_noop("An exercise has begun"),
                push=PushWords(gettext_noop("It begins; you take part")),
            ),
            about=PLAY,
        ),
        EventRule(
            ExercisePaused,
            words=gettext_noop("EXERCISE: PAUSEX · {reason}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("An exercise is paused"),
                push=PushWords(gettext_noop("Play is paused")),
            ),
            about=PLAY,
        ),
        EventRule(
            ExerciseResumed,
            words=gettext_noop("EXERCISE: it goes on · {reason}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_play",
                title=gettext_noop("An exercise goes on"),
                push=PushWords(gettext_noop("Play goes on")),
            ),
            about=PLAY,
        ),
        # All people are told of what is real, from the real room.
        EventRule(
            ExerciseInterrupted,
            words=gettext_noop("EXERCISE: stopped by something real"),
            alert=NO_ONE,
            about=PLAY,
        ),
        EventRule(
            ExerciseEnded,
            words=gettext_noop("EXERCISE: ENDEX · {reason}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("An exercise has ended"),
                push=PushWords(gettext_noop("Play has ended")),
            ),
            about=PLAY,
        ),
        EventRule(
            ExercisePaced, words=gettext_noop("EXERCISE: time passes {pace} times as fast"), alert=NO_ONE, about=PLAY
        ),
        EventRule(
            InjectDelivered,
            words="{sender}: {text}",
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_simulated",
                detail="simulated_in_words",
                when=lambda event: getattr(event, "by", None) is SimulatedBy.ALERT,
                title=gettext_noop("Simulated in an exercise"),
                push=PushWords(gettext_noop("Simulated: nothing happened")),
            ),
            about=About(Simulated, "inject_id"),
        ),
        EventRule(
            ExerciseStepShown,
            words=gettext_noop("EXERCISE · step {number}: {text}"),
            alert=NO_ONE,
            about=About(ExerciseStep, "incident_id"),
        ),
    ),
)
