"""What the demo is brought to before pictures are taken: quiet, an exercise, an alarm, in command, words that wait."""

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from coordination.management.self_check import Person, make_command, signed_in
from coordination.room.wire.model import Json, JsonObject

# The options are read before Django is set up, and pages read its models.
if TYPE_CHECKING:
    from tests.screens.pages import Held

STATES = ("idle", "exercise", "alarm", "command", "message", "keyboard", "offline")
# Only the incident looks different in these.
OF_THE_INCIDENT = frozenset({"message", "keyboard", "offline"})
AFTER_THE_PRESS = OF_THE_INCIDENT | {"command"}
MESSAGES = (
    ("sro", "At door 1, walking toward room 112"),
    ("dispatcher", "Two units on the way, 4 minutes out"),
    ("teacher", "Room 112, door locked, lights off"),
)


@dataclass
class Stage:
    """A running demo, brought from state to state; `incident_id` is the one to look at now."""

    base_url: str
    held: "Held"
    drill_id: str
    people: tuple[str, ...]
    incident_id: str = ""
    _signed_in: dict[str, Person] = field(default_factory=dict)

    def bring(self, state: str) -> None:
        """Bring the demo to a state. Sends commands to the server."""
        bringing = {
            "idle": self._open,
            "exercise": self._drill,
            "alarm": self._press,
            "command": self._command,
            "message": self._message,
        }
        bringing.get(state, lambda: None)()

    def _open(self) -> None:
        fields: dict[str, Json] = {"incident_type": "STDBY", "severity": "minor", "title": "Collision at the bus loop"}
        opening = make_command("open_incident", site_id=str(self.held.site_id), is_exercise=False, **fields)
        opened = self._as("principal").must("POST", "/api/v1/incidents", opening)
        self.incident_id = str(opened["incident_id"])
        self._fill(str(opened["room_id"]))

    def _drill(self) -> None:
        self.incident_id = self.drill_id
        self._join(self._room())

    def _press(self) -> None:
        pressed = self._pressed("teacher", "active_threat", self.held.threatened_id)
        self.incident_id = str(pressed["incident_id"])
        self._fill(str(pressed["room_id"]))

    def _pressed(self, who: str, kind: str, space_id: UUID) -> JsonObject:
        fields: dict[str, Json] = {"site_id": str(self.held.site_id), "space_id": str(space_id), "kind": kind}
        return self._as(who).must("POST", "/api/v1/panics", make_command("raise_panic", is_exercise=False, **fields))

    def _command(self) -> None:
        """Let someone press elsewhere, and the battalion chief take command."""
        self._pressed("nurse", "medical", self.held.hurt_id)
        self._do("battalion", self._room(), "claim_command")

    def code_of_mutual_aid(self) -> str:
        """Let an officer of the next town in; return the code that brings them in. Sends commands to the server."""
        room_id, aid_id = self._room(), str(uuid.uuid4())
        invited: dict[str, Json] = {"agency": "Riverbend Police", "agency_kind": "police", "person": "Officer Guest"}
        self._do("battalion", room_id, "invite_mutual_aid", aid_id=aid_id, **invited)
        return str(self._as("battalion").must("POST", f"/api/v1/rooms/{room_id}/mutual-aid/{aid_id}/code", {})["code"])

    def _message(self) -> None:
        text = "Everybody stays out of the gym until the sergeant has cleared it"
        self._do("principal", self._room(), "post_priority_message", message_id=str(uuid.uuid4()), text=text)

    def _fill(self, room_id: str) -> None:
        self._join(room_id)
        for who, text in MESSAGES:
            self._do(who, room_id, "post_message", text=text)

    def _join(self, room_id: str) -> None:
        for who in self.people:
            # Who has opened the room, or was there before, is refused: it is enough that everybody is in it.
            self._as(who).ask("POST", f"/api/v1/rooms/{room_id}/commands", make_command("join_room"))

    def _room(self) -> str:
        incident = self._as("principal").must("GET", f"/api/v1/incidents/{self.incident_id}")
        return str(incident["room_id"])

    def _do(self, who: str, room_id: str, command_type: str, **fields: Json) -> None:
        self._as(who).must("POST", f"/api/v1/rooms/{room_id}/commands", make_command(command_type, **fields))

    def _as(self, who: str) -> Person:
        if who not in self._signed_in:
            self._signed_in[who] = signed_in(self.base_url, who)
        return self._signed_in[who]

    def token(self, who: str) -> str:
        """Return what a browser shows the server to be this person."""
        return self._as(who).token
