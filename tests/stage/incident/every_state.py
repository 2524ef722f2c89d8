"""One incident after another in every state it can come to, with an object of each kind in each of its own states."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from coordination.incident.mutual_aid.codes import issue_code
from coordination.incident.mutual_aid.entering import come_in
from coordination.incident.response_actions.queries import locked_rooms
from coordination.models import User
from coordination.room.dispatch import Accepted
from coordination.room.models import Incident, Participant, Room, RoomObject
from coordination.room.reading.state import object_now
from coordination.room.registry import object_classes
from mapping.models import Space
from tests.factories.cast import asks, join, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.command import EVERYBODY, People, make_people
from tests.stage.incident.panic import press, run

PLACE = {"lon": -98.5, "lat": 39.8}


@dataclass
class Play:
    """A room, the people in it, and the ids of what was made there by a name."""

    people: People
    room: Room
    ids: dict[str, UUID] = field(default_factory=dict)
    guest: User | None = None

    def do(self, who: str, word: str, **fields: Any) -> Accepted:
        """Let someone of the cast carry out a command."""
        return run(self.people.user(who), self.room.pk, word, **fields)

    def make(self, who: str, word: str, name: str, id_field: str, **fields: Any) -> UUID:
        """Carry out a command that makes an object under an id of the client's, and remember it by a name."""
        self.ids[name] = uuid4()
        self.do(who, word, **{id_field: self.ids[name]}, **fields)
        return self.ids[name]

    def participant(self, who: str) -> UUID:
        """Return who someone is in the room."""
        return Participant.objects.get(room=self.room, user=self.people.user(who)).pk

    def object_ids(self, state_key: str) -> list[str]:
        """Return the ids of all objects of a kind there are or were."""
        rows = RoomObject.objects.filter(room=self.room, state_key=state_key).order_by("created_seq", "object_id")
        return list(rows.values_list("object_id", flat=True))


def quiet(people: People) -> Play:
    """Open a real incident in which nothing has happened and no one is in command."""
    return _everybody(people, open_room(people.cast))


def going_on(people: People, *, is_exercise: bool = False) -> Play:
    """Let everything begin at once: an alarm with its lockdown, command, calls for help, facts, an invitation."""
    pressed = press(people.teacher, people.site, kind="active_threat", is_exercise=is_exercise)
    play = _everybody(people, Room.objects.select_related("incident__site").get(pk=pressed.room_id))
    play.do("chief", "claim_command")
    play.do("chief", "offer_command", participant_id=play.participant("sergeant"), kind="unified")
    play.make("principal", "start_response_action", "hold", "action_id", kind="hold", space_ids=[_space(people).pk])
    play.do("teacher", "report_room", room="101", state="ok", missing=1, missing_names=["Ana"])
    for name in ("fact", "contradiction", "withdrawn fact"):
        said = {"kind": "suspects", "value": name, "source": "caller", "audience": "everyone"}
        play.make("officer", "pin_fact", name, "fact_id", **said)
    play.do("officer", "withdraw_fact", fact_id=play.ids["withdrawn fact"], reason="Not so.")
    play.make("officer", "call_mayday", "mayday", "mayday_id", kind="mayday")
    for callsign in ("Adam 12", "Adam 13"):
        play.do("officer", "check_in_unit", callsign=callsign, kind="PatrolUnit")
    for name in ("casualty", "casualty of no one"):
        play.make("captain", "open_casualty", name, "casualty_id", category="immediate")
    entered_by_mistake = play.ids["casualty of no one"]
    play.do("captain", "move_casualty", casualty_id=entered_by_mistake, step="withdraw", reason="No one.")
    play.do("chief", "appoint_to_function", function="operations", participant_id=play.participant("sergeant"))
    play.do("sergeant", "offer_function", function="operations", participant_id=play.participant("officer"))
    space = _space(people)
    play.do("officer", "mark_space", space_id=space.pk, step="clear", team="Contact 1")
    _have_ground(play)
    level_id = space.floorplan.level_id
    area = {"area_id": uuid4(), "name": "x", "team": "Contact 1", "level_id": level_id}
    play.do("officer", "assign_search_area", **area)
    play.make("chief", "post_priority_message", "priority", "message_id", text="Stay down.")
    for name, kind in (("marker", "hazard"), ("post", "command_post"), ("gone marker", "hazard")):
        play.make("chief", "place_marker", name, "marker_id", kind=kind, label="x", **PLACE)
    play.do("chief", "remove_marker", marker_id=play.ids["gone marker"])
    points = [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 39.9)]
    play.make("chief", "draw_shape", "hot zone", "shape_id", kind="hot_zone", points=points)
    play.do("teacher", "post_message", text="We are here.")
    play.do("chief", "remove_participant", participant_id=play.participant("clerk"), reason="Not needed here.")
    named = {"agency": "Valley Fire", "agency_kind": "fire", "person": "Chief Alvarez"}
    play.make("chief", "invite_mutual_aid", "aid", "aid_id", **named)
    return play


def exercise(people: People) -> Play:
    """Let the same be played."""
    return going_on(people, is_exercise=True)


def being_settled(people: People) -> Play:
    """Let each thing take its next step."""
    play = going_on(people)
    play.do("sergeant", "accept_command")
    lockdown = _lockdown(play)
    rooms = [one.space_id for one in locked_rooms(people.site, lockdown[1])]
    play.do("officer", "open_locked_rooms", action_id=lockdown[0], space_ids=rooms)
    play.do("captain", "confirm_fact", fact_id=play.ids["fact"], source="officer")
    play.do("captain", "supersede_fact", fact_id=play.ids["contradiction"], by_fact_id=play.ids["fact"])
    play.do("chief", "acknowledge_mayday", mayday_id=play.ids["mayday"])
    play.do("officer", "acknowledge_priority_message", message_id=play.ids["priority"])
    code = issue_code(asks(people.chief), room_id=play.room.pk, aid_id=play.ids["aid"]).code
    play.guest = User.objects.get(pk=come_in(code=code, user_id=None, address="192.0.2.7", at=NOW).user_id)
    _panic(play, "principal", "confirm_panic")
    report_id = play.object_ids("room_reports")[0]
    play.do("teacher", "withdraw_room_report", report_id=report_id, reason="Another room.")
    return play


def settled(people: People) -> Play:
    """Let everything be over but the incident."""
    play = being_settled(people)
    play.do("officer", "release_response_action", action_id=_lockdown(play)[0])
    play.make(
        "chief",
        "change_response_action",
        "shelter",
        "action_id",
        replaces=play.ids["hold"],
        kind="evacuate",
        destination="the gym",
    )
    play.do("chief", "release_response_action", action_id=play.ids["shelter"])
    play.do("chief", "clear_mayday", mayday_id=play.ids["mayday"], is_accounted_for=True, reason="Found.")
    play.do("chief", "end_mutual_aid", aid_id=play.ids["aid"], reason="Enough.")
    play.do("principal", "propose_all_clear", reason="It was a door.")
    play.do("chief", "confirm_all_clear")
    _panic(play, "teacher", "cancel_panic", reason="A door.")
    return play


def over(people: People) -> Play:
    """Let it be closed."""
    play = settled(people)
    play.do("chief", "close_incident", reason="Over.")
    return play


def again(people: People) -> Play:
    """Let it be opened again, with no one in command."""
    play = over(people)
    play.do("chief", "reopen_incident", reason="Not over.")
    for who in ("chief", "sergeant"):
        play.do(who, "relinquish_command", reason="Others come.")
    return play


def stopped_exercise(people: People) -> Play:
    """Let an exercise be stopped by something real."""
    play = exercise(people)
    play.make("officer", "declare_real_world", "real", "declaration_id", note="Really hurt")
    return play


def real_after_exercise(people: People) -> Play:
    """Return the real incident that came of it."""
    play = stopped_exercise(people)
    real = Incident.objects.exclude(pk=play.room.incident_id).get(is_exercise=False)
    return Play(people, Room.objects.select_related("incident__site").get(incident=real), play.ids)


SITUATIONS: dict[str, Callable[[People], Play]] = {
    one.__name__: one
    for one in (quiet, going_on, exercise, being_settled, settled, over, again, stopped_exercise, real_after_exercise)
}


def make_situation(name: str) -> Play:
    """Write a school with a plan, everybody who may come, and one incident in a state."""
    people = make_people()
    make_plan(people.site)
    return SITUATIONS[name](people)


def _everybody(people: People, room: Room) -> Play:
    for who in ("principal", *EVERYBODY):
        user = people.user(who)
        if not Participant.objects.filter(room=room, user=user).exists():
            join(user, room)
    return Play(people, room)


def _space(people: People) -> Space:
    found = Space.objects.filter(floorplan__level__site=people.site).first()
    assert found is not None
    return found


def _have_ground(play: Play) -> None:
    """Set a place that stands and a closed one; let something be seen that stands, and something that was nothing."""
    for name in ("ground", "closed ground"):
        points = [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 39.9)]
        play.make("officer", "set_ground_place", name, "place_id", kind="warm_zone", points=points)
        play.make("officer", "report_sighting", f"seen at {name}", "sighting_id", kind="suspect", **PLACE)
    play.do("officer", "tell_door", door_id=_space(play.people).pk, state="blocked")
    play.do("officer", "close_ground_place", place_id=play.ids["closed ground"], reason="Searched.")
    play.do("officer", "take_back_sighting", sighting_id=play.ids["seen at closed ground"], reason="A parent.")


def _lockdown(play: Play) -> tuple[str, Any]:
    cls = object_classes()["response_actions"]
    found = [(one, object_now(play.room, cls, one)) for one in play.object_ids("response_actions")]
    return next((one, action) for one, action in found if getattr(action, "kind", "") == "lockdown")


def _panic(play: Play, who: str, word: str, **fields: Any) -> None:
    play.do(who, word, panic_id=play.object_ids("panic_alerts")[0], **fields)
