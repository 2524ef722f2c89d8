"""Parts of the Python library by themselves: presses, audiences, ages, outboxes, and logs that are not whole."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from musterpoint_client.log.chain import BrokenLog
from musterpoint_client.log.room_log import Gap, RoomLog
from musterpoint_client.press import MAX_ACCURACY_M, press_of, raise_alarm
from musterpoint_client.problems import ApiProblem, Frame, problem_from
from musterpoint_client.room.audience import AudienceChoice
from musterpoint_client.room.currency import STALE_AFTER_S, currency_of
from musterpoint_client.room.outbox import Outbox
from musterpoint_client.room.positions import KnownPositions, position_age_s
from musterpoint_client.session import Session
from musterpoint_client.tickets import offered_subprotocols, room_socket_url

from tests.stage.devices.clients import verifier

SITE = "2b6d2f0e-6f2c-4a52-9df6-0c2b8f3a7c11"


class Answers(Session):
    """A session with a server that gives these answers, one after another."""

    def __init__(self, *answers: Frame | Exception) -> None:
        super().__init__("http://127.0.0.1:1")
        self.answers, self.sent = list(answers), list[Frame]()

    def post(self, path: str, body: Frame) -> Any:
        self.sent.append(body)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def refusal(code: str, status: int) -> ApiProblem:
    return ApiProblem({"code": code}, status=status)


def made_log(texts: list[str]) -> list[Frame]:
    """Return the frames of a log that is whole."""
    frames, head = list[Frame](), verifier.GENESIS
    for seq, text in enumerate(texts, start=1):
        content = {"seq": seq, "event": {"type": "message_posted", "text": text}}
        salt = f"{seq:032x}"
        digest = verifier.sha256(bytes.fromhex(salt) + verifier.canonical(content).encode())
        head = verifier.sha256(bytes.fromhex(head) + bytes.fromhex(digest))
        told = {"type": "entry", "seq": seq, "salt": salt, "digest": digest, "hash": head, "content": content}
        frames.append(told)
    return frames


async def test_a_press_is_sent_with_one_id_until_the_server_has_it() -> None:
    session = Answers(OSError(), refusal("try_later", 503), refusal("too_many_requests", 429), {"seq": 4})
    press = press_of(site_id=SITE, is_exercise=True)
    again: list[Exception] = []

    receipt = await raise_alarm(session, press, on_again=again.append, try_again_s=0)

    assert receipt == {"seq": 4}
    assert session.sent == [press] * 4
    assert len(again) == 3


async def test_a_press_that_is_refused_for_good_is_not_sent_again() -> None:
    session = Answers(refusal("access_denied", 403))

    with pytest.raises(ApiProblem):
        await raise_alarm(session, press_of(site_id=SITE, is_exercise=True, space_id="room"), try_again_s=0)
    assert len(session.sent) == 1


async def test_a_room_that_is_no_longer_on_the_plan_does_not_stop_the_alarm() -> None:
    session = Answers(refusal("place_not_at_site", 422), {"seq": 1})
    press = press_of(site_id=SITE, is_exercise=False, kind="medical", space_id="room")

    await raise_alarm(session, press, try_again_s=0)

    first, second = session.sent
    assert first == press
    assert second == {key: value for key, value in press.items() if key != "space_id"} | {"id": second["id"]}
    assert second["id"] != press["id"]


async def test_a_press_without_a_room_that_is_refused_for_its_place_ends() -> None:
    session = Answers(refusal("place_not_at_site", 422))

    with pytest.raises(ApiProblem):
        await raise_alarm(session, press_of(site_id=SITE, is_exercise=False), try_again_s=0)


def test_a_person_who_knows_little_of_where_they_are_presses_all_the_same() -> None:
    press = press_of(site_id=SITE, is_exercise=False, where=(-98.5, 39.0, 5_000_000.0))

    assert (press["lon"], press["lat"], press["accuracy_m"]) == (-98.5, 39.0, MAX_ACCURACY_M)
    assert "lon" not in press_of(site_id=SITE, is_exercise=False)


@pytest.mark.parametrize(
    ("status", "code", "is_final"),
    [(404, "not_found", True), (503, "try_later", False), (429, "too_many_presses", False), (408, "", False)],
)
def test_a_refusal_says_whether_it_is_one_for_good(status: int, code: str, *, is_final: bool) -> None:
    assert refusal(code, status).is_final is is_final


def test_a_fault_of_the_servers_that_was_given_up_is_final_and_another_is_not() -> None:
    assert refusal("command_failed", 500).is_final
    assert not refusal("", 500).is_final


@pytest.mark.parametrize("body", [b"<html>502 Bad Gateway</html>", b"[1]", b"", b"\xff"])
def test_a_proxys_page_is_no_problem_of_the_server(body: bytes) -> None:
    assert problem_from(body) == {}


def test_an_audience_is_chosen_for_each_person_and_never_one_that_they_do_not_belong_to() -> None:
    storage: dict[str, str] = {}
    officer = AudienceChoice(user_id="officer", audiences=["everyone", "responders", "command"], storage=storage)
    officer.remember("message", "command")

    assert officer.choice_for("message") == "command"
    assert officer.choice_for("mark") == "responders"
    assert (
        AudienceChoice(user_id="officer", audiences=["everyone"], storage=storage).choice_for("message") == "everyone"
    )
    teacher = AudienceChoice(user_id="teacher", audiences=["everyone", "command"], storage=storage)
    assert teacher.choice_for("message") == "everyone"


def test_a_copy_is_current_only_as_long_as_that_can_be_shown() -> None:
    known: dict[str, Any] = {"is_connected": True, "silent_s": 1.0, "has_state": True, "seq": 4, "head": 4}

    assert currency_of(**known) == "current"
    assert currency_of(**{**known, "head": 5}) == "catching up"
    assert currency_of(**{**known, "has_state": False}) == "catching up"
    assert currency_of(**{**known, "silent_s": STALE_AFTER_S + 1}) == "stale"
    assert currency_of(**{**known, "is_connected": False}) == "stale"


def test_a_position_grows_old_and_goes_only_when_it_is_withdrawn() -> None:
    known, at = KnownPositions(), "2026-03-02T14:05:00.000Z"
    known.take({"positions": [{"participant_id": "a", "at": at, "fix_age_s": 3}], "gone": []})
    known.take({"positions": [], "gone": ["b"]})

    assert position_age_s(known.last["a"], datetime(2026, 3, 2, 14, 5, 10, tzinfo=UTC)) == 13
    assert position_age_s(known.last["a"], datetime(2026, 3, 2, 14, 4, tzinfo=UTC)) == 3
    known.take({"positions": [], "gone": ["a"]})
    assert known.last == {}


def test_an_outbox_is_read_by_its_owner_alone_and_is_whole_after_each_change(tmp_path: Path) -> None:
    path = tmp_path / "outbox.json"
    outbox = Outbox(path)
    outbox.add({"id": "a", "type": "post_message"})
    outbox.add({"id": "b", "type": "post_message"})
    outbox.drop("a")

    assert list(Outbox(path).commands) == ["b"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == [{"id": "b", "type": "post_message"}]


def test_a_socket_is_opened_with_a_ticket_and_never_with_the_token() -> None:
    assert offered_subprotocols("once") == ["muster.v1", "ticket.once"]
    assert room_socket_url("https://musterpoint.example", "r") == "wss://musterpoint.example/ws/v1/rooms/r"
    assert room_socket_url("http://127.0.0.1:8000", "r") == "ws://127.0.0.1:8000/ws/v1/rooms/r"


def test_a_server_that_changes_what_it_said_is_found_out_from_the_beginning_and_from_a_state() -> None:
    frames = made_log(["one", "two", "three"])
    changed = {**frames[2], "content": {**frames[2]["content"], "event": {"type": "message_posted", "text": "other"}}}
    state = {"since": 0, "seq": 2, "hash": frames[1]["hash"], "part": 1, "parts": 1, "objects": {}}
    whole, later = RoomLog(after=0), RoomLog()
    for frame in frames[:2]:
        whole.take_entry(frame)
    later.take_state(state)

    for log in (whole, later):
        with pytest.raises(BrokenLog) as broken:
            log.take_entry(changed)
        assert broken.value.seq == 3
        assert log.seq == 2
        assert log.take_entry(frames[2])


def test_a_copy_takes_no_entry_twice_and_none_out_of_turn() -> None:
    frames, log = made_log(["one", "two", "three"]), RoomLog(after=0)
    log.take_entry(frames[0])

    assert not log.take_entry(frames[0])
    with pytest.raises(Gap):
        log.take_entry(frames[2])
