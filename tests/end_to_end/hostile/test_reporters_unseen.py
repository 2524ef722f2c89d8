"""Nothing of a reporter, or of who wrote a post, is on disk: neither of the database and server, nor in a backup."""

import http.client
import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from PIL import Image

from coordination.records.backup.databases import program_path
from tests.factories.prevention.social_alerts import body_of
from tests.stage.live_room import LiveRoom, live_room
from tests.stage.prevention.alerts import open_alert_desk
from tests.stage.prevention.tips import asked, open_desk
from tests.support.processes import ROOT
from tests.support.services import PostgisServer, app_environment

pytestmark = pytest.mark.e2e
# Linux answers on every address of the loopback network: this one stands nowhere else.
ADDRESS = "127.91.83.77"
HEADERS = {
    "User-Agent": "TattleBrowser/7.0",
    "Referer": "https://social.example/tattle-referrer",
    "X-Forwarded-For": "203.0.113.178",
    "Cookie": "sessionid=tattlesession00000000000000000; tattlecookie=1",
}
TRACES = (ADDRESS, "TattleBrowser", "tattle-referrer", "203.0.113.178", "tattlesession", "tattlecookie", "TattleCam")
FILE_NAME = "IMG_tattlename.jpg"
STORED = "The crowbar is behind the bleachers"
AUTHOR, POST, OF_POST = (
    "@tattle_poster",
    "tattlewords: a pretend crossbow, Friday",
    "https://social.example/tattle-poster/9",
)
OF_AUTHOR = (AUTHOR, "tattle_poster", "tattlewords", "tattle-poster", "tattle-1", "tattle-2")


def picture() -> bytes:
    """Return a photo that says which camera made it."""
    exif, body = Image.Exif(), io.BytesIO()
    exif[0x010F] = "TattleCam"
    Image.new("RGB", (64, 48), "red").save(body, "JPEG", exif=exif, comment=b"TattleCam comment")
    return body.getvalue()


def post(room: LiveRoom, path: str, fields: dict[str, str], photo: bytes = b"") -> tuple[int, str]:
    """Send a form from the reporter's address, with everything that a browser says of itself."""
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()
    ]
    if photo:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="photos"; filename="{FILE_NAME}"\r\n'
        parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + photo + b"\r\n")
    body = b"".join(parts) + f"--{edge}--\r\n".encode()
    return send(room, "POST", path, body, f"multipart/form-data; boundary={edge}")


def send(room: LiveRoom, method: str, path: str, body: bytes, kind: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", room.server.port, timeout=60, source_address=(ADDRESS, 0))
    connection.request(method, path, body, {**HEADERS, "Content-Type": kind})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


def everything_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a folder with its bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


def backed_up(url: str, var: Path, folder: Path) -> None:
    """Make a backup as an administrator would, and lay what it holds into the folder, a dump as plain SQL."""
    target = folder / "backup.tar"
    command = [sys.executable, "manage.py", "backup", str(target)]
    subprocess.run(command, cwd=ROOT, env=app_environment(url, None, var=var), check=True, capture_output=True)
    with tarfile.open(target) as archive:
        archive.extractall(folder / "backup", filter="data")
    if url.startswith("postgis"):
        held = folder / "backup" / "database"
        # The archive of PostgreSQL is compressed: nothing would be found in it.
        plain = ["--file", str(folder / "backup" / "database.sql"), str(held)]
        subprocess.run([program_path("pg_restore"), *plain], check=True, capture_output=True)


@pytest.fixture(params=["spatialite", "postgis"])
def served(
    request: pytest.FixtureRequest, tmp_path: Path, postgis: PostgisServer
) -> Iterator[tuple[LiveRoom, list[Path], str]]:
    """A server on each database, logging as much as it can, the folders that hold all it writes, and the database."""
    url = request.getfixturevalue(f"migrated_{request.param}_url")
    var = tmp_path / "var"
    with live_room(url, var=var, env={"MUSTERPOINT_LOG_LEVEL": "DEBUG"}) as room:
        folders = [tmp_path, room.server.folder]
        yield room, [*folders, postgis.folder] if request.param == "postgis" else folders, url


def test_nothing_of_a_reporter_or_an_author_is_on_disk(
    served: tuple[LiveRoom, list[Path], str], postgis: PostgisServer, tmp_path: Path
) -> None:
    room, folders, url = served
    open_desk(room, keeper="insider", team="teacher", short_address="lincoln")
    form = {"is_now": "yes", "category": "weapon", "text": STORED, "form": "formkey-tattle-0123456789"}

    status, page = post(room, "/tips/lincoln", form, picture())
    found = re.search(r'class="code"[^>]*>([A-Z2-9-]{19})<', page)
    assert status == 200
    assert found is not None
    code = found[1]
    assert post(room, "/tips/receipt", {"code": code, "message": "One more thing"})[0] == 200
    # What goes wrong is logged: it must not say who it was, either.
    assert post(room, "/tips/lincoln", {**form, "text": ""})[0] == 422
    assert post(room, "/tips/lincoln", form, b"no picture")[0] == 409
    assert send(room, "POST", "/tips/lincoln", b"broken", "multipart/form-data; boundary=x")[0] in (400, 422)
    assert send(room, "GET", "/tips/nowhere", b"", "text/plain")[0] == 404
    (tip,) = asked(room, "teacher", "GET", "/tips")
    assert len(asked(room, "teacher", "GET", f"/tips/{tip['tip_id']}")["photos"]) == 1
    _post_reviewed(room)
    room.server.stop()
    (tmp_path / "backups").mkdir()
    backed_up(url, tmp_path / "var", tmp_path / "backups")
    with postgis.connect("postgres") as connection:
        connection.autocommit = True
        connection.execute("CHECKPOINT")

    secrets = [one.encode() for one in (*TRACES, *OF_AUTHOR, FILE_NAME, code, code.replace("-", ""), form["form"])]
    held = [(name, body) for folder in folders for name, body in everything_in(folder)]
    leaks = {(name, secret) for name, body in held for secret in secrets if secret.lower() in body.lower()}

    assert leaks == set()
    # The search sees what is stored: else it would prove nothing.
    found_in = [name for name, body in held if STORED.encode() in body]
    assert any("backup" not in name for name in found_in)
    assert any(name.startswith("backups/backup/") for name in found_in)


def _post_reviewed(room: LiveRoom) -> None:
    """Let a provider send two posts; one is decided on, the other still waits."""
    provider = open_alert_desk(room, reviewer="teacher", words=["pretend crossbow"])
    post = {
        "platform": "example.social",
        "author": AUTHOR,
        "text": POST,
        "url": OF_POST,
        "posted_at": datetime.now(UTC).isoformat(),
        "visibility": "public",
        "place": "Lincoln High School",
    }
    assert provider.send(body_of({**post, "post_id": "tattle-1"}, {**post, "post_id": "tattle-2"})) == 202
    first, _ = asked(room, "teacher", "GET", "/social-alerts")
    steps = f"/social-alerts/{first['alert_id']}"
    asked(room, "teacher", "POST", f"{steps}/steps", {"step": "begin_review"})
    assert asked(room, "teacher", "GET", steps)["post"]["text"] == POST
    asked(room, "teacher", "POST", f"{steps}/steps", {"step": "decide", "disposition": "dismiss"})
