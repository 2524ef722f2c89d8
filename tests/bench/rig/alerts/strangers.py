"""The other end of the benchmark of strangers: writes devices, tells of alarms; and people who keep us waiting.

Run as a child with the settings of the benchmark's database: `python -m tests.bench.rig.alerts.strangers ROLE …`, which
answers one JSON line; `tell` answers the instant of its commit, on the system's monotonic clock.
"""

import json
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

ROOM = UUID(int=5)
PASSWORD = "a long enough password"
POLLS_EACH = 5
CODES_EACH = 6


# --- people who keep us waiting, over HTTP ----------------------------------------------------------------------------
@dataclass(frozen=True)
class Strain:
    """What strangers do to a server: register webhooks at servers that drip, and poll as often as they can."""

    url: str
    room_id: str
    tokens: Sequence[str]
    webhooks: Sequence[str]


def asked(url: str, token: str, body: bytes | None = None) -> tuple[int, float]:
    """Ask once; return the status, 0 for none, and the seconds."""
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {})
    request = urllib.request.Request(url, data=body, headers=headers)
    began_s = time.monotonic()
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            answer.read()
            status = int(answer.status)
    except urllib.error.HTTPError as refused:
        status = refused.code
    except OSError:
        status = 0
    return status, time.monotonic() - began_s


@contextmanager
def strained(strain: Strain) -> Iterator[None]:
    """Keep a server as busy as strangers can during the block."""
    over = threading.Event()

    def register(number: int, token: str) -> None:
        for code in range(CODES_EACH):
            webhook = strain.webhooks[(number * CODES_EACH + code) % len(strain.webhooks)]
            device = {"kind": "webhook", "value": webhook, "platform": "", "locale": "en"}
            asked(f"{strain.url}/api/v1/devices", token, json.dumps(device).encode())

    def poll(token: str) -> None:
        while not over.is_set():
            status, _ = asked(f"{strain.url}/api/v1/rooms/{strain.room_id}/poll?after=100000&wait=2", token)
            over.wait(0 if status == 200 else 0.5)

    work = [threading.Thread(target=register, args=pair) for pair in enumerate(strain.tokens)]
    work += [threading.Thread(target=poll, args=(token,)) for token in strain.tokens for _ in range(POLLS_EACH)]
    for one in work:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in work:
            one.join()


# --- the other process ------------------------------------------------------------------------------------------------
def write_devices(hostile: Sequence[str], good: Sequence[str], keys: dict[str, str]) -> dict[str, object]:
    """Give the crowd their browsers: the first ones many at strangers' servers, the others one each, and a password."""
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from coordination.models import User
    from push.models import Device

    crowd = list(User.objects.filter(username__startswith="crowd").order_by("id"))
    strangers, others = crowd[: len(crowd) // 2], crowd[len(crowd) // 2 :]
    owners = [(strangers[number % len(strangers)], url) for number, url in enumerate(hostile)]
    owners += [(others[number % len(others)], url) for number, url in enumerate(good)]
    now = timezone.now()
    Device.objects.bulk_create(
        [
            Device(
                user=user,
                kind="webpush",
                value=json.dumps({"endpoint": url, "keys": keys}),
                platform="web",
                locale="en",
                registered_at=now,
                confirmed_at=now,
            )
            for user, url in owners
        ]
    )
    User.objects.filter(id__in=[user.id for user in others]).update(password=make_password(PASSWORD))
    return {
        "hostile": [user.id for user in strangers],
        "good": [user.id for user in others],
        "names": [user.username for user in others],
    }


def tell(seq: int, user_ids: Sequence[int]) -> float:
    """Tell people of an alarm as an entry does; return the instant of the commit."""
    from django.db import transaction

    from push.outbox.notifications import enqueue_notifications
    from push.texts import NEWS
    from push.vocabulary import Urgency

    with transaction.atomic():
        enqueue_notifications(
            source_key=f"bench:{seq}",
            user_ids=user_ids,
            is_exercise=False,
            urgency=Urgency.LIFE_SAFETY,
            kind="panic_raised",
            words=NEWS,
            room_id=ROOM,
            seq=seq,
            collapse_key=f"bench:{seq}",
        )
    return time.monotonic()


if __name__ == "__main__":
    import django

    django.setup()
    given = json.loads(sys.stdin.read())
    with suppress(BrokenPipeError):
        print(json.dumps(write_devices(**given) if sys.argv[1] == "devices" else tell(**given)))
