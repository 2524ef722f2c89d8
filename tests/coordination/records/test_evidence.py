"""The evidence of an incident: each reader gets what they may read, and a log whose end was cut is found."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import Settings

from coordination.incident.attachments.capability import AttachFile
from coordination.incident.attachments.uploads import upload_file
from coordination.records.evidence.heads import mail_head, rooms_due, sign_and_mail, sign_head, text_of
from coordination.records.evidence.keys import record_key
from coordination.records.models import HeadDelivery, RecordKey, SignedHead
from coordination.room.dispatch import execute
from coordination.room.models import Incident, Room
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, asks, join, make_cast, open_room, post
from tests.factories.mou import make_member
from tests.fakes.smtp import FakeSmtp
from tests.stage.devices.clients import verifier
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_cast()


def room_with_file(cast: Cast, *, is_exercise: bool = False) -> Room:
    room = open_room(cast, is_exercise=is_exercise)
    join(cast.officer, room)
    given = upload_file(asker=asks(cast.insider), room_id=room.pk, name="door.txt", chunks=[b"door 7"])
    attach = AttachFile.model_validate({"id": uuid4(), "type": "attach_file", "upload_id": given.pk})
    execute(asker=asks(cast.insider), room_id=room.pk, command=attach)
    post(cast.insider, room.pk, "For the school alone.", audience="school")
    return Room.objects.select_related("incident__site").get(pk=room.pk)


def evidence(cast: Cast, who: str, room: Room) -> dict[str, bytes]:
    client = Client()
    client.force_login(getattr(cast, who))
    answer = client.get(f"/incidents/{room.incident_id}/evidence.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def verify(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier of the archive, alone, as whoever was given it would."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "verify_log.py"), str(folder / "log.jsonl"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def unpacked(files: dict[str, bytes], folder: Path) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


# --- the archive ------------------------------------------------------------------------------------------------------
def test_each_reader_gets_what_they_may_read_and_everybody_can_verify_it(cast: Cast, tmp_path: Path) -> None:
    room = room_with_file(cast)
    sign_head(room, NOW)
    _key, public = record_key(NOW)

    ours, theirs = evidence(cast, "insider", room), evidence(cast, "officer", room)

    assert b"For the school alone." in ours["log.jsonl"]
    assert not any(b"For the school alone." in body for body in theirs.values())
    assert [name for name in ours if name.startswith("files/")] == [
        f"files/{json.loads(ours['files.json'])[0]['sha256']}"
    ]
    assert ours["timeline.pdf"].startswith(b"%PDF")
    for name, files in (("ours", ours), ("theirs", theirs)):
        folder = unpacked(files, tmp_path / name)
        done = verify(folder, "--head", str(folder / "heads.jsonl"), "--key", public)
        assert done.returncode == 0, done.stderr
        assert "agrees with the head of #5" in done.stderr


@pytest.mark.parametrize("who", ["dispatcher", "stranger", "former"])
def test_whoever_is_not_in_the_room_gets_nothing(cast: Cast, who: str) -> None:
    room = room_with_file(cast)
    client = Client()
    client.force_login(getattr(cast, who))

    assert client.get(f"/incidents/{room.incident_id}/evidence.zip").status_code == 404


def test_an_exercise_is_marked_on_every_file(cast: Cast) -> None:
    room = room_with_file(cast, is_exercise=True)

    files = evidence(cast, "insider", room)

    assert all(name.rpartition("/")[2].startswith("EXERCISE-") for name in files)
    assert files["EXERCISE-README.txt"].startswith(b"EXERCISE")


# --- heads ------------------------------------------------------------------------------------------------------------
def test_a_log_whose_end_was_cut_is_found_by_a_head_that_was_mailed(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user
    chief.email = "chief@police.example"
    chief.save()
    room = room_with_file(cast)
    Incident.objects.filter(pk=room.incident_id).update(status="Closed", closed_at=NOW)
    settings.HAS_MAIL = True
    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = f"smtp://127.0.0.1:{server.port}", "m@example.org"
        assert sign_and_mail(NOW) == 1
        assert sign_and_mail(NOW) == 0
    (sent,) = server.mails
    # As a program shows it, and as it travels.
    shown = sent.get_payload(decode=True)
    assert isinstance(shown, bytes)
    mailed = shown.decode()
    _key, public = record_key(NOW)
    folder = unpacked(evidence(cast, "officer", room), tmp_path / "cut")
    (folder / "mail.txt").write_text(mailed)
    (folder / "mail.eml").write_bytes(sent.as_bytes())
    for name in ("mail.txt", "mail.eml"):
        assert verify(folder, "--head", str(folder / name), "--key", public).returncode == 0

    whole = (folder / "log.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "log.jsonl").write_bytes(b"".join(whole[:-1]))

    # Whole in itself: only the head tells.
    assert verify(folder).returncode == 0
    found = verify(folder, "--head", str(folder / "mail.txt"), "--key", public)
    assert found.returncode == 1
    assert "its end was cut off" in found.stderr
    assert "Smoke in the gym" not in mailed
    # Everybody's administrators were told, or have no address.
    assert HeadDelivery.objects.count() == 3


def test_the_head_that_was_mailed_at_the_close_stands_in_every_later_archive(cast: Cast, tmp_path: Path) -> None:
    """Whoever kept the mail finds the same words in the archive, besides the head that was signed for it."""
    room = room_with_file(cast)
    Incident.objects.filter(pk=room.incident_id).update(status="Closed", closed_at=NOW)
    closing = sign_head(room, NOW - timedelta(hours=1))
    assert closing is not None
    _key, public = record_key(NOW)

    folder = unpacked(evidence(cast, "officer", room), tmp_path / "closed")
    first, last = (folder / "heads.jsonl").read_text().splitlines()

    assert first == text_of(closing).line()
    assert [json.loads(one)["musterpoint_head"]["seq"] for one in (first, last)] == [closing.seq] * 2
    assert json.loads(last)["musterpoint_head"]["at"] > json.loads(first)["musterpoint_head"]["at"]
    done = verify(folder, "--head", str(folder / "heads.jsonl"), "--key", public)
    assert (done.returncode, done.stderr.count(f"agrees with the head of #{closing.seq}")) == (0, 2)


def test_heads_of_before_a_secret_key_was_lost_stay_good_by_the_keys_that_are_told(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    room = room_with_file(cast)
    sign_head(room, NOW)
    settings.SECRET_KEY = "another key of this server, made for the tests: " + "x" * 20

    folder = unpacked(evidence(cast, "insider", room), tmp_path / "two keys")
    told = Client().get("/.well-known/musterpoint-record-key").json()
    keys = [told["key"], *told["earlier"]]
    called = [word for key in keys for word in ("--key", key)]
    both = verify(folder, "--head", str(folder / "heads.jsonl"), *called)
    new_alone = verify(folder, "--head", str(folder / "heads.jsonl"), "--key", told["key"])

    assert len(set(keys)) == 2
    assert (both.returncode, both.stderr.count("agrees with the head of #5")) == (0, 2)
    assert "not signed by this key" in new_alone.stderr
    # The command that the archive itself says names both.
    assert " ".join(called) in (folder / "README.txt").read_text()


def test_a_head_that_somebody_else_signed_or_changed_is_found(cast: Cast, tmp_path: Path) -> None:
    room = room_with_file(cast)
    sign_head(room, NOW)
    folder = unpacked(evidence(cast, "insider", room), tmp_path / "forged")
    heads = (folder / "heads.jsonl").read_text()
    _key, public = record_key(NOW)

    (folder / "changed.json").write_text(re.sub(r'"seq":5', '"seq":3', heads))
    assert "not signed by this key" in verify(folder, "--head", str(folder / "changed.json"), "--key", public).stderr
    assert "not signed by this key" in verify(folder, "--head", str(folder / "heads.jsonl"), "--key", "ab" * 32).stderr
    (folder / "none.txt").write_text("Dear all,")
    assert "no signed head" in verify(folder, "--head", str(folder / "none.txt")).stderr


def test_the_verifier_and_the_library_agree_on_signatures() -> None:
    for number in range(8):
        key, _public = record_key_of(number)
        message = bytes([number]) * number
        signature, public = key.sign(message), key.public_key().public_bytes_raw()
        bad = bytes([signature[0] ^ 1]) + signature[1:]
        assert verifier.is_signed(message, signature, public)
        assert not verifier.is_signed(message + b"x", signature, public)
        assert not verifier.is_signed(message, bad, public)
        assert not verifier.is_signed(message, signature[:32] + b"\xff" * 32, public)


def record_key_of(number: int) -> tuple[Ed25519PrivateKey, bytes]:
    key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return key, key.public_key().public_bytes_raw()


def test_heads_are_signed_at_close_and_once_a_day_while_open(cast: Cast) -> None:
    room = open_room(cast, at=NOW - timedelta(hours=25))
    assert [one.pk for one in rooms_due(NOW)] == [room.pk]
    sign_head(rooms_due(NOW)[0], NOW)

    post(cast.insider, room.pk)
    assert list(rooms_due(NOW + timedelta(hours=1))) == []
    assert len(rooms_due(NOW + timedelta(hours=25))) == 1
    Incident.objects.update(status="Closed", closed_at=NOW)
    assert len(rooms_due(NOW)) == 1


def test_a_mail_server_that_refuses_one_agency_is_asked_again_for_it_alone(cast: Cast, settings: Settings) -> None:
    for agency, address in ((cast.police, "550@police.example"), (cast.district, "head@district.example")):
        person = make_member(agency, role=MemberRole.ADMINISTRATOR).user
        person.email = address
        person.save()
    room = room_with_file(cast)
    head = sign_head(room, NOW)
    assert head is not None
    settings.HAS_MAIL = True
    with FakeSmtp() as server:
        settings.PUSH_MAIL_SERVER, settings.PUSH_MAIL_FROM = f"smtp://127.0.0.1:{server.port}", "m@example.org"
        mail_head(head, NOW)
        mail_head(head, NOW)

    assert len(server.mails) == 1
    assert cast.police.id not in set(HeadDelivery.objects.values_list("agency_id", flat=True))


def test_the_key_is_encrypted_and_told_to_everybody(cast: Cast) -> None:
    told = Client().get("/.well-known/musterpoint-record-key").json()

    key, public = record_key(NOW)
    assert told == {"algorithm": "Ed25519", "key": public, "earlier": []}
    assert key.private_bytes_raw().hex() not in RecordKey.objects.get().sealed


def test_the_database_refuses_to_change_a_signed_head(cast: Cast) -> None:
    sign_head(room_with_file(cast), NOW)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE records_signedhead SET seq = seq")
    assert SignedHead.objects.count() == 1


def test_the_archive_carries_the_verifier_of_the_documents(cast: Cast) -> None:
    files = evidence(cast, "insider", room_with_file(cast))

    assert files["verify_log.py"] == (ROOT / "docs" / "examples" / "verify_log.py").read_bytes()
