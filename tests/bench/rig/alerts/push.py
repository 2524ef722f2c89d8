"""The other end of the push benchmark: writes notifications, and runs the plain loop that ours is held against.

Run as a child with the settings of the benchmark's database: `python -m tests.bench.rig.alerts.push ROLE NUMBER…`.
Answers one JSON line with the instant, on the system's monotonic clock, from which the benchmark counts.
"""

import json
import sys
import time
from uuid import UUID

import django

ROOM = UUID(int=5)


def people(count: int) -> None:
    """Make so many people with a phone each."""
    from django.utils import timezone

    from coordination.models import User
    from push.models import Device

    users = User.objects.bulk_create(
        [User(username=f"bench-{number}", display_name=f"Bench {number}") for number in range(count)], batch_size=500
    )
    Device.objects.bulk_create(
        [
            Device(
                user=user,
                kind="fid",
                value=f"ok-{user.id}",
                platform="android",
                locale="en",
                registered_at=timezone.now(),
                confirmed_at=timezone.now(),
            )
            for user in users
        ],
        batch_size=500,
    )


def tell(seq: int, devices: int, urgency: int, times: int) -> float:
    """Write notifications as an entry does; return the instant of the last commit."""
    from django.db import transaction

    from push.models import Device
    from push.outbox.notifications import enqueue_notifications
    from push.texts import NEWS
    from push.vocabulary import Urgency

    user_ids = list(Device.objects.order_by("id").values_list("user_id", flat=True)[:devices])
    for number in range(times):
        with transaction.atomic():
            enqueue_notifications(
                source_key=f"bench:{seq}:{number}",
                user_ids=user_ids,
                is_exercise=False,
                urgency=Urgency(urgency),
                kind="incident_opened",
                words=NEWS,
                room_id=ROOM,
                seq=seq,
                collapse_key="bench",
            )
    return time.monotonic()


def plain_loop(seq: int, devices: int, credentials: str, base_url: str) -> float:
    """Send as the SDK's documentation does: lists of 500, one after the other. Return the instant of the beginning."""
    import firebase_admin
    from django.utils import timezone
    from firebase_admin import messaging

    from push.models import Device
    from push.transports.fcm.transport import FcmTransport, lead_app_to
    from push.vocabulary import DeviceKind
    from tests.factories.push import make_message

    # The SDK as it comes, with its own connections: ours end with a deadline, and the SDK's threads know of none.
    app = firebase_admin.initialize_app(firebase_admin.credentials.Certificate(credentials))
    lead_app_to(app, base_url)
    transport = FcmTransport(app, kind=DeviceKind.FID, clock=timezone.now)
    # The first access token is fetched before the clock runs: the worker that ours is measured on has one, too.
    messaging.send(messaging.Message(fid="ok-warm", data={"seq": "0"}), app=app)
    began = time.monotonic()
    addresses = list(Device.objects.order_by("id").values_list("value", flat=True)[:devices])
    for start in range(0, len(addresses), 500):
        chunk = addresses[start : start + 500]
        messages = [
            transport.encoded(make_message(seq, address=address, kind=DeviceKind.FID, expires_at=timezone.now()))
            for address in chunk
        ]
        messaging.send_each(messages, app=app)
    return began


def main(arguments: list[str]) -> None:
    django.setup()
    role, *rest = arguments
    if role == "people":
        people(int(rest[0]))
        print(json.dumps(0))
    elif role == "tell":
        print(json.dumps(tell(*(int(one) for one in rest))))
    else:
        print(json.dumps(plain_loop(int(rest[0]), int(rest[1]), rest[2], rest[3])))


if __name__ == "__main__":
    main(sys.argv[1:])
