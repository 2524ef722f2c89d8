"""The audit goes on to a syslog receiver; one that is away or stands still loses nothing and holds up no one."""

import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from coordination.audit_spool import AuditNote, note
from coordination.records.audit.intake import take_in
from coordination.records.audit.syslog import receiver_of_settings, send_due, signs_of_unsent
from coordination.records.models import AuditDelivery
from coordination.vocabulary import AuditKind, AuditOutcome
from push.outgoing.deadlines import within_deadline
from tests.factories.cast import Cast, make_cast, open_room
from tests.fakes.syslog import SyslogReceiver

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "receiver.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


def happen(count: int, outcome: AuditOutcome = AuditOutcome.DONE, user_id: int | None = None, **about: str) -> None:
    for _ in range(count):
        note(AuditNote(AuditKind.PLAN, outcome, "plan_read", user_id, "192.0.2.7", about))
    take_in()


def send() -> int:
    to = receiver_of_settings()
    assert to is not None
    return send_due(to, datetime.now(UTC))


def wait_for(received: SyslogReceiver, count: int) -> list[str]:
    deadline = time.monotonic() + 10
    while len(received.messages) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return [one.data["seq"] for one in received.messages]


@pytest.mark.parametrize("scheme", ["udp", "tcp", "tls"])
def test_every_event_reaches_the_receiver_in_order(settings: Settings, scheme: str, certificate: Path) -> None:
    happen(3)
    with SyslogReceiver(scheme, certificate=certificate if scheme == "tls" else None) as received:
        settings.SYSLOG, settings.SYSLOG_CA = received.url, str(certificate)

        assert send() == 3
        assert wait_for(received, 3) == ["1", "2", "3"]
        assert (send(), [sign.exists() for sign in signs_of_unsent()]) == (0, [False, False])


def test_a_receiver_whose_certificate_nobody_vouches_for_gets_nothing(settings: Settings, certificate: Path) -> None:
    happen(1)
    with SyslogReceiver("tls", certificate=certificate) as received:
        settings.SYSLOG = received.url
        with pytest.raises(OSError, match=r"(?i)certificate"):
            send()

    assert received.messages == []


def test_names_cannot_forge_a_line_and_what_is_refused_and_an_exercise_is_told(settings: Settings, cast: Cast) -> None:
    cast.teacher.display_name = 'Eve"] \\ <13>1 -\nforged'
    cast.teacher.save()
    room = open_room(cast, is_exercise=True)
    happen(1, AuditOutcome.REFUSED, user_id=cast.teacher.pk, room_id=str(room.pk))
    with SyslogReceiver("udp") as received:
        settings.SYSLOG = received.url
        send()
        wait_for(received, 1)

    (told,) = received.messages
    assert told.data["person"] == 'Eve"] \\ <13>1 - forged'
    assert (told.priority, told.data["exercise"]) == (13 * 8 + 4, "true")
    assert told.text.startswith("EXERCISE ")


def test_a_receiver_that_was_stopped_is_caught_up_when_it_is_back(settings: Settings) -> None:
    with SyslogReceiver("tcp") as received:
        settings.SYSLOG = received.url
        happen(2)
        send()
        wait_for(received, 2)

    happen(2)
    with pytest.raises(OSError, match="refused"):
        send()
    assert AuditDelivery.objects.get().trouble

    with SyslogReceiver("tcp", port=received.port) as again:
        assert send() == 2
        assert wait_for(again, 2) == ["3", "4"]
    assert AuditDelivery.objects.get().trouble == ""


def test_a_receiver_that_stands_still_is_given_a_bound_and_gets_it_all_afterwards(
    settings: Settings,
) -> None:
    happen(2)
    with SyslogReceiver("tcp") as received:
        settings.SYSLOG = received.url
        received.is_frozen.set()
        began = time.monotonic()

        with pytest.raises(TimeoutError), within_deadline(0.3):
            send()

        assert time.monotonic() - began < 5
        # What happens meanwhile is recorded as ever.
        happen(1)
        received.is_frozen.clear()
        assert send() == 3
        assert wait_for(received, 3) == ["1", "2", "3"]


def test_of_several_processes_one_sends(settings: Settings) -> None:
    happen(1)
    with SyslogReceiver("tcp") as received:
        settings.SYSLOG = received.url
        AuditDelivery.objects.create(pk=1, held_until=datetime.now(UTC) + timedelta(seconds=30))

        assert send() == 0

        AuditDelivery.objects.update(held_until=datetime.now(UTC) - timedelta(seconds=1))
        assert send() == 1
