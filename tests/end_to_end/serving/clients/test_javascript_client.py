"""The JavaScript library against a real server: nothing is lost, doubled or swapped by kills, in Node and Chromium.

The example of docs/clients.md runs as it is written there, and is what the types say.
"""

import contextlib
import json
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from musterpoint_client.api import request_json

from tests.stage.devices.clients import sign_in, whole_log
from tests.stage.devices.windows import Windows
from tests.stage.live_room import LiveRoom, room_on_copy
from tests.support.node import NODE
from tests.support.processes import PATIENCE, ROOT, wait_until

pytestmark = pytest.mark.e2e
HERE = Path(__file__).resolve().parent
LIBRARY = ROOT / "coordination" / "clients" / "javascript"
INDEX = "/static/coordination/client/index.js"
PROGRAM = HERE / "follow_room.mjs"
EXAMPLE = re.compile(r"```ts\n(.*?)```", re.DOTALL)
COUNT, KILLS = 60, 3
PASSWORD = "as good as any, for a test"
WHO_FOLLOWS = f"""
import * as library from "{(LIBRARY / "static/coordination/client/index.js").as_uri()}";
import {{ follow }} from "{PROGRAM.as_uri()}";
console.log(JSON.stringify(await follow(library, JSON.parse(process.argv[1]))));
process.exit(0);
"""


@pytest.fixture(scope="module")
def room(spatialite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveRoom]:
    folder = tmp_path_factory.mktemp("room")
    with room_on_copy(spatialite_template, folder) as opened:
        with contextlib.closing(sqlite3.connect(folder / "app.sqlite3")) as database, database:
            hashed = make_password(PASSWORD)
            database.execute("UPDATE coordination_user SET password = ? WHERE username = ?", (hashed, "teacher"))
        # A new password ends the sessions that there are.
        opened.stage.tokens["teacher"] = sign_in(opened.url, "teacher", PASSWORD)
        yield opened


def given_to(room: LiveRoom, who: str) -> dict[str, Any]:
    pace: dict[str, Any] = {"count": COUNT, "every_ms": 200 * PATIENCE, "waits_ms": 60_000 * PATIENCE}
    return {"origin": room.url, "token": room.token(who), "roomId": room.stage.room_id, "who": who, **pace}


@contextlib.contextmanager
def in_node(program: str, *arguments: str, folder: Path = HERE) -> Iterator[subprocess.Popen[str]]:
    command = [str(NODE), "--input-type=module", "--eval", program, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder) as node:
        try:
            yield node
        finally:
            node.kill()


def answer_of(node: subprocess.Popen[str]) -> str:
    """Return what a program printed. Raises: AssertionError: it failed."""
    out, errors = node.communicate(timeout=120 * PATIENCE)
    assert node.returncode == 0, errors
    return out


def said_in(room: LiveRoom) -> list[str]:
    log = whole_log(room.url, room.token("teacher"), room.stage.room_id)
    return [frame["content"]["event"].get("text", "") for frame in log if frame["type"] == "entry"]


def kill_while_they_speak(room: LiveRoom, *, who: tuple[str, ...], pause: Callable[[], object]) -> None:
    """Kill the server each time all of them have said some more: each has come back from the kill before."""

    def have_said(least: int) -> bool:
        pause()
        said = said_in(room)
        return all(sum(text.startswith(f"{one} ") for text in said) >= least for one in who)

    for kill in range(1, KILLS + 1):
        least = COUNT * kill // (KILLS + 1)
        wait_until(partial(have_said, least), timeout_s=60, what=f"each had said {least} things")
        room.server.kill9()
        pause()
        room.server.start()


def check_told(room: LiveRoom, who: str, told: dict[str, Any]) -> None:
    """Check that what a client has is the log: each entry once and in its turn, and its own words in their order."""
    assert told["faults"] == []
    assert told["seqs"] == list(range(1, len(told["seqs"]) + 1))
    assert told["currency"]["name"] == "current"
    assert told["unsent"] == 0
    assert told["acked"] == sorted(set(told["acked"]))
    assert len(told["acked"]) == COUNT
    assert told["phases"].count("lost") >= KILLS
    mine = [text for text in said_in(room) if text.startswith(f"{who} ")]
    assert mine == [f"{who} {n}" for n in range(COUNT)]
    path = f"/api/v1/rooms/{room.stage.room_id}/state?at={told['chain']['seq']}"
    state = request_json(room.url, path, token=room.token(who))
    assert told["chain"]["hash"] == state["hash"]
    assert {kind: objects for kind, objects in told["state"].items() if objects} == state["objects"]


def test_node_and_chromium_follow_a_room_whose_server_is_killed_again_and_again(
    room: LiveRoom, windows: Windows
) -> None:
    windows.friends.append(room.url)
    page = windows.open(room.token("officer"))
    page.goto(f"{room.url}/style", wait_until="load")
    function = PROGRAM.read_text().replace("export async", "async")
    follows = f"(given) => {{ {function}\n globalThis.told = import('{INDEX}').then((it) => follow(it, given)); }}"
    page.evaluate(follows, given_to(room, "officer"))
    with in_node(WHO_FOLLOWS, json.dumps(given_to(room, "teacher"))) as node:
        kill_while_they_speak(room, who=("teacher", "officer"), pause=lambda: page.wait_for_timeout(100))

        check_told(room, "officer", page.evaluate("globalThis.told"))
        check_told(room, "teacher", json.loads(answer_of(node)))


# --- the example ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def app_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app's folder with the library installed in it, as npm packs it."""
    folder = tmp_path_factory.mktemp("app")
    installed = folder / "node_modules" / "musterpoint-client"
    shutil.copytree(LIBRARY, installed)
    tsc("-p", ".", folder=installed)
    shutil.copy(installed / "static/coordination/client/wire.d.ts", installed / "types")
    return folder


def tsc(*arguments: str, folder: Path) -> None:
    """Compile there, so that types of the project's own packages are not seen. Raises: AssertionError: it refused."""
    command = [str(NODE), str(ROOT / "node_modules" / "typescript" / "bin" / "tsc"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120 * PATIENCE, cwd=folder)
    assert done.returncode == 0, done.stdout


def the_example() -> str:
    (program,) = EXAMPLE.findall((ROOT / "docs" / "clients.md").read_text())
    assert len(program.splitlines()) <= 24
    return str(program)


def test_the_example_of_the_document_runs_as_it_is_written(room: LiveRoom, app_folder: Path) -> None:
    program = the_example().replace("http://127.0.0.1:8000", room.url).replace("the password", PASSWORD)

    with in_node(program, folder=app_folder) as node:
        out = answer_of(node)

    assert "message_posted" in out
    assert "At door 7." in said_in(room)


def test_the_example_is_what_the_types_say_and_what_is_not_is_refused(app_folder: Path) -> None:
    strict = ["--noEmit", "--strict", "--target", "es2022", "--module", "es2022", "--moduleResolution", "bundler"]
    (app_folder / "app.ts").write_text(the_example())
    tsc(*strict, "app.ts", folder=app_folder)

    # A word that is no command, a field and an audience that are none.
    wrong = (
        the_example().replace("post_message", "post_mesage"),
        the_example().replace("text:", "txt:"),
        the_example().replace('"everyone"', '"parents"'),
    )
    for program in wrong:
        assert program != the_example()
        (app_folder / "wrong.ts").write_text(program)
        with pytest.raises(AssertionError, match="error TS2"):
            tsc(*strict, "wrong.ts", folder=app_folder)


# --- sessions, presses, strangers -------------------------------------------------------------------------------------
def test_a_session_is_begun_used_and_ended(room: LiveRoom) -> None:
    told = asked_in_node(
        room,
        """
        const session = new Session({ origin });
        const wrong = await session.signIn("teacher", "not it").catch((error) => [error.status, error.code]);
        const signedIn = await session.signIn("teacher", password);
        const { user_id: me } = await session.api.get("/me");
        const locksAt = await session.noteUse();
        const old = session.token;
        await session.signOut();
        const after = await new Session({ origin, token: old }).api.get("/me").catch((error) => error.code);
        return { wrong, signedIn, hasMe: me.length > 0, locksAt, token: session.token, after };
        """,
    )

    assert told["wrong"][0] == 400
    assert told["wrong"][1]
    assert told | {"wrong": None} == {
        "wrong": None,
        "signedIn": "signed_in",
        "hasMe": True,
        "locksAt": None,
        "token": "",
        "after": "not_authenticated",
    }


def test_who_may_not_enter_is_told_so_and_a_refused_command_is_refused_once(room: LiveRoom) -> None:
    told = asked_in_node(
        room,
        """
        const stranger = new Session({ origin, token: tokens.stranger });
        const outside = await enterRoom({ api: stranger.api, roomId }).catch((error) => error.code);
        const shut = new RoomClient({ session: stranger, roomId });
        const ended = new Promise((resolve) => shut.on("ended", resolve));
        shut.start();
        const officer = new Session({ origin, token: tokens.officer });
        await enterRoom({ api: officer.api, roomId });
        const room = new RoomClient({ session: officer, roomId }).start();
        const refused = (fields) => room.command("post_message", fields).catch(({ code }) => code);
        const notMine = await refused({ text: "No.", audience: "school" });
        const tooLong = await refused({ text: "x".repeat(70_000) });
        const seq = await room.command("post_message", { text: "Still here." });
        const unsent = room.outbox.list().length;
        room.stop();
        const late = await shut.command("post_message", { text: "x" }).catch(({ code }) => code);
        return { outside, ended: await ended, notMine, tooLong, isSaid: seq > 0, unsent, late };
        """,
    )

    assert told == {
        "outside": "not_found",
        "ended": "access_ended",
        "notMine": "audience_not_allowed",
        "tooLong": "frame_too_large",
        "isSaid": True,
        "unsent": 0,
        "late": "access_ended",
    }


def test_a_press_is_recorded_once_however_often_it_is_sent_and_those_who_watch_hear_of_it(room: LiveRoom) -> None:
    told = asked_in_node(
        room,
        """
        const officer = new Session({ origin, token: tokens.officer });
        const watch = new IncidentWatch({ api: officer.api, url: officer.socketUrl("/ws/v1/incidents") });
        const isKnown = new Promise((resolve) => watch.addEventListener("current", resolve, { once: true }));
        watch.start();
        await isKnown;
        const before = watch.incidents.size;
        const { api } = new Session({ origin, token: tokens.teacher });
        let tries = 0;
        // The answer of the first is lost.
        const post = async (path, body) => {
          const answer = await api.post(path, body);
          if (tries++ === 0) throw new Unreachable("lost");
          return answer;
        };
        const command = pressOf({ siteId, isExercise: true, where: { lon: -98.5, lat: 39.8, accuracy_m: 4e6 } });
        const receipt = await raiseAlarm({ api: { post }, command, pause: async () => {} });
        const { panic_alerts } = (await api.get(`/rooms/${receipt.room_id}/state`)).objects;
        const until = Date.now() + 20_000;
        while (!watch.incidents.has(receipt.room_id) && Date.now() < until)
          await new Promise((resolve) => setTimeout(resolve, 50));
        const heard = watch.incidents.has(receipt.room_id);
        watch.stop();
        return { tries, presses: Object.values(panic_alerts).length, heard, before };
        """,
    )

    assert told["tries"] == 2
    assert told["presses"] == 1
    assert told["heard"] is True


def asked_in_node(room: LiveRoom, body: str) -> dict[str, Any]:
    """Run the body of a function in Node that knows the whole library, the room and its people; return its answer."""
    names = (
        "Session, RoomClient, IncidentWatch, Unreachable, Outbox, SealedText, newKey, enterRoom, pressOf, raiseAlarm"
    )
    given = {
        "origin": room.url,
        "tokens": room.stage.tokens,
        "roomId": room.stage.room_id,
        "siteId": room.stage.site_id,
        "password": PASSWORD,
    }
    program = f"""
    import {{ {names} }} from "{(LIBRARY / "static/coordination/client/index.js").as_uri()}";
    const {{ origin, tokens, roomId, siteId, password }} = JSON.parse(process.argv[1]);
    console.log(JSON.stringify(await (async () => {{ {body} }})()));
    process.exit(0);
    """
    with in_node(program, json.dumps(given)) as node:
        told: dict[str, Any] = json.loads(answer_of(node))
        return told


def test_what_is_said_is_sealed_where_an_app_keeps_its_texts_and_sent_by_the_next_process(room: LiveRoom) -> None:
    """The attack: who reads the app's store reads no word, and what they change there is not sent."""
    told = asked_in_node(
        room,
        """
        const kept = new Map();
        const setItem = async (name, text) => kept.set(name, text);
        const store = { getItem: async (name) => kept.get(name) ?? null, setItem };
        const key = await newKey(crypto.subtle);
        const open = () => SealedText.open({ store, name: "unsent", key });
        const before = await open();
        new Outbox({ storage: before }).add({ id: crypto.randomUUID(), type: "post_message", text: "Sealed words." });
        await before.writing;
        const readable = [...kept.values()].join().includes("Sealed");
        const session = new Session({ origin, token: tokens.officer });
        const room = new RoomClient({ session, roomId, outbox: new Outbox({ storage: await open() }) });
        const isHere = new Promise((resolve) =>
          room.on("entry", (frame) => frame.content?.event.text === "Sealed words." && resolve(true)),
        );
        room.start();
        const sent = await isHere;
        room.stop();
        const [iv, bytes] = kept.get("unsent").split(".");
        kept.set("unsent", `${iv}.${bytes.slice(0, 8)}AAAA${bytes.slice(12)}`);
        const changed = new Outbox({ storage: await open() }).list().length;
        const others = await SealedText.open({ store, name: "unsent", key: await newKey(crypto.subtle) });
        return { readable, sent, changed, others: others.getItem("") };
        """,
    )

    assert told == {"readable": False, "sent": True, "changed": 0, "others": None}
