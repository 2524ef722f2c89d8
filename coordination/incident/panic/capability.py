"""The panic alert: pressing it, saying what became of a press, and the all clear that two people give. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.people.capability import ParticipantJoined
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
    AnsweredBy,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, Reason, Texts, WireModel
from coordination.vocabulary import PanicKind, PressSource, ResponseActionKind, ThreatVerdict
from push.texts import PushWords


class PanicPlace(WireModel):
    """Where a person pressed, as far as it was known then. What is not known is left out, never guessed.

    `place`: in words, of a press that came from away from the school, as from a bus; `site` then says whose it is.
    """

    site: str
    place: str | None = None
    address: str | None = None
    building: str | None = None
    level_id: UUID | None = None
    level: str | None = None
    space_id: UUID | None = None
    room: str | None = None
    door: str | None = None
    door_m: int | None = None
    side: str | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    # The square of the site's grid ("F7"), and the reference of the United States National Grid.
    grid_cell: str | None = None
    usng: str | None = None
    # Of a medical press: the nearest defibrillator, and how far it is.
    aed: str | None = None


class PanicAlert(RoomObject):
    """A press and what became of it; a cancelled one stays. `words` are for the radio, `dispatch_text` for 9-1-1.

    Both are English, as they are read out; `words_in` and `dispatch_text_in` are the same by language, for readers.
    """

    state_key: ClassVar = "panic_alerts"
    faces: ClassVar = Faces(
        map="standing/standing_on_map.js",
        board="accountability/room_board.js",
        table="incident/twin/twin_sources.js",
    )
    kind: PanicKind
    source: PressSource
    button: str | None = None
    place: PanicPlace
    note: str | None = None
    words: str
    words_in: dict[str, str] = {}
    dispatch_text: str
    dispatch_text_in: dict[str, str] = {}
    confirmation_required: bool
    pressed_by: UUID
    pressed_at: str
    confirmed_by: UUID | None = None
    confirmed_at: str | None = None
    cancelled_by: UUID | None = None
    cancelled_at: str | None = None


class AllClear(RoomObject):
    """A proposal to end the alarm, under the incident's id, and who gave the all clear: always two people."""

    state_key: ClassVar = "all_clear"
    reason: str
    proposed_by: UUID
    proposed_at: str
    given_by: UUID | None = None
    given_at: str | None = None


class ThreatJudgment(RoomObject):
    """Whether the active threats of these presses are one, under the incident's id; `unknown` takes it back.

    It holds while every place from which an active threat is called has one of these presses: with a call from another
    place it is open again.
    """

    state_key: ClassVar = "threat_judgments"
    verdict: ThreatVerdict
    panic_ids: tuple[UUID, ...]
    judged_by: UUID
    judged_at: str


class RaisePanic(Command):
    """Call for help. One incident opens per alarm, however often and from wherever it is pressed.

    Say what is known: a room, or a point, or a floor, or nothing but the site. `accuracy_m` as in share_position.
    With `place`, in words, one is not at the site but on its bus or trip: that has an alarm of its own, no response
    action begins at the school, and a room or floor that is named is not used.
    """

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["raise_panic"]
    site_id: UUID
    is_exercise: bool
    kind: PanicKind = PanicKind.EMERGENCY
    space_id: UUID | None = None
    level_id: UUID | None = None
    place: Annotated[Label | None, Field(examples=["Bus 12, County Road 40"])] = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    note: Label | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self


class CancelPanic(Command):
    """Say that one's own press, or for command anybody's, was not meant. The record stays; so does the alarm."""

    type: Literal["cancel_panic"]
    panic_id: UUID
    reason: Reason


class ConfirmPanic(Command):
    """Administrators of the school or district only: a press is a real emergency. The alert never waited for it."""

    type: Literal["confirm_panic"]
    panic_id: UUID


class ProposeAllClear(Command):
    """Propose to end the alarm, while there is a commander and no lockdown is in force.

    It takes a second person; a further press takes the proposal back.
    """

    type: Literal["propose_all_clear"]
    reason: Reason


class ConfirmAllClear(Command):
    """End the alarm that another person proposed to end; one of the two is in command."""

    type: Literal["confirm_all_clear"]


class JudgeThreats(Command):
    """Say whether active threats that are called from several places are one, or that it is not known again.

    For those in command; while no one commands, for dispatch.
    """

    type: Literal["judge_threats"]
    verdict: ThreatVerdict


class PanicPressed(Event):
    """`is_news`: the first press, or one from another place. Only news is told to people who are not in the room.

    `begins`: the response action that starts with it.
    """

    type: Literal["panic_pressed"] = "panic_pressed"
    panic_id: UUID
    is_news: bool
    begins: ResponseActionKind | None = None


class PanicCancelled(Event):
    type: Literal["panic_cancelled"] = "panic_cancelled"
    panic_id: UUID
    reason: str


class PanicConfirmed(Event):
    type: Literal["panic_confirmed"] = "panic_confirmed"
    panic_id: UUID


class ThreatsJudged(Event):
    """`places`: from where the active threats are called, the oldest first."""

    type: Literal["threats_judged"] = "threats_judged"
    incident_id: UUID
    verdict: ThreatVerdict
    places: tuple[str, ...]


class AllClearProposed(Event):
    type: Literal["all_clear_proposed"] = "all_clear_proposed"
    incident_id: UUID


class AllClearGiven(Event):
    """The alarm has ended: proposed by one person, confirmed by the entry's author."""

    type: Literal["all_clear_given"] = "all_clear_given"
    incident_id: UUID


PRESS, END = About(PanicAlert, "panic_id"), About(AllClear, "incident_id")
JUDGED = About(ThreatJudgment, "incident_id")
OWN_PRESS = {"panic_id": PanicAlert}
PRESS_WORDS = {
    PanicKind.ACTIVE_THREAT: PushWords(gettext_noop("Active threat: lockdown at a school")),
    PanicKind.SECURE: PushWords(gettext_noop("Threat outside a school: secure")),
    PanicKind.FIRE: PushWords(gettext_noop("Fire at a school")),
    PanicKind.MEDICAL: PushWords(gettext_noop("Medical emergency at a school")),
    PanicKind.STAFF_ASSIST: PushWords(gettext_noop("Staff assist: a colleague needs you")),
    PanicKind.EMERGENCY: PushWords(gettext_noop("Panic alarm")),
}
# Of a press away from the school: nothing begins there, and a locked screen must not send people to its doors.
AWAY_WORDS = PushWords(gettext_noop("Alarm away from school: open it to see where"))
CAPABILITY = Capability(
    title=gettext_noop("Panic alarm"),
    panel="panic/alarm_panel.js",
    objects=(PanicAlert, AllClear, ThreatJudgment),
    needs=("accountability", "command", "lifecycle", "people", "response_actions"),
    # An incident with an alarm is over when two people have said so.
    guards={CloseIncident: "refuse_while_alarm_is_open"},
    commands=(
        CommandRule(RaisePanic, need=RoomNeed.SEE, opens_room=True, waits_for_nothing=True),
        CommandRule(CancelPanic, need=RoomNeed.READ, who=Who.AUTHOR, touches=OWN_PRESS),
        CommandRule(ConfirmPanic, need=RoomNeed.READ, who=Who.SCHOOL_ADMINISTRATOR, touches=OWN_PRESS),
        CommandRule(JudgeThreats, need=RoomNeed.READ, who=Who.IN_COMMAND),
        CommandRule(ProposeAllClear, need=RoomNeed.READ, has_tables=True),
        CommandRule(ConfirmAllClear, need=RoomNeed.READ, who=Who.SECOND_PERSON, has_tables=True),
    ),
    events=(
        EventRule(
            PanicPressed,
            words=gettext_noop("PANIC · {kind}: {words}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_press",
                detail="place_of_press_in_words",
                beside="presses_beside",
                demands_acknowledgement=True,
                # A set is never shown by its newest member: a fall after a threat does not take the threat's place.
                has_own_line=True,
                # A finger that keeps pressing must not become a storm.
                when=lambda event: getattr(event, "is_news", True),
                # A person who comes into the room has got the alarm: its escalation to them ends.
                answered_by=AnsweredBy(ParticipantJoined),
                title=gettext_noop("Panic alarm"),
                push=PRESS_WORDS[PanicKind.EMERGENCY],
            ),
            about=PRESS,
        ),
        # Told to the same people: a cancelled alarm is still followed up until two people give the all clear.
        EventRule(
            PanicCancelled,
            words=gettext_noop("Cancelled a panic press: {reason}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_press",
                detail="place_of_press_in_words",
                beside="presses_beside",
                title=gettext_noop("Press cancelled"),
                push=PushWords(gettext_noop("Panic press cancelled; the alarm goes on")),
                has_own_line=True,
            ),
            about=PRESS,
        ),
        EventRule(
            PanicConfirmed,
            words=gettext_noop("Confirmed: this is a real emergency"),
            alert=Alert(
                Told.COMMAND,
                AlertUrgency.OF_INCIDENT,
                title=gettext_noop("Alarm confirmed"),
                push=PushWords(gettext_noop("Panic alarm confirmed")),
            ),
            about=PRESS,
        ),
        # Who reads the strip reads it there; a phone in a pocket does not ring for it.
        EventRule(ThreatsJudged, words=gettext_noop("{verdict}: {places}"), alert=NO_ONE, about=JUDGED),
        EventRule(
            AllClearProposed,
            words=gettext_noop("Proposes the all clear: {reason}. A second person must confirm."),
            alert=Alert(
                Told.COMMAND,
                title=gettext_noop("All clear proposed"),
                push=PushWords(gettext_noop("All clear proposed")),
            ),
            about=END,
        ),
        EventRule(
            AllClearGiven,
            words=gettext_noop("All clear: the alarm has ended"),
            alert=Alert(
                Told.SITE,
                title=gettext_noop("All clear"),
                push=PushWords(gettext_noop("All clear: the panic alarm has ended")),
            ),
            about=END,
        ),
    ),
)
