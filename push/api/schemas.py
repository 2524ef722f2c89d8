"""What the devices' HTTP interface takes and answers."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from push.vocabulary import DeviceKind, ReceiptStage


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

    `needs_confirmation`: a code for this address is queued; it is told nothing until that comes back.
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


class ReceiptIn(BaseModel):
    """What a device reports of a notification; the server's clock gives the time."""

    model_config = ConfigDict(extra="forbid")

    stage: ReceiptStage
