"""A photo on a plan carries nothing but its picture, goes along into the next version, and is seen with its plan."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin
from pytest_django.fixtures import Settings

from mapping.edits.photos import drawn_anew
from mapping.models import Floorplan, Level, PlanPhoto, Space
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.stage.maps.plan_client import PlanClient
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    make_plan(cast.site)
    return cast


def camera_picture(*, size: tuple[int, int] = (64, 32)) -> bytes:
    """Return a JPEG as a phone makes it: lying on its side, with its place and owner in the notes."""
    notes = Image.Exif()
    notes[0x0112] = 6
    notes[0x010F] = "PhoneMaker"
    notes.get_ifd(0x8825).update({1: "N", 2: (39.0, 48.0, 0.0), 3: "W", 4: (98.0, 30.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format="JPEG", exif=notes, comment=b"owner: Ana")
    return out.getvalue()


def send(client: PlanClient, plan_id: str, body: bytes, **fields: str) -> dict[str, object]:
    """Upload a photo as a form does."""
    form = {"lon": "-98.4999", "lat": "39.8001", "name": "Door 1", **fields, "file": SimpleUploadedFile("x.jpg", body)}
    headers = {"X-Session-Token": client.session, "If-Match": client.etag}
    response = Client().post(f"/api/v1/floorplans/{plan_id}/photos", form, headers=headers)
    client.status, client.etag = response.status_code, response.headers.get("ETag", client.etag)
    answer: dict[str, object] = response.json()
    return answer


def fetch(client: PlanClient, photo: PlanPhoto) -> tuple[int, bytes]:
    client.ask("GET", "/me")
    response = Client().get(f"/api/v1/plan-photos/{photo.pk}", headers={"X-Session-Token": client.session})
    return response.status_code, response.getvalue()


def test_a_photo_is_drawn_anew_and_the_camera_s_notes_are_gone(cast: Cast) -> None:
    editor = PlanClient(cast.insider)
    plan_id = editor.start(Level.objects.get().pk)
    room = Space.objects.get(floorplan_id=plan_id)

    send(editor, plan_id, camera_picture(), about_id=str(room.pk))

    assert editor.status == 201
    photo = PlanPhoto.objects.get()
    status, body = fetch(editor, photo)
    picture = Image.open(io.BytesIO(body))
    assert (status, picture.format) == (200, "JPEG")
    assert (picture.size, (photo.width_px, photo.height_px)) == ((32, 64), (32, 64))
    assert dict(picture.getexif()) == {}
    assert b"PhoneMaker" not in body
    assert b"Ana" not in body
    assert photo.about_ref == room.source_ref


def test_a_photo_of_a_draft_is_for_its_keepers_and_of_a_published_plan_for_partners(cast: Cast) -> None:
    editor, officer, stranger = PlanClient(cast.insider), PlanClient(cast.officer), PlanClient(cast.stranger)
    plan_id = editor.start(Level.objects.get().pk)
    send(editor, plan_id, camera_picture())
    photo = PlanPhoto.objects.get()
    missing = fetch(stranger, PlanPhoto(sha256="0" * 64))

    hidden = [fetch(officer, photo), fetch(stranger, photo)]
    editor.walk(plan_id, walked_with=[])
    editor.ask("POST", f"/floorplans/{plan_id}/publish")

    assert hidden == [missing, missing]
    assert missing[0] == 404
    assert fetch(officer, photo)[0] == 200
    assert fetch(stranger, photo) == missing


def test_a_photo_can_be_undone_and_goes_along_into_the_next_version(cast: Cast) -> None:
    editor = PlanClient(cast.insider)
    level = Level.objects.get()
    plan_id = editor.start(level.pk)
    send(editor, plan_id, camera_picture())
    editor.ask("POST", f"/floorplans/{plan_id}/undo")
    assert not PlanPhoto.objects.exists()
    editor.ask("POST", f"/floorplans/{plan_id}/redo")
    editor.walk(plan_id, walked_with=[])

    next_id = editor.start(level.pk)

    one, other = PlanPhoto.objects.order_by("floorplan__version")
    assert (str(one.floorplan_id), str(other.floorplan_id)) == (plan_id, next_id)
    assert (one.sha256, one.source_ref) == (other.sha256, other.source_ref)
    assert Floorplan.objects.get(pk=next_id).photos.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        b"words",
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        camera_picture()[:200],
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
    ],
)
def test_what_is_no_picture_is_refused(cast: Cast, body: bytes) -> None:
    editor = PlanClient(cast.insider)
    plan_id = editor.start(Level.objects.get().pk)

    answer = send(editor, plan_id, body)

    assert (editor.status, answer["code"]) == (422, "bad_photo")
    assert not PlanPhoto.objects.exists()


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(cast: Cast) -> None:
    editor = PlanClient(cast.insider)
    plan_id = editor.start(Level.objects.get().pk)
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, format="PNG")

    answer = send(editor, plan_id, out.getvalue())

    assert (editor.status, answer["code"]) == (422, "bad_photo")


def large_picture(kind: str) -> bytes:
    """Return fifty million pixels in a few hundred kilobytes."""
    out = io.BytesIO()
    Image.new("RGB", (7_000, 7_000), "red").save(out, format=kind)
    return out.getvalue()


# In a process of its own: what the suite's other children took would count as well.
DRAW_FOUR = """
import django, json, resource
django.setup()
from concurrent.futures import ThreadPoolExecutor
from mapping.edits.photos import drawn_anew
from tests.mapping.edits.test_plan_photos import large_picture
pictures = [large_picture(kind) for kind in ("JPEG", "PNG", "JPEG", "PNG")]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(4) as threads:
    drawn = list(threads.map(lambda body: drawn_anew([body]), pictures))
print(json.dumps({
    "sizes": sorted({(photo.width_px, photo.height_px) for _, photo in drawn}),
    "grown_mib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    "each_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
}))
"""


def test_four_large_pictures_at_once_take_no_memory_of_the_server_and_little_of_the_machine() -> None:
    done = subprocess.run([sys.executable, "-c", DRAW_FOUR], cwd=ROOT, capture_output=True, text=True, check=True)

    took = json.loads(done.stdout)
    assert took["sizes"] == [[2048, 2048]]
    assert took["grown_mib"] < 64
    assert took["each_mib"] < 512


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_note_of_any_format_comes_along(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 48.0, 0.0), 29: "canary-1122"})
    out = io.BytesIO()
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>canary-1122</x:xmpmeta>")
    words.add_text("Author", "canary-1122")
    beside = {"pnginfo": words} if kind == "PNG" else {"xmp": b"<x:xmpmeta>canary-1122</x:xmpmeta>"}
    picture = Image.new("RGB", (64, 32), "red")
    picture.save(out, format=kind, exif=exif, icc_profile=b"canary-1122" * 20, **beside)
    assert b"canary-1122" in out.getvalue()

    body, photo = drawn_anew([out.getvalue()])

    again = Image.open(io.BytesIO(body))
    assert (photo.width_px, photo.height_px) == (32, 64)
    assert b"canary" not in body
    assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_of_pixel_are_drawn(mode: str) -> None:
    out = io.BytesIO()
    Image.new(mode, (3_000, 100)).save(out, format="JPEG" if mode == "CMYK" else "PNG")

    _, photo = drawn_anew([out.getvalue()])

    assert (photo.width_px, photo.height_px) == (2048, 68)
