"""Send an alert to one's own devices, marked as a test, through the same outbox as every other."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.contrib.auth import get_user_model
from django.db import transaction

from push.errors import NoDevice, TooManyTests
from push.models import Device, Notification, Recipient
from push.models.recipient import TESTS, key_of_test
from push.outbox.planning import NO_DETAIL, Alert, tests_of
from push.outbox.wake import ring_on_commit
from push.texts import TEST_ALERT, TEST_WORDS
from push.vocabulary import DeviceKind, Manner, Urgency

# Each may cost a text message, and a carrier that is asked too often slows down what matters.
TESTS_PER_HOUR = 6
HOUR = timedelta(hours=1)


def send_test_alert(*, user_id: int, at: datetime, kinds: Collection[DeviceKind] = tuple(DeviceKind)) -> UUID:
    """Plan a test for all confirmed devices of a person, in one durable transaction; return its id. Locks the person.

    `kinds`: only those of these kinds.
    It is marked as an exercise, which the database demands of it: it says so in every transport and language, is never
    life safety and never breaks through silence. Its own collapse key keeps it from covering an alert on the screen.
    Raises: NoDevice, TooManyTests.
    """
    test_id = uuid_utils.uuid7()
    alert = Alert(
        source_key=key_of_test(test_id),
        is_exercise=True,
        urgency=Urgency.URGENT,
        kind=TEST_ALERT,
        words=TEST_WORDS,
        # There is no entry to fetch; apps find here which test it was.
        room_id=test_id,
        seq=0,
        collapse_key=key_of_test(test_id),
        demands_acknowledgement=False,
        manner=Manner.LADDER,
        detail=NO_DETAIL,
        planned_at=at,
    )
    with transaction.atomic(durable=True):
        get_user_model().objects.select_for_update(no_key=True).get(pk=user_id)
        sent = Recipient.objects.filter(user_id=user_id, source_key__startswith=TESTS, planned_at__gt=at - HOUR)
        if sent.count() >= TESTS_PER_HOUR:
            raise TooManyTests(f"At most {TESTS_PER_HOUR} test alerts an hour; try again later.")
        own = Device.objects.filter(user_id=user_id, is_active=True, confirmed_at__isnull=False).order_by("id")
        own = own.filter(kind__in=[one.value for one in kinds])
        devices = list(own)
        if not devices:
            raise NoDevice("No device or confirmed address of yours is registered.")
        recipient = Recipient.objects.create(
            source_key=alert.source_key,
            user_id=user_id,
            demands_acknowledgement=False,
            is_supervisor=False,
            planned_at=at,
        )
        ring_on_commit()
        Notification.objects.bulk_create(tests_of(alert, recipient, devices))
    return test_id
