"""What the API answers; requests are the command classes of coordination.wire."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from coordination.wire.model import JsonObject
from mapping.sites.schemas import LevelOut


class AcceptedOut(Schema):
    """A durable command: the seq of its first entry (null for what is never logged)."""

    room_id: UUID
    seq: int | None
    is_repeat: bool


class OpenedOut(AcceptedOut):
    """An incident that is open now."""

    incident_id: UUID


class IncidentOut(Schema):
    """An incident whose room the caller may see."""

    incident_id: UUID
    room_id: UUID
    site_id: UUID
    site: str
    incident_type: str
    severity: str
    title: str
    is_exercise: bool
    status: str
    opened_at: str
    head: int


class EntriesOut(Schema):
    """A stretch of the log: each item is what an entry or withheld frame says."""

    head: int
    entries: list[JsonObject]


class TicketOut(Schema):
    """A one-time ticket for one socket."""

    ticket: str
    expires_at: datetime


class UploadOut(Schema):
    """A stored file that waits to be attached."""

    upload_id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


class MembershipOut(Schema):
    """One agency the caller belongs to."""

    agency_id: UUID
    agency: str
    kind: str
    role: str


class MeOut(Schema):
    """The caller as others see them."""

    user_id: UUID
    name: str
    memberships: list[MembershipOut]


class RoomLevelOut(LevelOut):
    """A floor with the plan its incident opened with; `newer_*` names what was published since."""

    newer_floorplan_id: UUID | None
    newer_version: int | None
