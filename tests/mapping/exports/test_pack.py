"""Offline packs: signed, checkable with Python alone, updatable, opened from a file without a network."""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.gis.geos import Point
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from mapping.edits.photos import photo_path
from mapping.exports.packs import verify_pack
from mapping.exports.packs.key import pack_key_at, public_hex
from mapping.models import DistributionRecord, Level, PlanPhoto
from mou.models import Term
from mou.papers.bounded_drawing import one_print_of
from mou.vocabulary import AgencyKind, TermKind
from push.transports.webpush.vapid import private_key_at
from tests.coordination.web.test_pages import json_in
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import CENTRE, draw_level, draw_space, lay_scan_under, make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.stage.devices.windows import chromium

HOSTILE = "</script><img src=x onerror=\"document.title='taken'\">"


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.PACK_KEY_FILE = tmp_path / "pack_key.pem"
    settings.EXPORTS_ROOT = tmp_path / "exports"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = make_cast()
    make_plan(
        cast.site, draw_level(draw_space(number="101", name=HOSTILE)), draw_level(draw_space(number="201"), ordinal="1")
    )
    return cast


def taken(client: Client, cast: Cast) -> bytes:
    return bytes(client.get(f"/api/v1/sites/{cast.site.pk}/pack").content)


def files_of(pack: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_many_threads_that_need_the_first_key_at_once_get_the_same(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / f"key-{number}.pem"
        with ThreadPoolExecutor(8) as threads:
            found = {public_hex(one) for one in threads.map(pack_key_at, [path] * 8)}

        assert len(found) == 1
        assert list(tmp_path.glob(f"{path.name}*")) == [path]


# --- the signature ----------------------------------------------------------------------------------------------------
@hypothesis_settings(max_examples=15, deadline=None)
@given(message=st.binary(max_size=200), seed=st.binary(min_size=32, max_size=32), place=st.integers(0, 63))
def test_the_verifier_agrees_with_the_library_that_signs(message: bytes, seed: bytes, place: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature, public = key.sign(message), bytes.fromhex(public_hex(key))
    spoiled = bytearray(signature)
    spoiled[place] ^= 1

    assert verify_pack.is_signed(message, signature, public)
    assert not verify_pack.is_signed(message, bytes(spoiled), public)
    assert not verify_pack.is_signed(message + b"x", signature, public)


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    first, again = (public_hex(pack_key_at(tmp_path / "key.pem")) for _ in range(2))

    assert first == again
    assert (tmp_path / "key.pem").stat().st_mode & 0o077 == 0


def test_a_lost_key_is_made_anew_and_packs_of_before_stay_good_by_the_one_they_carry(tmp_path: Path) -> None:
    lost = pack_key_at(tmp_path / "key.pem")
    signature, of_before = lost.sign(b"a pack"), bytes.fromhex(public_hex(lost))
    (tmp_path / "key.pem").unlink()

    after = pack_key_at(tmp_path / "key.pem")

    assert verify_pack.is_signed(b"a pack", signature, of_before)
    assert not verify_pack.is_signed(b"a pack", signature, bytes.fromhex(public_hex(after)))


@pytest.mark.parametrize("spoiled", [b"", b"no key", "vapid"], ids=["empty", "text", "of another kind"])
def test_with_a_key_that_does_not_read_packs_wait_and_every_page_goes_on(
    cast: Cast, client: Client, settings: Settings, tmp_path: Path, spoiled: bytes | str
) -> None:
    """Each page names the key for the phone that shows it, the page of the alarm as well."""
    if isinstance(spoiled, str):
        private_key_at(tmp_path / spoiled)
        spoiled = (tmp_path / spoiled).read_bytes()
    settings.PACK_KEY_FILE.write_bytes(spoiled)
    client.force_login(cast.officer)

    pack = client.get(f"/api/v1/sites/{cast.site.pk}/pack")
    pages = [client.get(path) for path in ("/", "/panic")]
    client.force_login(cast.stranger)
    stranger = client.get(f"/api/v1/sites/{cast.site.pk}/pack")

    assert (pack.status_code, pack.json()["code"]) == (503, "pack_key_unreadable")
    assert [one.status_code for one in pages] == [200, 200]
    assert [(json_in(one, "kept")["user_id"], json_in(one, "kept")["pack_key"]) for one in pages] == [
        (str(cast.officer.public_id), "")
    ] * 2
    # A phone whose holder may see the map no more hears that, and deletes it.
    assert stranger.status_code == 404
    assert settings.PACK_KEY_FILE.read_bytes() == spoiled


def test_a_page_names_the_key_that_signs_also_after_one_was_lost_and_brought_back(
    cast: Cast, client: Client, settings: Settings
) -> None:
    """Else phones refuse every pack until the server is started again."""
    client.force_login(cast.officer)
    named, signed = [], []

    for _number in range(2):
        named.append(json_in(client.get("/"), "kept")["pack_key"])
        signed.append(files_of(taken(client, cast))[verify_pack.KEY].decode().strip())
        settings.PACK_KEY_FILE.unlink()

    assert named == signed
    assert len(set(named)) == 2


# --- what is in it ----------------------------------------------------------------------------------------------------
def test_a_pack_is_good_and_any_changed_missing_or_added_file_is_named(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    files = files_of(taken(client, cast))

    assert verify_pack.find_faults(files) == []
    for name in files:
        spoiled = {**files, name: files[name][:-2] + bytes([files[name][-2] ^ 1]) + files[name][-1:]}
        assert verify_pack.find_faults(spoiled) != [], name
        assert verify_pack.find_faults({one: content for one, content in files.items() if one != name}) != [], name
    assert verify_pack.find_faults({**files, "more.txt": b""}) == ["not in the manifest: more.txt"]
    assert verify_pack.find_faults(files, trusted_key="00" * 32) != []


def test_the_verifier_in_the_pack_runs_with_python_alone_and_says_good_or_not(
    cast: Cast, client: Client, tmp_path: Path
) -> None:
    client.force_login(cast.officer)
    pack = taken(client, cast)
    (tmp_path / "pack.zip").write_bytes(pack)
    (tmp_path / "verify.py").write_bytes(files_of(pack)["verify_pack.py"])
    spoiled = files_of(pack)
    spoiled["contacts.json"] += b" "
    with zipfile.ZipFile(tmp_path / "spoiled.zip", "w") as archive:
        for name, content in spoiled.items():
            archive.writestr(name, content)

    # -I and -S: neither our packages nor anybody else's can be imported.
    good, bad = (
        subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", name], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        for name in ("pack.zip", "spoiled.zip")
    )

    assert (good.returncode, good.stdout.split(":")[0]) == (0, "good")
    assert (bad.returncode, bad.stdout.splitlines()[1:]) == (1, ["changed: contacts.json"])


def test_an_update_holds_only_what_changed_and_makes_the_whole_pack_with_what_one_has(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.officer)
    old = files_of(taken(client, cast))
    make_plan(cast.site, draw_level(draw_space(number="102")))
    known = {name: one["sha256"] for name, one in json.loads(old["manifest.json"])["files"].items()}

    answer = client.post(f"/api/v1/sites/{cast.site.pk}/pack", {"files": known}, content_type="application/json")

    update = files_of(bytes(answer.content))
    assert "verify_pack.py" not in update
    assert "agreement.json" not in update
    assert verify_pack.find_faults(update) != []
    assert verify_pack.find_faults(update, old) == []
    whole = verify_pack.whole_of(update, old)
    assert verify_pack.find_faults(whole) == []
    assert b'"102"' in whole["plans/site.geojson"]


def tag_of(response: HttpResponseBase) -> str:
    return response["ETag"].strip('"')


def ask_again(client: Client, cast: Cast, tag: str) -> HttpResponse:
    address = f"/api/v1/sites/{cast.site.pk}/pack"
    response = client.post(address, {"files": {}, "tag": tag}, content_type="application/json")
    assert isinstance(response, HttpResponse)
    return response


def test_a_reader_whose_pack_says_the_same_is_told_so_and_nothing_is_made_or_written_down(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.officer)
    tag = tag_of(client.get(f"/api/v1/sites/{cast.site.pk}/pack"))
    DistributionRecord.objects.all().delete()

    same = ask_again(client, cast, tag)

    assert (same.status_code, same.content, tag_of(same)) == (204, b"", tag)
    assert not DistributionRecord.objects.exists()


def test_a_new_version_of_a_plan_changes_the_tag_and_the_update_brings_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    tag = tag_of(client.get(f"/api/v1/sites/{cast.site.pk}/pack"))
    make_plan(cast.site, draw_level(draw_space(number="102")))

    newer = ask_again(client, cast, tag)

    assert newer.status_code == 200
    assert tag_of(newer) != tag
    assert ask_again(client, cast, tag_of(newer)).status_code == 204


def test_whoever_loses_the_roster_has_another_tag_and_a_pack_without_people_at_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)
    tag = tag_of(client.get(f"/api/v1/sites/{cast.site.pk}/pack"))
    Term.objects.filter(kind=TermKind.ROSTER_ACCESS).delete()

    newer = ask_again(client, cast, tag)

    assert newer.status_code == 200
    assert json.loads(files_of(bytes(newer.content))["contacts.json"]) == []


def test_what_the_page_says_is_in_the_pack_for_programs_too(cast: Cast, client: Client) -> None:
    client.force_login(cast.officer)

    files = files_of(taken(client, cast))

    site, levels = json.loads(files["site.json"]), json.loads(files["levels.json"])
    assert (site["name"], site["boundary"]["type"], len(site["buildings"])) == (cast.site.name, "MultiPolygon", 1)
    assert [f"plans/{level['id']}.geojson" in files for level in levels] == [True, True]
    assert json.loads(files["scans.json"]) == {}
    # People read the words, programs the codes.
    granted = TermKind.FLOORPLAN_ACCESS
    assert f'<span class="badge">{granted.label}</span>' in files["index.html"].decode()
    assert [granted.value in one["grants"] for one in json.loads(files["agreement.json"])] == [True]


# --- who may ----------------------------------------------------------------------------------------------------------
def test_people_are_in_the_pack_of_whoever_may_see_the_roster_only(cast: Cast, client: Client) -> None:
    fire = make_agency(AgencyKind.FIRE)
    make_memorandum(cast.district, fire, grants=[TermKind.FLOORPLAN_ACCESS])
    firefighter = make_member(fire).user
    told = {}
    for who in (cast.officer, firefighter):
        client.force_login(who)
        told[who.pk] = files_of(taken(client, cast))

    assert json.loads(told[cast.officer.pk]["contacts.json"]) != []
    assert json.loads(told[firefighter.pk]["contacts.json"]) == []
    assert [one["agency"] for one in json.loads(told[firefighter.pk]["agreement.json"])] == [fire.name]


def test_a_stranger_gets_neither_pack_nor_update(cast: Cast, client: Client) -> None:
    client.force_login(cast.stranger)
    address = f"/api/v1/sites/{cast.site.pk}/pack"

    assert client.get(address).status_code == 404
    assert client.post(address, {"files": {}}, content_type="application/json").status_code == 404


# --- without network --------------------------------------------------------------------------------------------------
@contextmanager
def opened(chromium_path: Path, page_file: Path) -> Iterator[tuple[Page, list[str]]]:
    """Open a file in a browser without network; yield the page and everything that it asked for or complained of."""
    with chromium(chromium_path) as browser:
        context = browser.new_context(viewport={"width": 390, "height": 844}, offline=True)
        page, heard = context.new_page(), list[str]()
        page.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith("data:") else None)
        page.on("console", lambda said: heard.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: heard.append(str(error)))
        page.goto(page_file.as_uri())
        page.wait_for_selector(".site-page[data-ready=yes]")
        yield page, heard


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_the_page_opens_from_a_file_shows_floors_and_people_and_asks_for_nothing(
    cast: Cast, client: Client, chromium_path: Path, tmp_path: Path
) -> None:
    client.force_login(cast.officer)
    (tmp_path / "index.html").write_bytes(files_of(taken(client, cast))["index.html"])

    with opened(chromium_path, tmp_path / "index.html") as (page, heard):
        title, floors = page.title(), page.locator(".floor-button").count()
        rooms, people = page.locator("#plan-tables td", has_text="101").count(), page.get_by_text("principal").count()
        drawn = page.locator("path.plan-space").count()

    assert heard == [(tmp_path / "index.html").as_uri()]
    assert title.startswith(cast.site.name)
    assert floors == 2
    assert rooms > 0
    assert people > 0
    assert drawn > 0


@pytest.mark.e2e
@pytest.mark.django_db(transaction=True)
def test_the_scan_and_the_photos_of_a_plan_go_along_and_are_seen_without_a_network(
    cast: Cast, client: Client, chromium_path: Path, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    level = Level.objects.get(site=cast.site, ordinal=0)
    plan_id = lay_scan_under(level)
    photo = PlanPhoto.objects.create(
        floorplan_id=plan_id,
        label="Door 1",
        location=Point(*CENTRE, srid=4326),
        sha256="ab" * 32,
        width_px=1,
        height_px=1,
    )
    photo_path(photo.sha256).parent.mkdir(parents=True)
    photo_path(photo.sha256).write_bytes(b"picture")
    client.force_login(cast.officer)

    files = files_of(taken(client, cast))
    (tmp_path / "index.html").write_bytes(files["index.html"])
    with opened(chromium_path, tmp_path / "index.html") as (page, heard):
        page.locator("#plan-tables").get_by_role("button", name="Photos").click()
        shown = page.locator("img.plan-scan").get_attribute("src") or ""
        slider, link = page.locator(".scan-control input"), page.locator('#plan-tables a[href^="photos/"]')
        slider.fill("20")
        opacity = page.locator("img.plan-scan").evaluate("image => image.style.opacity")
        href = link.get_attribute("href")

    assert files[f"scans/{level.pk}.png"].startswith(b"\x89PNG")
    assert (files[f"photos/{photo.pk}.jpg"], href) == (b"picture", f"photos/{photo.pk}.jpg")
    assert (shown.split(",")[0], opacity) == ("data:image/png;base64", "0.2")
    assert all(one.startswith(("file:", "data:")) for one in heard)


# --- one at a time ----------------------------------------------------------------------------------------------------
def test_a_person_has_one_pack_made_at_a_time_and_others_are_not_kept_waiting_by_it(cast: Cast, client: Client) -> None:
    address, teacher = f"/api/v1/sites/{cast.site.pk}/pack", Client()
    client.force_login(cast.officer)
    teacher.force_login(cast.teacher)
    tag = client.get(address)["ETag"].strip('"')

    with one_print_of(cast.officer.pk):
        taken = client.get(address)
        updated = client.post(address, {"files": {}}, content_type="application/json")
        same = client.post(address, {"files": {}, "tag": tag}, content_type="application/json")
        other = teacher.get(address)

    for refused in (taken, updated):
        assert (refused.status_code, refused.json()["code"]) == (429, "print_under_way")
        assert int(refused["Retry-After"]) > 0
    # Nothing is made for the first, and the second is someone else.
    assert (same.status_code, other.status_code) == (204, 200)
    assert client.get(address).status_code == 200
