"""Tell phones through Firebase Cloud Messaging, with its own SDK; every class of error it has leads somewhere."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import firebase_admin
from firebase_admin import credentials, exceptions, messaging
from google.auth.exceptions import GoogleAuthError

from push.outgoing.calls import FCM, OutgoingCall
from push.outgoing.deadlines import within_deadline
from push.outgoing.requests_adapter import carry_by_deadline
from push.provider_words import clean_words
from push.transport import Message, SendResult, TransportError
from push.transports.connection import ANSWER_MAX_BYTES
from push.transports.fcm.body import Bodies
from push.transports.fcm.wire import Access, FcmWire
from push.transports.outbound import retry_after_s
from push.vocabulary import Channel, DeviceKind, Outcome, Urgency

TIMEOUT_S = 5  # the SDK's own is 120
# As many as the SDK itself would keep alive; not less than the lines that share them.
CONNECTIONS = 100
# Apple's and Android's own words for how loud.
ANDROID_CHANNEL = {Channel.CRITICAL: "critical", Channel.STANDARD: "standard", Channel.SILENT: "silent"}
APNS_PRIORITY = {Urgency.ROUTINE: "5", Urgency.URGENT: "10", Urgency.LIFE_SAFETY: "10"}
INTERRUPTION = {Channel.CRITICAL: "critical", Channel.STANDARD: "active", Channel.SILENT: "passive"}
# Through a Focus that keeps "active" away; never an exercise.
URGENT_INTERRUPTION = "time-sensitive"


class FcmTransport:
    """For one kind of address: installation ids, or the registration tokens of older apps."""

    def __init__(
        self, app: firebase_admin.App, *, kind: DeviceKind, clock: Callable[[], datetime], call: OutgoingCall = FCM
    ) -> None:
        self._call = call
        self._app = app
        self._kind = kind
        self._clock = clock
        self._access = Access(app, call=call)
        self._wire = FcmWire(app, self._access, call=call)
        self._bodies = Bodies(lambda message: self._wire.document_of(self.encoded(message)), clock=clock)

    def send(self, message: Message) -> SendResult:
        """Hand one message to the provider. Calls the network. Raises: TransportError."""
        try:
            with within_deadline(self._call.deadline_s, most_bytes=ANSWER_MAX_BYTES):
                self._access.ensure()
                messaging.send(self.encoded(message), app=self._app)
        except (exceptions.FirebaseError, ValueError) as error:
            return result_of(message, error)
        except GoogleAuthError as error:
            # The SDK lets these through: no access token was to be had, so nothing was sent.
            raise TransportError("fcm_no_access_token", permanent=False) from error
        return SendResult(message.notification_id, Outcome.ACCEPTED)

    async def send_soon(self, message: Message) -> SendResult:
        """Hand one message to the provider without a thread of its own. Calls the network. Raises: TransportError."""
        try:
            await self._wire.post(self._bodies.body_of(message))
        except (exceptions.FirebaseError, ValueError) as error:
            return result_of(message, error)
        except GoogleAuthError as error:
            raise TransportError("fcm_no_access_token", permanent=False) from error
        return SendResult(message.notification_id, Outcome.ACCEPTED)

    async def hang_up(self) -> None:
        """Close the connections of the running event loop."""
        await self._wire.close()

    def encoded(self, message: Message) -> messaging.Message:
        """Return the provider's message: ids, kind and generic words."""
        encoded = messaging.Message(
            data={
                "notification_id": str(message.notification_id),
                "room_id": str(message.room_id),
                "seq": str(message.seq),
                "kind": message.kind,
                "is_exercise": str(message.is_exercise).lower(),
                **{name: str(value).lower() for name, value in message.test_mark.items()},
            },
            notification=messaging.Notification(title=message.title, body=message.body),
            android=self._android(message),
            apns=self._apns(message),
            fid=message.address if self._kind is DeviceKind.FID else None,
        )
        if self._kind is DeviceKind.TOKEN:
            # Not in the constructor: it warns of the deprecation at every message. The SDK still sends them.
            encoded.token = message.address
        return encoded

    def _android(self, message: Message) -> messaging.AndroidConfig:
        return messaging.AndroidConfig(
            collapse_key=waiting_key_of(message),
            priority="normal" if message.delivery_urgency is Urgency.ROUTINE else "high",
            ttl=max(0, int((message.expires_at - self._clock()).total_seconds())),
            notification=messaging.AndroidNotification(
                channel_id=ANDROID_CHANNEL[message.channel],
                tag=message.collapse_key,
                default_sound=message.channel is not Channel.SILENT,
                default_vibrate_timings=message.channel is not Channel.SILENT,
            ),
        )

    def _apns(self, message: Message) -> messaging.APNSConfig:
        sounds = {
            Channel.CRITICAL: messaging.CriticalSound("default", critical=True, volume=1.0),
            Channel.STANDARD: "default",
            Channel.SILENT: None,
        }
        aps = messaging.Aps(
            sound=sounds[message.channel],
            thread_id=str(message.room_id),
            # Lets the app's extension run before it is shown: to report that it came, and to fetch where it is.
            mutable_content=True,
            custom_data={"interruption-level": interruption_of(message)},
        )
        headers = {
            "apns-priority": APNS_PRIORITY[message.delivery_urgency],
            "apns-expiration": str(int(message.expires_at.timestamp())),
            # Apple takes 64 bytes at most.
            "apns-collapse-id": message.collapse_key[:64],
        }
        return messaging.APNSConfig(headers=headers, payload=messaging.APNSPayload(aps))


def waiting_key_of(message: Message) -> str:
    """Return under which key Google keeps a message for a phone that is off: only the newest of each key.

    Google keeps four keys of a phone and drops any of the others (decision 0291): these are four, so that what is
    really about life never gives way to anything else. What stands on the screen has the alert's own key, as its tag.
    """
    return "exercise" if message.is_exercise else message.urgency.name.lower()


def interruption_of(message: Message) -> str:
    """Return Apple's word for how far an alert may interrupt a person."""
    is_pressing = message.urgency is not Urgency.ROUTINE and not message.is_exercise
    return URGENT_INTERRUPTION if is_pressing and message.channel is Channel.STANDARD else INTERRUPTION[message.channel]


def account_fault(app: firebase_admin.App) -> str:
    """Let the provider judge a message that is not sent (dry run); return why it refuses us, or nothing.

    The address is made up, so that it is refused is a good sign: the account was looked at first. Calls the network.
    """
    try:
        with within_deadline(FCM.deadline_s, most_bytes=ANSWER_MAX_BYTES):
            messaging.send(messaging.Message(fid="selftest", data={"kind": "selftest"}), dry_run=True, app=app)
    except (exceptions.InvalidArgumentError, exceptions.NotFoundError):
        return ""
    except exceptions.FirebaseError as error:
        return str(error.code).lower()
    except GoogleAuthError:
        return "no_access_token"
    return ""


def result_of(message: Message, error: Exception) -> SendResult:
    """Return what an error of the SDK means for this device. Raises: TransportError: it means all of them."""
    return replace(_meaning_of(message, error), said=_words_of(error))


def _words_of(error: Exception) -> str:
    """Return what Google said; what our own side found wrong before it asked is no word of theirs."""
    return clean_words(str(error)) if isinstance(error, exceptions.FirebaseError) else ""


def _meaning_of(message: Message, error: Exception) -> SendResult:
    if isinstance(error, messaging.UnregisteredError):
        return SendResult(message.notification_id, Outcome.DEVICE_GONE, "unregistered")
    if isinstance(error, messaging.SenderIdMismatchError):
        return SendResult(message.notification_id, Outcome.DEVICE_GONE, "sender_id_mismatch")
    if isinstance(error, messaging.ThirdPartyAuthError):
        # Apple's key is not in order: an operator must see to it, and the phone is fine.
        return SendResult(message.notification_id, Outcome.RETRY, "third_party_auth")
    if isinstance(error, exceptions.ResourceExhaustedError):
        wait_s = _asked_wait_s(error)
        return SendResult(message.notification_id, Outcome.RETRY, "quota", wait_s, pauses_provider=True)
    if isinstance(error, exceptions.InvalidArgumentError | ValueError):
        return SendResult(message.notification_id, Outcome.REFUSED, "invalid_argument")
    if isinstance(error, exceptions.UnauthenticatedError | exceptions.PermissionDeniedError):
        raise TransportError("fcm_account_refused", permanent=False, said=_words_of(error)) from error
    wait_s = _asked_wait_s(error) if isinstance(error, exceptions.FirebaseError) else None
    code = str(getattr(error, "code", "unknown")).lower()
    return SendResult(message.notification_id, Outcome.RETRY, f"fcm_{code}", wait_s)


def _asked_wait_s(error: exceptions.FirebaseError) -> float | None:
    response = error.http_response
    return retry_after_s(response.headers) if response is not None else None


def start_app(credentials_file: Path, *, base_url: str = "") -> firebase_admin.App:
    """Return an app of the SDK for a service account. `base_url` leads it elsewhere: to a fake one, in tests."""
    app = firebase_admin.initialize_app(
        credentials.Certificate(str(credentials_file)), {"httpTimeout": TIMEOUT_S}, name=f"push-{uuid.uuid4()}"
    )
    _prepare_app(app, base_url)
    return app


def _prepare_app(app: firebase_admin.App, base_url: str) -> None:
    """Set what the SDK offers no setting for. The only file that touches its inside; a test notices when that moves.

    The SDK tries a 503 five times, which keeps a line busy for seven seconds: our outbox tries again by itself, and
    knows of other providers and more urgent news.
    """
    if base_url:
        lead_app_to(app, base_url)
    session = messaging._get_messaging_service(app)._client.session  # noqa: SLF001
    # The other one fetches an access token for this one.
    carry_by_deadline(session, session._auth_request.session, connections=CONNECTIONS)  # noqa: SLF001


def lead_app_to(app: firebase_admin.App, base_url: str) -> None:
    """Let an app of the SDK send to another address than Google's."""
    path = messaging._MessagingService.FCM_URL.partition("googleapis.com")[2]  # noqa: SLF001
    messaging._get_messaging_service(app)._fcm_url = base_url + path.format(app.project_id)  # noqa: SLF001
