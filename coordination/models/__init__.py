from coordination.models.attachment import Attachment
from coordination.models.incident import Incident
from coordination.models.log_entry import LogEntry
from coordination.models.marker import Marker
from coordination.models.participant import Participant
from coordination.models.room import Room
from coordination.models.shape import Shape
from coordination.models.socket_ticket import SocketTicket
from coordination.models.strike import Strike
from coordination.models.user import User

__all__ = [
    "Attachment",
    "Incident",
    "LogEntry",
    "Marker",
    "Participant",
    "Room",
    "Shape",
    "SocketTicket",
    "Strike",
    "User",
]
