"""Prepare the demo's folder: schema and district, once; what it holds; and what to tell the person who started it."""

import json
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from coordination.management.process_group import ProcessGroup
from coordination.setup.own_files import close_to_others
from mapping.models import Level, Opening, Site, Space
from mou.models import AgencyMember

# A server that cannot live is noticed at once; one on a busy machine is waited for, and that is said now and then.
READY_TIMEOUT_S = 900.0
SAID_EVERY_S = 20.0
LOADED = "loaded.json"
DATA_LOADED = "data-loaded.json"


@dataclass(frozen=True)
class Holdings:
    """How much the demo's map holds."""

    sites: int
    levels: int
    spaces: int
    doors: int


def prepare_district(*, data: Path | None, is_fresh: bool, say: Callable[[str], None]) -> None:
    """Bring the demo's own database to the newest schema and load the district unless it is there.

    A marker written after a load tells a finished one from one that was interrupted, which is begun anew.
    """
    folder = settings.VAR_DIR
    # Made before anything was installed that could set a umask.
    close_to_others(str(settings.DATABASES["default"]["NAME"]), folder)
    district_marker, data_marker = folder / LOADED, folder / DATA_LOADED
    is_new = is_fresh or not district_marker.exists()
    if is_new:
        wipe_folder(folder)
        _write_without_waiting()
    say("bringing the database to the newest schema")
    call_command("migrate", verbosity=0)
    if is_new:
        say("loading the demo district")
        call_command("load_demo")
        _bring_to_disk()
        district_marker.write_text("{}")
    wanted = {"data": str(data.resolve())} if data else None
    if wanted and not (data_marker.exists() and json.loads(data_marker.read_text()) == wanted):
        say(f"loading the maps in {data}")
        call_command("load_demo", data=data, stdout=sys.stderr)
        data_marker.write_text(json.dumps(wanted))


def _write_without_waiting() -> None:
    """Let no commit wait for the disk: what is cut off before it is whole is begun anew."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")


def _bring_to_disk() -> None:
    """Wait for all that was written, and from now on at every commit."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def wipe_folder(folder: Path) -> None:
    """Remove what an earlier demo left, except its secret; a folder without its database is not ours to clear."""
    if not (folder / "demo.sqlite3").exists():
        return
    connections.close_all()
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "secret_key":
            path.unlink()


def count_holdings() -> Holdings:
    return Holdings(
        sites=Site.objects.count(),
        levels=Level.objects.count(),
        spaces=Space.objects.count(),
        doors=Opening.objects.count(),
    )


def wait_ready(url: str, group: ProcessGroup) -> None:
    """Return when the server answers that it can work; a group that cannot live raises GroupEnded."""
    began = said = time.monotonic()
    while (now := time.monotonic()) < began + READY_TIMEOUT_S:
        group.check()
        if now > said + SAID_EVERY_S:
            said = now
            print(f"musterpoint: the server is not ready yet after {now - began:.0f} s", file=sys.stderr, flush=True)
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise TimeoutError(f"{url}/readyz did not answer within {READY_TIMEOUT_S:.0f} s")


def first_steps(url: str) -> str:
    """Return what a person needs to begin: addresses, people, password."""
    return "\n".join(
        [
            "",
            f"Musterpoint is running at {url}/  (Ctrl-C ends it)",
            "",
            f"Everybody signs in with the password {settings.DEMO_PASSWORD}",
            *(f"  {line}" for line in list_people()),
            "",
            "Try first: sign in as two people of two agencies, one of them in a private window; open an incident at a",
            "school in one window, join it in the other, post a message and place a marker. Then sign in as someone",
            "whose agency has no agreement: the school is not found.",
            "",
        ]
    )


def list_people() -> list[str]:
    """Return one line for everybody who is a member of an agency now."""
    members = AgencyMember.objects.filter(ended_at=None, user__is_active=True).select_related("user", "agency")
    ordered = members.order_by("agency__kind", "agency__name", "role", "user__username")
    return [
        f"{member.user.get_username():<24} {member.role:<14} {member.agency.name}  ({member.agency.kind})"
        for member in ordered
    ]
