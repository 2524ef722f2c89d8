"""How soon the board shows what a provider has answered: an alarm to many phones, watched on an open page in Chromium.

Run as a child with the settings of a benchmark's database, `python -m tests.bench.rig.alerts.board people COUNT` writes
the cast and so many officers, and prints what the other end needs as one JSON line; `phones GONE` gives each a phone,
of which so many are not known to the provider any more.
"""

import json
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page

from tests.bench.rig.judging import chromium_here
from tests.bench.rig.meters import say
from tests.stage.devices.clients import post
from tests.stage.devices.windows import Windows, chromium
from tests.support.processes import ROOT, wait_until
from tests.support.services import AppServer

# Each person's name on the page is the address of their phone: so the two ends meet.
WATCH = """
window.firstSeen = {};
new MutationObserver(() => {
  const seq = document.querySelector("#board [data-alerts]").value;
  const seen = (window.firstSeen[seq] ??= {});
  const now = Date.now() / 1000;
  for (const one of document.querySelectorAll("#board .board-person")) {
    const name = one.querySelector("strong").textContent;
    if (!(name in seen) && ["accepted", "failed"].includes(one.dataset.standing)) seen[name] = now;
  }
}).observe(document.querySelector("#board [data-people]"), { childList: true });
"""
CROWD = "crowd-"
# Grave ones, which call the police. Another kind than the last is news, and told to everybody again.
OPENING, KINDS = "emergency", ("active_threat", "emergency")


@dataclass(frozen=True)
class Watched:
    """What is on the stage, and the page on which the board is open."""

    server: AppServer
    provider_url: str
    site_id: str
    room_id: str
    teacher: str
    page: Page

    def press(self, number: int) -> int:
        """Press the alarm so that everybody is told anew; return the entry's seq.

        Raises: RuntimeError: the press is not in the room whose board is open.
        """
        pressed = raise_alarm(self.server, self.teacher, self.site_id, KINDS[number % len(KINDS)])
        if pressed["room_id"] != self.room_id:
            raise RuntimeError("the press opened another room than the one whose board is watched")
        return int(str(pressed["seq"]))

    def delays_s(self, seq: int, *, phones: int) -> list[float]:
        """Return for every phone the seconds from the provider's answer to the board that shows it."""
        answered = self._answers(seq)
        shown: dict[str, float] = {}

        def is_complete() -> bool:
            nonlocal answered, shown
            answered = self._answers(seq)
            shown = self.page.evaluate("seq => window.firstSeen[seq] ?? {}", str(seq))
            return len(answered) >= phones and set(answered) <= set(shown)

        wait_until(is_complete, timeout_s=120, what="the board does not show what the provider has answered")
        return [shown[name] - at for name, at in answered.items()]

    def _answers(self, seq: int) -> dict[str, float]:
        with urllib.request.urlopen(f"{self.provider_url}/answers?seq={seq}", timeout=10) as answer:
            found: dict[str, float] = json.load(answer)
        return found


@contextmanager
def watched_board(
    database: str, *, env: Mapping[str, str], provider_url: str, var: Path, devices: int, gone: int
) -> Iterator[Watched]:
    """Serve a room with its push worker, and open the board of those in command in Chromium; the alarm is on."""
    told = write(env, "people", devices)
    program = chromium_here()
    own = {name: env[name] for name in ("MUSTERPOINT_FCM_CREDENTIALS", "MUSTERPOINT_FCM_URL")}
    with AppServer(database, env=own, with_worker=True, var=var) as server, chromium(program) as browser:
        opened = raise_alarm(server, told["teacher"], told["site_id"], OPENING)
        post(server.url, told["insider"], str(opened["room_id"]), {"id": str(uuid.uuid4()), "type": "join_room"})
        page = Windows(browser, server.url).open(told["insider"])
        page.goto(f"{server.url}/incidents/{opened['incident_id']}")
        page.locator('[data-do="board"]').evaluate("(button) => button.click()")
        page.locator("#board .board-person").first.wait_for(timeout=60_000)
        page.evaluate(WATCH)
        write(env, "phones", gone)
        watched = Watched(server, provider_url, told["site_id"], str(opened["room_id"]), told["teacher"], page)
        say(f"the board shows {page.locator('#board .board-person').count()} people")
        yield watched


def write(env: Mapping[str, str], role: str, count: int) -> dict[str, str]:
    command = [sys.executable, "-m", "tests.bench.rig.alerts.board", role, str(count)]
    done = subprocess.run(command, env=dict(env), cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=300)
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def raise_alarm(server: AppServer, token: str, site_id: str, kind: str) -> dict[str, object]:
    body = {"id": str(uuid.uuid4()), "type": "raise_panic", "site_id": site_id, "is_exercise": False, "kind": kind}
    request = urllib.request.Request(
        f"{server.url}/api/v1/panics",
        data=json.dumps(body).encode(),
        headers={"X-Session-Token": token, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, object] = json.load(response)
    return answer


# --- the other process ------------------------------------------------------------------------------------------------
def write_people(count: int) -> dict[str, str]:
    """Write the cast, and so many officers on duty."""
    from coordination.models import User
    from mou.models import AgencyMember
    from tests.factories.cast import make_cast
    from tests.stage.served import session_of

    now = datetime.now(UTC)
    cast = make_cast()
    names = [f"{CROWD}{number}" for number in range(count)]
    users = User.objects.bulk_create([User(username=name, display_name=name) for name in names], batch_size=500)
    AgencyMember.objects.bulk_create(
        [AgencyMember(agency=cast.police, user=one, role="officer", is_on_duty=True, started_at=now) for one in users],
        batch_size=500,
    )
    tokens = {"teacher": session_of(cast.teacher), "insider": session_of(cast.insider)}
    return {"site_id": str(cast.site.id), **tokens}


def write_phones(gone: int) -> dict[str, str]:
    """Give each officer of the crowd a phone and its address as a name; the first of them are not known any more."""
    from coordination.models import User
    from push.models import Device

    now = datetime.now(UTC)
    crowd = list(User.objects.filter(username__startswith=CROWD).order_by("id"))
    for number, one in enumerate(crowd):
        one.display_name = f"{'gone' if number < gone else 'ok'}-{number}"
    User.objects.bulk_update(crowd, ["display_name"], batch_size=500)
    phones = [
        Device(user=one, kind="fid", value=one.display_name, platform="android", registered_at=now, confirmed_at=now)
        for one in crowd
    ]
    Device.objects.bulk_create(phones, batch_size=500)
    return {}


if __name__ == "__main__":
    import django

    django.setup()
    role, number = sys.argv[1], int(sys.argv[2])
    print(json.dumps(write_people(number) if role == "people" else write_phones(number)))
