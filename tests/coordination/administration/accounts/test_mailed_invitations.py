"""A mailed invitation that is accepted is a way for alerts: a person set up by pages alone is reached by a press."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from coordination.models import User
from mou.vocabulary import MemberRole
from push.devices.ways import people_with_way
from push.models import Device, Notification
from push.outbox.delivery import deliver_due
from push.transports.console import ConsoleTransport
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.stage.incident.panic import press, told

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD, ADDRESS = "a long way to the ford", "new.officer@example.org"


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.HAS_MAIL = True
    return make_cast()


def invited(cast: Cast, *, by: str) -> str:
    """Invite an officer by the page of their agency; return the code."""
    client = Client()
    client.force_login(make_member(cast.police, role=MemberRole.ADMINISTRATOR).user)
    form = {"act": "invite", "name": "New Officer", "email": ADDRESS, "role": "officer", "by": by}
    page = client.post(reverse("invite", args=[cast.police.pk]), form).content.decode()
    found = re.search(r"#([0-9A-Z-]{29})", str(mail.outbox[-1].body) if by == "mail" else page)
    assert found is not None
    return found[1]


def accept(code: str) -> User:
    answer = Client().post(reverse("welcome"), {"act": "choose", "code": code, "password": PASSWORD, "again": PASSWORD})
    assert answer.status_code in (200, 302, 303)
    return User.objects.get(email=ADDRESS)


def test_who_accepts_a_mailed_invitation_is_chosen_and_handed_the_next_alarm(cast: Cast, tmp_path: Path) -> None:
    person = accept(invited(cast, by="mail"))

    accepted = press(cast.teacher, cast.site, at=datetime.now(UTC), kind="active_threat")
    deliver_due(transports={DeviceKind.EMAIL: ConsoleTransport(tmp_path / "sent")}, clock=lambda: datetime.now(UTC))

    assert person.username in told(accepted)
    assert people_with_way([person.pk]) == {person.pk}
    assert Notification.objects.filter(device__user=person, sent_at__isnull=False).exists()


def test_a_letter_proves_no_address(cast: Cast) -> None:
    person = accept(invited(cast, by="letter"))

    assert not Device.objects.filter(user=person).exists()
