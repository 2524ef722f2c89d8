"""When every lane and its queue are full, the alarm can still be pressed, by people and by buttons."""

import asyncio
import json
import re
from datetime import UTC, datetime
from uuid import uuid4

from django.conf import settings

from coordination.incident.panic.models import PanicPress
from coordination.incident.panic_buttons.buttons import register_button
from coordination.incident.panic_buttons.intakes import IntakeKey, create_intake
from coordination.incident.panic_buttons.signatures import signature_of
from coordination.incident.panic_buttons.wire import NewButton
from coordination.sockets.database.threads import in_database
from coordination.sockets.server.sync_request_thread import SyncThreadHandler
from mou.foundation.lanes import Lane
from tests.coordination.sockets.server.test_request_threads import Asked
from tests.stage.full_room import Stage, ask

JSON = {"content-type": "application/json"}
PRESS = "/api/v1/panics"
FILE = re.compile(r'(?:href|src)="(/static/[^"]+)"')


async def fill(handler: SyncThreadHandler, *, but: tuple[Lane, ...]) -> list[asyncio.Task[object]]:
    """Take every turn of all lanes but these, and every place to wait; return what waits."""
    waiting: list[asyncio.Task[object]] = []
    for lane, queue in handler._lanes._queues.items():
        if lane in but:
            continue
        size = settings.LANES[lane]
        for _ in range(size.at_once):
            await queue.turn()
        waiting += [asyncio.create_task(queue.turn()) for _ in range(size.waiting)]
    await asyncio.sleep(0)
    return waiting


def make_button(stage: Stage) -> IntakeKey:
    keeper, cast = ask(stage.people["keeper"]), stage.cast
    key = create_intake(asker=keeper, district_id=cast.district.pk, name="Wall buttons")
    button = NewButton(ref="b-1", label="Front office", site_id=cast.site.pk)
    register_button(asker=keeper, intake_id=key.intake_id, button=button)
    return key


def signed_press(key: IntakeKey) -> Asked:
    body = json.dumps({"press_id": "1", "button": "b-1"}).encode()
    timestamp = str(int(datetime.now(UTC).timestamp()))
    signature = signature_of(secret=key.secret, timestamp=timestamp, body=body)
    signed = {"x-muster-timestamp": timestamp, "x-muster-signature": signature}
    return Asked(f"/api/v1/panic-intake/{key.intake_id}", method="POST", headers={**JSON, **signed}, body=body)


async def test_when_all_other_lanes_are_full_people_and_buttons_press(stage: Stage) -> None:
    handler = SyncThreadHandler()
    handler.load_middleware()
    key = await in_database(make_button, stage)
    headers = await in_database(stage.headers, "teacher")
    cookie = {"cookie": f"{settings.SESSION_COOKIE_NAME}={headers['X-Session-Token']}"}
    site_id = stage.cast.site.pk
    about = {"id": str(uuid4()), "site_id": str(site_id), "is_exercise": False}
    body = json.dumps({"type": "raise_panic", **about}).encode()
    waiting = await fill(handler, but=(Lane.PRESSES, Lane.FILES))

    async def answer_of(asked: Asked) -> Asked:
        asked.server = handler
        return await asked.answer()

    async def status_of(asked: Asked) -> int:
        return (await answer_of(asked)).status

    try:
        busy = [await status_of(Asked(path, headers=headers)) for path in ("/api/v1/incidents", "/api/v1/sites")]
        pressed = await status_of(Asked(PRESS, method="POST", headers={**JSON, **headers}, body=body))
        by_button = await status_of(signed_press(key))
        page = await answer_of(Asked("/panic", headers=cookie))
        addresses = FILE.findall(b"".join(one.get("body", b"") for one in page.heard).decode())
        files = {one: await status_of(Asked(one)) for one in addresses}
        places = await status_of(Asked(f"/api/v1/sites/{site_id}/panic-places", headers=headers))
    finally:
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    assert busy == [503, 503]
    assert (pressed, by_button, page.status, places) == (201, 200, 200, 200)
    assert any("panic_page" in one for one in files)
    assert set(files.values()) == {200}, files
    assert await in_database(PanicPress.objects.count) == 2
