"""A mail server that was killed and a carrier that stands still hold up nothing that a server does."""

import contextlib
import sqlite3
import uuid
from pathlib import Path

from django.contrib.auth.hashers import make_password

from tests.stage.clients import muster
from tests.stage.live_room import live_room
from tests.stage.provider import Provider

PASSWORD = "three-lamps-and-a-kite"


def test_a_server_whose_mail_and_carrier_are_away_is_ready_signs_in_and_takes_presses(
    migrated_spatialite_url: str, tmp_path: Path
) -> None:
    """Nothing that a server process does waits for them: it plans, and the worker sends."""
    with Provider("mail") as mail, Provider("sms") as carrier:
        mail.kill9()
        with live_room(migrated_spatialite_url, var=tmp_path, env=mail.env | carrier.env) as room:
            give_password(migrated_spatialite_url)
            press = {
                "type": "raise_panic",
                "id": str(uuid.uuid4()),
                "site_id": room.stage.site_id,
                "is_exercise": False,
            }
            carrier.freeze()
            try:
                pressed = muster.request(room.url, "/api/v1/panics", token=room.token("teacher"), body=press)
                token = muster.sign_in(room.url, "officer", PASSWORD)
                ready = muster.request(room.url, "/readyz")
            finally:
                carrier.thaw()

    assert pressed["is_repeat"] is False
    assert token
    assert ready["database"] == "ok"


def give_password(url: str) -> None:
    sql = "UPDATE coordination_user SET password = ? WHERE username = 'officer'"
    with contextlib.closing(sqlite3.connect(url.partition("://")[2], timeout=10)) as database, database:
        database.execute(sql, [make_password(PASSWORD)])
