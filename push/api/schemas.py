"""What the devices' HTTP interface takes and answers."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from push.vocabulary import Channel, DeviceKind, NotificationState, ReceiptStage


class DeviceIn(BaseModel):
    """A device to register. `value` is its address: what its provider knows it by."""

    model_config = ConfigDict(extra="forbid")

    kind: DeviceKind
    value: str = Field(min_length=1, max_length=2000)
    platform: str = Field(max_length=40)
    locale: str = Field(max_length=20)
    app_version: str = Field(default="", max_length=20)


class DeviceRegisteredOut(BaseModel):
    """`secret` is for webhooks: with it the receiver checks the signature of every call.

    `needs_confirmation`: a code was sent to this address; it is told nothing until that comes back.
    """

    id: UUID
    secret: str | None = None
    needs_confirmation: bool


class ConfirmationIn(BaseModel):
    """The code that was sent to a mail address, telephone number or webhook."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern="^[0-9]{6}$")


class WebPushKeyOut(BaseModel):
    """What a browser needs as applicationServerKey to subscribe."""

    public_key: str


class DeviceOut(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    kind: DeviceKind
    platform: str
    locale: str
    app_version: str
    registered_at: datetime
    confirmed_at: datetime | None


class NotificationOut(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)

    id: UUID
    device_id: UUID
    room_id: UUID
    seq: int
    kind: str
    urgency: str
    is_exercise: bool
    channel: Channel
    title: str
    body: str
    state: NotificationState
    attempts: int
    created_at: datetime
    acknowledged_at: datetime | None


class ReceiptIn(BaseModel):
    """What a device reports of a notification; the server's clock gives the time."""

    model_config = ConfigDict(extra="forbid")

    stage: ReceiptStage
