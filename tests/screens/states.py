"""What the demo is brought to before pictures are taken: quiet, in an exercise, in an alarm, with words that wait."""

import uuid
from dataclasses import dataclass, field

from coordination.management.self_check import Person, command, signed_in
from coordination.room.wire.model import Json

STATES = ("idle", "exercise", "alarm", "message", "keyboard", "offline")
# Only the incident looks different in these.
OF_THE_INCIDENT = frozenset({"message", "keyboard", "offline"})
MESSAGES = (
    ("sro", "At door 1, walking toward room 112"),
    ("dispatcher", "Two units on the way, 4 minutes out"),
    ("teacher", "Room 112, door locked, lights off"),
)


@dataclass
class Stage:
    """A running demo, brought from state to state; `incident_id` is the one to look at now."""

    base_url: str
    site_id: str
    drill_id: str
    people: tuple[str, ...]
    incident_id: str = ""
    _signed_in: dict[str, Person] = field(default_factory=dict)

    def bring(self, state: str) -> None:
        """Bring the demo to a state. Sends commands to the server."""
        {"idle": self._open, "exercise": self._drill, "alarm": self._press, "message": self._message}.get(
            state, lambda: None
        )()

    def _open(self) -> None:
        fields: dict[str, Json] = {"incident_type": "STDBY", "severity": "minor", "title": "Collision at the bus loop"}
        opening = command("open_incident", site_id=self.site_id, is_exercise=False, **fields)
        opened = self._as("principal").must("POST", "/api/v1/incidents", opening)
        self.incident_id = str(opened["incident_id"])
        self._fill(str(opened["room_id"]))

    def _drill(self) -> None:
        self.incident_id = self.drill_id
        self._join(self._room())

    def _press(self) -> None:
        pressed = self._as("teacher").must(
            "POST", "/api/v1/panics", command("raise_panic", site_id=self.site_id, is_exercise=False)
        )
        self.incident_id = str(pressed["incident_id"])
        self._fill(str(pressed["room_id"]))

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
            self._as(who).ask("POST", f"/api/v1/rooms/{room_id}/commands", command("join_room"))

    def _room(self) -> str:
        incident = self._as("principal").must("GET", f"/api/v1/incidents/{self.incident_id}")
        return str(incident["room_id"])

    def _do(self, who: str, room_id: str, command_type: str, **fields: Json) -> None:
        self._as(who).must("POST", f"/api/v1/rooms/{room_id}/commands", command(command_type, **fields))

    def _as(self, who: str) -> Person:
        if who not in self._signed_in:
            self._signed_in[who] = signed_in(self.base_url, who)
        return self._signed_in[who]

    def token(self, who: str) -> str:
        """Return what a browser shows the server to be this person."""
        return self._as(who).token
