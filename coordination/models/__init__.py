from coordination.models.attachment import Attachment
from coordination.models.disclosure import Disclosure
from coordination.models.flash import Flash, FlashAcknowledgement
from coordination.models.incident import Incident
from coordination.models.incident_floorplan import IncidentFloorplan
from coordination.models.log_entry import LogEntry
from coordination.models.marker import Marker
from coordination.models.panic_alarm import PanicAlarm
from coordination.models.panic_intake import PanicButton, PanicIntake, PanicPolicy
from coordination.models.panic_press import PanicPress
from coordination.models.participant import Participant
from coordination.models.room import Room
from coordination.models.shape import Shape
from coordination.models.socket_ticket import SocketTicket
from coordination.models.strike import Strike
from coordination.models.user import User

__all__ = [
    "Attachment",
    "Disclosure",
    "Flash",
    "FlashAcknowledgement",
    "Incident",
    "IncidentFloorplan",
    "LogEntry",
    "Marker",
    "PanicAlarm",
    "PanicButton",
    "PanicIntake",
    "PanicPolicy",
    "PanicPress",
    "Participant",
    "Room",
    "Shape",
    "SocketTicket",
    "Strike",
    "User",
]
