"""What the devices' HTTP interface takes and answers."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from push.vocabulary import DeviceKind, NotificationState


class DeviceIn(BaseModel):
    """A device to register. `value` is its address: what its provider knows it by."""

    model_config = ConfigDict(extra="forbid")

    kind: DeviceKind
    value: str = Field(min_length=1, max_length=2000)
    platform: str = Field(max_length=40)
    locale: str = Field(max_length=20)


class DeviceRegisteredOut(BaseModel):
    id: UUID


class DeviceOut(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    kind: DeviceKind
    platform: str
    locale: str
    registered_at: datetime


class NotificationOut(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    device_id: UUID
    room_id: UUID
    seq: int
    kind: str
    urgency: str
    is_exercise: bool
    title: str
    body: str
    state: NotificationState
    attempts: int
    created_at: datetime
