"""Promises 1 and 5 at the very statement: what is killed while it writes has written all of it, or nothing."""

import contextlib
import http.client
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from musterpoint_client.api import request_json
from musterpoint_client.log.fold import merge_patch
from musterpoint_client.problems import ApiProblem

from tests.stage.devices.clients import Frame, post, whole_log
from tests.stage.live_room import LiveRoom
from tests.stage.served import Stage, set_stage
from tests.support.processes import ServiceError, wait_until
from tests.support.services import AppServer, PostgisServer

pytestmark = [pytest.mark.e2e, pytest.mark.postgis]

GATE = 7_041_776  # the number of an advisory lock; no one else takes one
GATEKEEPER = f"""
    CREATE FUNCTION wait_at_the_gate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared({GATE}); RETURN NEW; END $$
"""
# Entries and objects are written, the room's head is not.
THE_HEADS = (
    "CREATE TRIGGER gate BEFORE INSERT OR UPDATE ON room_room "
    "FOR EACH ROW WHEN (NEW.head_seq > 0) EXECUTE FUNCTION wait_at_the_gate()"
)
# All of the room is written, the outbox is not.
THE_OUTBOX = "CREATE TRIGGER gate BEFORE INSERT ON push_notification FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()"
THE_COMMIT = (
    "CREATE CONSTRAINT TRIGGER gate AFTER INSERT ON room_logentry DEFERRABLE INITIALLY DEFERRED "
    "FOR EACH ROW EXECUTE FUNCTION wait_at_the_gate()"
)


@pytest.fixture(scope="module")
def database(migrated_cluster: Path) -> Iterator[PostgisServer]:
    """A PostgreSQL of this file alone, that keeps what it has committed: it is killed on the way."""
    with PostgisServer(durable=True, copy_of=migrated_cluster) as own:
        yield own


@pytest.fixture(scope="module")
def template(database: PostgisServer, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Stage]:
    """A database with the cast in one room, each with a device; it is only ever copied."""
    name, var = "migrated", tmp_path_factory.mktemp("var")
    stage = set_stage(database.url(name), var=var)
    with database.connect(name) as connection:
        connection.execute(
            "INSERT INTO push_device (id, user_id, kind, value, platform, app_version, locale, session_key,"
            " is_active, registered_at, confirmed_at, retired_reason) SELECT gen_random_uuid(), id, 'console',"
            " username, '', '', 'en', '', true, now(), now(), '' FROM coordination_user"
        )
        connection.execute(GATEKEEPER.encode())
    return name, stage


# What a server writes by itself, soon after it has started: its rounds, the index of people, keys.
OF_ITSELF = {
    *("mou_chore", "keeping_deletionhead", "records_recordkey"),
    *("administration_membertoindex", "administration_memberwords", "administration_operatoracttold"),
}


@dataclass
class Scene:
    """A served room whose people each have a device, and its database behind the server's back."""

    room: LiveRoom
    database: PostgisServer
    name: str

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return self.database.connect(self.name)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(query.encode(), values).fetchall()

    def tables(self) -> dict[str, str]:
        """Return a digest of all that stands in each table that a command could write."""
        with self.connect() as connection:
            rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            names = sorted({str(name) for (name,) in rows} - {"spatial_ref_sys"} - OF_ITSELF)
            digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
            found = [connection.execute(digest.format(name).encode()).fetchone() for name in names]
            return {name: str(row[0]) for name, row in zip(names, found, strict=True) if row is not None}

    def told_of(self, room_id: str, seq: int) -> list[str]:
        """Return whose devices have a notification of an entry's first word, as often as they have one."""
        query = (
            "SELECT u.username FROM push_notification n JOIN push_device d ON d.id = n.device_id "
            "JOIN coordination_user u ON u.id = d.user_id WHERE n.room_id = %s AND n.seq = %s AND n.step = 0 "
            "AND n.source_key = %s ORDER BY 1"
        )
        return [str(name) for (name,) in self.rows(query, room_id, seq, f"room:{room_id}:{seq}")]


@pytest.fixture
def scene(database: PostgisServer, template: tuple[str, Stage], tmp_path: Path) -> Iterator[Scene]:
    name = database.create_database(template=template[0])
    with AppServer(database.url(name), var=tmp_path) as server:
        yield Scene(LiveRoom(server, template[1]), database, name)


@dataclass
class Gate:
    """A shut gate: whoever comes to the statement waits at it."""

    scene: Scene
    trigger: str
    waiting: set[int] = field(default_factory=set)

    def is_somebody_waiting(self) -> bool:
        query = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"
        self.waiting = {pid for (pid,) in self.scene.rows(query, GATE)}
        return bool(self.waiting)

    def is_nobody_left(self) -> bool:
        """Tell whether the database has done with whoever waited."""
        return not self.scene.rows("SELECT 1 FROM pg_stat_activity WHERE pid = ANY(%s)", list(self.waiting))


@contextlib.contextmanager
def shut(scene: Scene, trigger: str) -> Iterator[Gate]:
    """Keep the gate shut inside the block; opened, it lets everybody through at once."""
    gate = Gate(scene, trigger)
    with contextlib.suppress(psycopg.OperationalError), scene.connect() as keeper:
        keeper.execute(trigger.encode())
        keeper.execute("SELECT pg_advisory_lock(%s)", [GATE])
        yield gate


@dataclass
class Sent:
    """A command on its way over HTTP, and what its sender heard."""

    scene: Scene
    who: str
    command: Frame
    room_id: str | None
    answer: Frame | None = None
    failure: Exception | None = None

    def __post_init__(self) -> None:
        self._sending = threading.Thread(target=self._try, daemon=True)

    @property
    def has_ended(self) -> bool:
        return not self._sending.is_alive()

    def send(self) -> Frame:
        """Send it and return the answer. Raises: ApiProblem, OSError."""
        url, token = self.scene.room.url, self.scene.room.token(self.who)
        if self.room_id is not None:
            return post(url, token, self.room_id, self.command)
        answer: Frame = request_json(url, "/api/v1/panics", token=token, body=self.command)
        return answer

    def _try(self) -> None:
        try:
            self.answer = self.send()
        except (OSError, http.client.HTTPException, ApiProblem) as failure:
            self.failure = failure

    def wait_for(self, gate: "Gate") -> None:
        """Wait until the database has come to the gate for it. Raises: ServiceError: it did not, and why."""
        try:
            wait_until(
                lambda: self.has_ended or gate.is_somebody_waiting(), timeout_s=180, what="the command had come there"
            )
        except ServiceError as error:
            raise ServiceError(f"{error}\n{self.scene.room.server.process.log_end()}") from None
        if self.has_ended:
            raise ServiceError(f"answered before it came to the gate: {self.answer or self.failure!r}")

    @contextlib.contextmanager
    def under_way(self) -> Iterator[None]:
        self._sending.start()
        yield
        self._sending.join(60)
        assert self.has_ended


def priority_message(scene: Scene) -> Sent:
    command = {"type": "post_priority_message", "id": str(uuid.uuid4()), "message_id": str(uuid.uuid4())}
    return Sent(scene, "dispatcher", {**command, "text": "Leave by door 7."}, scene.room.stage.room_id)


def panic(scene: Scene) -> Sent:
    command = {"type": "raise_panic", "id": str(uuid.uuid4()), "site_id": scene.room.stage.site_id}
    return Sent(scene, "teacher", {**command, "is_exercise": False}, None)


COMMANDS = {"a message": (priority_message, "priority_message_posted"), "a press": (panic, "panic_pressed")}
# Whoever is in the room, or who works for whom the agreements cover; not who did it, nor who has no part in it.
TOLD = {"a message": ["officer", "principal", "teacher"], "a press": ["dispatcher", "keeper", "officer", "principal"]}


def killed_at(scene: Scene, trigger: str, sent: Sent) -> None:
    """Kill the server while the database works at a statement for it; then let the database go on."""
    with shut(scene, trigger) as gate, sent.under_way():
        sent.wait_for(gate)
        scene.room.server.kill9()
    wait_until(gate.is_nobody_left, timeout_s=120, what="the database was done")
    assert sent.answer is None


def check_it_had_effect_once(scene: Scene, what: str, sent: Sent, answer: Frame) -> None:
    """Exactly one entry of its kind, exactly its notifications, and tables that the log comes to."""
    room_id, token = str(answer["room_id"]), scene.room.token("insider" if sent.room_id else sent.who)
    log = whole_log(scene.room.url, token, room_id)
    ours = [one for one in log if one["content"]["command_id"] == sent.command["id"]]
    told = [one for one in ours if one["content"]["event"]["type"] == COMMANDS[what][1]]
    folded: Frame = {}
    for one in log:
        folded = merge_patch(folded, one["content"].get("patch", {}))
    state = request_json(scene.room.url, f"/api/v1/rooms/{room_id}/state", token=token)

    assert len(told) == 1
    assert told[0]["seq"] == answer["seq"]
    assert [one["seq"] for one in log] == list(range(1, len(log) + 1))
    assert {kind: objects for kind, objects in folded.items() if objects} == state["objects"]
    assert scene.told_of(room_id, told[0]["seq"]) == TOLD[what]
    assert scene.rows(
        "SELECT count(*) FROM room_logentry WHERE command_id = %s AND command_part = 0", sent.command["id"]
    ) == [(1,)]


def check_nothing_is_there_and_it_can_be_sent_again(
    scene: Scene, what: str, sent: Sent, before: dict[str, str]
) -> None:
    assert {name: digest for name, digest in scene.tables().items() if before[name] != digest} == {}
    scene.room.server.start()

    check_it_had_effect_once(scene, what, sent, sent.send())
    after = scene.tables()
    repeated = sent.send()

    assert scene.tables() == after
    assert repeated["is_repeat"] is True


@pytest.mark.parametrize("what", COMMANDS)
def test_promise_1_a_server_that_is_killed_between_the_entry_and_the_head_leaves_no_trace(
    scene: Scene, what: str
) -> None:
    sent, before = COMMANDS[what][0](scene), scene.tables()

    killed_at(scene, THE_HEADS, sent)

    check_nothing_is_there_and_it_can_be_sent_again(scene, what, sent, before)


@pytest.mark.parametrize("what", COMMANDS)
def test_promise_5_a_server_that_is_killed_between_log_and_outbox_leaves_both_or_neither(
    scene: Scene, what: str
) -> None:
    """What writes a batch is sent with its commit: where that was on its way, the database does all of it."""
    sent, before = COMMANDS[what][0](scene), scene.tables()

    killed_at(scene, THE_OUTBOX, sent)

    after = scene.tables()
    if after == before:
        check_nothing_is_there_and_it_can_be_sent_again(scene, what, sent, before)
        return
    scene.room.server.start()
    answer = sent.send()
    assert (scene.tables(), answer["is_repeat"]) == (after, True)
    check_it_had_effect_once(scene, what, sent, answer)


@pytest.mark.parametrize("what", COMMANDS)
def test_promise_5_a_database_that_is_killed_just_before_the_commit_leaves_neither_entry_nor_notification(
    scene: Scene, what: str
) -> None:
    sent, before = COMMANDS[what][0](scene), scene.tables()

    with shut(scene, THE_COMMIT) as gate, sent.under_way():
        sent.wait_for(gate)
        scene.room.server.kill9()
        scene.database.kill9()
    assert sent.answer is None
    scene.database.start()

    check_nothing_is_there_and_it_can_be_sent_again(scene, what, sent, before)


@pytest.mark.parametrize("what", COMMANDS)
def test_promise_1_what_the_database_commits_without_its_server_is_whole_and_sent_again_gets_the_old_seq(
    scene: Scene, what: str
) -> None:
    """The commit was asked for: whoever sent the command does not know, and may ask again."""
    sent = COMMANDS[what][0](scene)

    killed_at(scene, THE_COMMIT, sent)
    after = scene.tables()
    scene.room.server.start()
    answer = sent.send()

    assert scene.tables() == after
    assert answer["is_repeat"] is True
    check_it_had_effect_once(scene, what, sent, answer)
