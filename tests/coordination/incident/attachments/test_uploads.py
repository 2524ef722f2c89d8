"""Files: what is taken, what is refused, and that nothing a browser would run is ever served as itself."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import FileResponse
from django.test import Client
from pytest_django.fixtures import Settings

from coordination.errors import OpenUploadLimit, UploadNotFound, UploadQuotaUsed, UploadRefused, UploadTooLarge
from coordination.incident.attachments.models import Attachment
from coordination.incident.attachments.sweep import sweep_orphans
from coordination.incident.attachments.uploads import (
    DAY,
    DAY_MAX_BYTES,
    DAY_MAX_FILES,
    MAX_UNATTACHED,
    blob_path,
    media_type_of,
)
from tests.factories.cast import open_room
from tests.factories.mapping import make_site
from tests.stage.full_room import Stage, run, upload

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """A media folder of this test alone."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def fetch(stage: Stage, who: str, attachment_id: object) -> FileResponse:
    address = f"/api/v1/rooms/{stage.room.id}/attachments/{attachment_id}"
    response: object = Client().get(address, headers=stage.headers(who))
    assert isinstance(response, FileResponse)
    return response


def attached(stage: Stage, name: str, body: bytes) -> object:
    upload_id = upload(stage.people["officer"], stage.room.id, name=name, body=body)
    run(stage.people["officer"], stage.room.id, "attach_file", upload_id=upload_id)
    return upload_id


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (HTML, "application/octet-stream"),
        (b"<svg onload='x'>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_first_bytes_say_what_a_file_is_and_its_name_does_not(head: bytes, media_type: str) -> None:
    assert media_type_of(head[:16]) == media_type


def test_a_page_with_a_picture_s_name_is_a_download(stage: Stage) -> None:
    response = fetch(stage, "officer", attached(stage, "photo.png", HTML))

    assert b"".join(response.streaming_content) == HTML  # type: ignore[arg-type]  # a FileResponse streams plainly
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_picture_is_shown_to_whoever_may_read_its_entry(stage: Stage) -> None:
    response = fetch(stage, "teacher", attached(stage, "photo.png", PNG))

    assert b"".join(response.streaming_content) == PNG  # type: ignore[arg-type]  # a FileResponse streams plainly
    assert (response["Content-Type"], response["Content-Disposition"][:6]) == ("image/png", "inline")


def test_a_file_that_is_not_attached_is_not_there_for_anybody(stage: Stage) -> None:
    address = f"/api/v1/rooms/{stage.room.id}/attachments/{stage.officers_upload_id}"

    assert {Client().get(address, headers=stage.headers(who)).status_code for who in ("officer", "insider")} == {404}


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\dana\\door 7.jpg", "door 7.jpg"),
        ("  plan.pdf ", "plan.pdf"),
        ("<b>.txt", "<b>.txt"),
        ("¿puerta?.txt", "¿puerta?.txt"),
    ],
)
def test_only_the_last_part_of_a_name_is_kept(stage: Stage, given: str, shown: str) -> None:
    upload_id = upload(stage.people["officer"], stage.room.id, name=given)

    assert Attachment.objects.get(pk=upload_id).name == shown


@pytest.mark.parametrize("name", ["", "/", "a\x00b.txt", "a\u202eb.txt", "line\x0bfeed", "x" * 201])
def test_a_name_that_could_deceive_is_refused(stage: Stage, name: str) -> None:
    with pytest.raises(UploadRefused):
        upload(stage.people["officer"], stage.room.id, name=name)


def test_an_empty_file_is_refused(stage: Stage) -> None:
    with pytest.raises(UploadRefused):
        upload(stage.people["officer"], stage.room.id, body=b"")


def test_a_file_beyond_the_limit_is_refused_and_leaves_nothing(stage: Stage, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000
    before = files_under(Path(settings.MEDIA_ROOT))

    with pytest.raises(UploadTooLarge):
        upload(stage.people["officer"], stage.room.id, body=b"x" * 1001)

    assert files_under(Path(settings.MEDIA_ROOT)) == before
    assert upload(stage.people["officer"], stage.room.id, body=b"x" * 1000).version == 7


def test_over_http_a_file_beyond_the_limit_has_its_documented_error(stage: Stage, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1000
    address = f"/api/v1/rooms/{stage.room.id}/uploads"

    response = Client().post(
        address, {"file": SimpleUploadedFile("a.bin", b"x" * 1001)}, headers=stage.headers("officer")
    )

    assert (response.status_code, response.json()["code"]) == (413, "upload_too_large")


def test_uploads_that_wait_are_few(stage: Stage) -> None:
    for _ in range(MAX_UNATTACHED - 1):
        upload(stage.people["officer"], stage.room.id)

    with pytest.raises(OpenUploadLimit):
        upload(stage.people["officer"], stage.room.id)
    assert upload(stage.people["teacher"], stage.room.id).version == 7


def test_an_upload_too_many_is_refused_before_a_byte_is_kept(stage: Stage, media: Path) -> None:
    for _ in range(MAX_UNATTACHED - 1):
        upload(stage.people["officer"], stage.room.id)
    before = files_under(media)

    for number in range(10):
        with pytest.raises(OpenUploadLimit):
            upload(stage.people["officer"], stage.room.id, body=b"%d too many" % number)

    assert files_under(media) == before


def attached_rows(stage: Stage, who: str, count: int, *, size_bytes: int = 1, age: timedelta = timedelta()) -> None:
    """Write attached files of a person as rows: what counts is how many there are, not how they came."""
    Attachment.objects.bulk_create(
        Attachment(
            room=stage.room,
            uploaded_by_id=stage.participant_id(who),
            uploaded_at=datetime.now(UTC) - age,
            name="photo.jpg",
            media_type="image/jpeg",
            size_bytes=size_bytes,
            sha256="0" * 64,
            audience="everyone",
            seq=1,
        )
        for _ in range(count)
    )


@pytest.mark.parametrize(("count", "size_bytes"), [(DAY_MAX_FILES, 1), (1, DAY_MAX_BYTES)])
def test_one_person_brings_so_much_to_a_site_in_a_day(stage: Stage, media: Path, count: int, size_bytes: int) -> None:
    attached_rows(stage, "officer", count, size_bytes=size_bytes)
    other_room = open_room(stage.cast, by=stage.people["officer"], at=datetime.now(UTC))
    before = files_under(media)

    for room in (stage.room, other_room):
        with pytest.raises(UploadQuotaUsed):
            upload(stage.people["officer"], room.pk, body=b"one more")

    assert files_under(media) == before
    upload(stage.people["teacher"], stage.room.id)
    Attachment.objects.filter(size_bytes=size_bytes, seq=1).update(uploaded_at=datetime.now(UTC) - DAY)
    upload(stage.people["officer"], stage.room.id, body=b"one more")


def test_another_site_has_its_own_measure(stage: Stage) -> None:
    attached_rows(stage, "insider", DAY_MAX_FILES)
    elsewhere = make_site(stage.cast.district, school=stage.cast.school)
    room = open_room(replace(stage.cast, site=elsewhere), at=datetime.now(UTC))

    with pytest.raises(UploadQuotaUsed):
        upload(stage.people["insider"], stage.room.id)
    upload(stage.people["insider"], room.pk)


# --- what nothing names -----------------------------------------------------------------------------------------------
def orphan(media: Path, name: str, *, hours: float) -> Path:
    """Write a file as an upload leaves it that was broken off some hours ago."""
    path = media / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"no one's")
    then_s = (datetime.now(UTC) - timedelta(hours=hours)).timestamp()
    os.utime(path, (then_s, then_s))
    return path


def test_files_that_no_row_names_are_swept_up_after_an_hour_and_nothing_else(stage: Stage, media: Path) -> None:
    kept = upload(stage.people["officer"], stage.room.id, body=PNG)
    blob = blob_path(Attachment.objects.get(pk=kept).sha256)
    os.utime(blob, (0, 0))
    old, draft = orphan(media, "ab" * 32, hours=1.1), orphan(media, f"{'cd' * 32}.0a1b.part", hours=2)
    young, plan = orphan(media, "ef" * 32, hours=0.9), orphan(media / "plans", "ab" * 32, hours=9)

    assert sweep_orphans(datetime.now(UTC)) == 2

    assert [path.exists() for path in (old, draft)] == [False, False]
    assert [path.exists() for path in (blob, young, plan)] == [True, True, True]


def test_bytes_that_are_brought_again_are_young_again(stage: Stage, media: Path) -> None:
    old = orphan(media, hashlib.sha256(b"no one's").hexdigest(), hours=5)

    upload(stage.people["officer"], stage.room.id, body=b"no one's")
    Attachment.objects.filter(sha256=old.name).delete()

    assert sweep_orphans(datetime.now(UTC)) == 0
    assert sweep_orphans(datetime.now(UTC) + timedelta(hours=2)) >= 1
    assert not old.exists()


def test_equal_files_are_stored_once_and_a_blob_is_what_its_name_says(stage: Stage) -> None:
    one, two = (
        upload(stage.people["officer"], stage.room.id, body=PNG),
        upload(stage.people["teacher"], stage.room.id, body=PNG),
    )

    paths = {blob_path(row.sha256) for row in Attachment.objects.filter(pk__in=[one, two])}

    assert [path.read_bytes() for path in paths] == [PNG]


def test_somebody_else_s_upload_cannot_be_attached_and_one_s_own_only_once(stage: Stage) -> None:
    with pytest.raises(UploadNotFound):
        run(stage.people["teacher"], stage.room.id, "attach_file", upload_id=stage.officers_upload_id)
    run(stage.people["officer"], stage.room.id, "attach_file", upload_id=stage.officers_upload_id)
    with pytest.raises(UploadNotFound):
        run(stage.people["officer"], stage.room.id, "attach_file", upload_id=stage.officers_upload_id)


def files_under(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
