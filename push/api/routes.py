"""One's own devices over HTTP. Parse, call, answer; no rule stands here."""

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from push import access
from push.api.caller import caller_of
from push.api.schemas import (
    ConfirmationIn,
    DeviceIn,
    DeviceRegisteredOut,
    ReceiptIn,
    WebPushKeyOut,
)
from push.devices.actions import register_device, retire_device
from push.devices.confirmations import confirm_device
from push.devices.queries import DeviceView, NotificationView, device_views, notification_views
from push.ledger.receipts import record_receipt
from push.transports.keys import check_codes_are_carried, secret_of, web_push_key

router = Router(tags=["devices"])


@router.get("/devices", response=list[DeviceView], operation_id="list_devices")
def list_devices(request: HttpRequest) -> list[DeviceView]:
    """List the caller's active devices."""
    return device_views(access.devices_for(caller_of(request).user_id))


@router.post("/devices", response={201: DeviceRegisteredOut}, operation_id="register_device")
def post_device(request: HttpRequest, device: DeviceIn) -> Status[DeviceRegisteredOut]:
    """Register a device for the caller, bound to this sign-in; the same address again is the same device.

    For a mail address, telephone number or webhook a code is queued; it is used once that has come back as its
    confirmation. `GET /devices` says why a code did not get there.
    """
    caller = caller_of(request)
    made = register_device(
        user_id=caller.user_id,
        session_key=caller.session_key,
        kind=device.kind,
        value=device.value,
        platform=device.platform,
        locale=device.locale,
        app_version=device.app_version,
        at=caller.at,
    )
    if made.needs_confirmation:
        check_codes_are_carried(made.kind)
    secret = secret_of(device.kind, made.id)
    return Status(201, DeviceRegisteredOut(id=made.id, secret=secret, needs_confirmation=made.needs_confirmation))


@router.post("/devices/{uuid:device_id}/confirmation", response={204: None}, operation_id="confirm_device")
def post_confirmation(request: HttpRequest, device_id: UUID, confirmation: ConfirmationIn) -> Status[None]:
    """Confirm one of the caller's addresses with the code that was sent there: from now on it is used."""
    caller = caller_of(request)
    confirm_device(user_id=caller.user_id, device_id=device_id, code=confirmation.code, at=caller.at)
    return Status(204, None)


@router.get("/devices/web-push-key", response=WebPushKeyOut, operation_id="get_web_push_key")
def get_web_push_key(request: HttpRequest) -> WebPushKeyOut:
    """Return the key with which a browser subscribes to this installation's pushes."""
    return WebPushKeyOut(public_key=web_push_key())


@router.delete("/devices/{uuid:device_id}", response={204: None}, operation_id="retire_device")
def delete_device(request: HttpRequest, device_id: UUID) -> Status[None]:
    """Retire one of the caller's devices: nothing is sent to it any more."""
    caller = caller_of(request)
    retire_device(user_id=caller.user_id, device_id=device_id, at=caller.at)
    return Status(204, None)


@router.get("/notifications", response=list[NotificationView], operation_id="list_notifications")
def list_notifications(request: HttpRequest) -> list[NotificationView]:
    """List what the caller's devices were last told, and what became of it."""
    return notification_views(access.notifications_for(caller_of(request).user_id))


@router.post("/notifications/{uuid:notification_id}/receipts", response={204: None}, operation_id="report_receipt")
def post_receipt(request: HttpRequest, notification_id: UUID, receipt: ReceiptIn) -> Status[None]:
    """Report that a device of the caller's got a notification, opened it, or that the caller acknowledges it."""
    caller = caller_of(request)
    record_receipt(user_id=caller.user_id, notification_id=notification_id, stage=receipt.stage, at=caller.at)
    return Status(204, None)
