"""People who come and go beside a soak: access ends and returns, they join, leave, press, acknowledge; rooms close."""

import asyncio
import http.client
import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem

from tests.bench.rig.soaking.oracle import (
    Answer,
    Asked,
    Change,
    Fact,
    Heard,
    Verdict,
    judge_asked,
    judge_heard,
    judge_log,
    judge_refused,
)
from tests.stage.comers import Comer, School
from tests.stage.devices.clients import Frame, RoamingClient, verifier, whole_log

AGAIN_S = 0.5
# Answers that say nothing of the asker: the server, or what it stands on, is not there just now.
NOT_NOW = {"try_later", "not_ready", "", "command_failed", "too_many_presses", "rate_limited"}
type Write = Callable[[str], None]


@dataclass
class Record:
    """What happened, for the oracle: every fact through time, every question, and every frame of the log."""

    facts: dict[str, Fact] = field(default_factory=dict)
    asked: list[tuple[Asked, tuple[str, ...]]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    troubles: list[Change] = field(default_factory=list)
    rooms: set[str] = field(default_factory=set)
    lost: list[str] = field(default_factory=list)
    # By the command's id; of keepers, too.
    refused: dict[str, Answer] = field(default_factory=dict)


class Listener(RoamingClient):
    """A comer's socket that notes when what was heard."""

    def __init__(self, addresses: Sequence[str], comer: Comer, room_id: str, record: Record) -> None:
        self.name = comer.name
        self._comer, self._record = comer, record
        super().__init__(addresses, comer.token, room_id)

    def _watch(self, frame: Frame) -> None:
        super()._watch(frame)
        if frame["type"] in ("entry", "withheld"):
            one = self._comer
            self._record.heard.append(Heard(one.name, one.kind, time.monotonic(), frame))


class Coming:
    """One school's people over some servers, until told to stop."""

    def __init__(self, school: School, addresses: Sequence[str], write: Write, *, seed: int, pause_s: float) -> None:
        self.school, self.addresses, self.write = school, addresses, write
        self.dice = random.Random(f"coming-{seed}")
        self.pause_s = pause_s
        self.record = Record()
        self.listeners: list[Listener] = []
        self._running: dict[str, tuple[Listener, asyncio.Task[None]]] = {}
        self._messages: list[str] = []
        self._is_over = False
        facts = self.record.facts
        for name in school.ends:
            facts[name] = Fact()
        for one in school.comers:
            facts[f"{one.name} is in the room"] = Fact(holds_at_first=False)
            facts[f"{one.name} may enter"] = Fact()

    async def run(self) -> None:
        """Go on until `stop`; then bring every fact back, and everybody into the open room."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._fate())
            group.create_task(self._keep())
            for comer in self.school.comers:
                group.create_task(self._live(comer))

    def stop(self) -> None:
        self._is_over = True

    # --- what befalls them --------------------------------------------------------------------------------------------
    async def _fate(self) -> None:
        """End a fact, and later let it hold again: about one in four does not hold at any moment."""
        gone: list[str] = []
        while not self._is_over:
            await asyncio.sleep(self.pause_s * 2)
            if len(gone) > len(self.school.ends) // 4:
                await self._set(gone.pop(0), holds=True)
            else:
                name = self.dice.choice([one for one in self.school.ends if one not in gone])
                gone.append(name)
                await self._set(name, holds=False)
        for name in gone:
            await self._set(name, holds=True)

    async def _set(self, name: str, *, holds: bool) -> None:
        begun_s = time.monotonic()
        sql = (self.school.returns if holds else self.school.ends)[name]
        while True:
            try:
                await asyncio.to_thread(self.write, sql)
                break
            except Exception:  # noqa: BLE001 - each database has errors of its own for being away
                await asyncio.sleep(AGAIN_S)
        self.record.facts[name].change(begun_s, time.monotonic(), holds=holds)

    # --- the keepers: close and reopen, say what is to be acknowledged, end alarms ------------------------------------
    async def _keep(self) -> None:
        first, second = self.school.keepers
        while not self._is_over:
            await asyncio.sleep(self.pause_s * 3)
            message_id = str(uuid.uuid4())
            fields = {"message_id": message_id, "text": "Say that you have read this.", "audience": "everyone"}
            if not (await self._command(first, self.school.room_id, "post_priority_message", **fields)).code:
                self._messages.append(message_id)
            if self.dice.random() < 0.3:
                # The first keeps command from the first time on, and is refused each later one.
                await self._command(first, self.school.room_id, "claim_command")
                await self._command(first, self.school.room_id, "close_incident", reason="over")
                await asyncio.sleep(self.pause_s)
                await self._command(second, self.school.room_id, "reopen_incident", reason="not over")
            for room_id in sorted(self.record.rooms):
                await self._end_alarm(room_id)

    async def _end_alarm(self, room_id: str) -> None:
        """Two people give the all clear; before that the incident cannot be closed."""
        first, second = self.school.keepers
        for token in (first, second):
            await self._command(token, room_id, "join_room")
        await self._command(first, room_id, "claim_command")
        await self._command(first, room_id, "close_incident", reason="too early")
        await self._command(first, room_id, "propose_all_clear", reason="looked into every room")
        if (await self._command(second, room_id, "confirm_all_clear")).code == "":
            await self._command(first, room_id, "close_incident", reason="over")

    # --- one comer ----------------------------------------------------------------------------------------------------
    async def _live(self, comer: Comer) -> None:
        await self._join(comer)
        acts = [self._say] * 5 + [self._read] * 3 + [self._leave, self._join, self._removed, self._acknowledge]
        acts += [self._press] * (comer.kind in ("principal", "teacher"))
        while not self._is_over:
            self._listen(comer)
            await asyncio.sleep(self.pause_s * self.dice.uniform(0.5, 1.5))
            await self.dice.choice(acts)(comer)
        # Everything holds again soon: then everybody comes back and has to have everything.

    async def come_back(self) -> None:
        """Let everybody in again, in an open incident; their sockets go on from there."""
        await self._command(self.school.keepers[0], self.school.room_id, "reopen_incident", reason="for the end")
        for comer in self.school.comers:
            await self._join(comer)
            self._listen(comer)

    def _listen(self, comer: Comer) -> None:
        """Be connected, also where one may not: then nothing may come. Who was told to stay away comes again."""
        running = self._running.get(comer.name)
        if running is not None and running[0].ended is None:
            return
        made = Listener(self.addresses, comer, self.school.room_id, self.record)
        self.listeners.append(made)
        self._running[comer.name] = (made, asyncio.create_task(made.run()))

    async def hang_up(self) -> None:
        for _, task in self._running.values():
            task.cancel()
        await asyncio.gather(*(task for _, task in self._running.values()), return_exceptions=True)

    def current(self) -> list[Listener]:
        """Return everybody's socket of now. Who was refused by what held a moment ago comes again."""
        for comer in self.school.comers:
            self._listen(comer)
        return [listener for listener, _ in self._running.values()]

    async def _say(self, comer: Comer) -> None:
        await self._asks(comer, "post_message", self._present(comer), text=f"{comer.name} says something")

    async def _acknowledge(self, comer: Comer) -> None:
        if self._messages:
            facts = self._present(comer)
            message_id = self._messages[-1]
            await self._asks(comer, "acknowledge_priority_message", facts, message_id=message_id)

    async def _read(self, comer: Comer) -> None:
        path = f"/api/v1/rooms/{self.school.room_id}/state"
        await self._noted(comer, "the state", self._present(comer), path, None)

    async def _join(self, comer: Comer) -> None:
        begun_s = time.monotonic()
        answer = await self._asks(comer, "join_room", (*comer.facts, f"{comer.name} may enter"))
        self._is_in(comer, begun_s, answer, holds=True)

    async def _leave(self, comer: Comer) -> None:
        begun_s = time.monotonic()
        answer = await self._asks(comer, "leave_room", self._present(comer))
        self._is_in(comer, begun_s, answer, holds=False)

    async def _removed(self, comer: Comer) -> None:
        """A keeper removes them; they try to come in again; a keeper lets them in."""
        keeper, room_id = self.school.keepers[0], self.school.room_id
        me = await self._participant_id(comer)
        if me is None:
            return
        begun_s = time.monotonic()
        removal = await self._command(keeper, room_id, "remove_participant", participant_id=me, reason="wrong room")
        if removal.code and removal.is_sure():
            return
        self._is_in(comer, begun_s, removal, holds=False)
        self._became(f"{comer.name} may enter", begun_s, removal, holds=False)
        await self._asks(comer, "join_room", (*comer.facts, f"{comer.name} may enter"))
        await self._say(comer)
        begun_s = time.monotonic()
        await self._command(keeper, room_id, "readmit_participant", participant_id=me, reason="right after all")
        self.record.facts[f"{comer.name} may enter"].change(begun_s, time.monotonic(), holds=True)

    async def _participant_id(self, comer: Comer) -> str | None:
        path = f"/api/v1/rooms/{self.school.room_id}/state"
        state = (await self._ask(self.school.keepers[0], path, None)).body
        people = state["objects"]["people"] if state else {}
        here = [one for one, facts in people.items() if facts["name"] == comer.name.title()]
        return next((one for one in here if people[one]["presence"] == "in_room"), None)

    async def _press(self, comer: Comer) -> None:
        if self.dice.random() > 0.2:
            return
        body = {"type": "raise_panic", "id": str(uuid.uuid4()), "site_id": self.school.site_id, "is_exercise": False}
        answer = await self._noted(comer, "raise_panic", comer.facts, "/api/v1/panics", body)
        if answer.body:
            self.record.rooms.add(str(answer.body["room_id"]))

    def _present(self, comer: Comer) -> tuple[str, ...]:
        return (*comer.facts, f"{comer.name} is in the room")

    def _is_in(self, comer: Comer, begun_s: float, answer: Answer, *, holds: bool) -> None:
        self._became(f"{comer.name} is in the room", begun_s, answer, holds=holds)

    def _became(self, name: str, begun_s: float, answer: Answer, *, holds: bool) -> None:
        """Note what a command did to a fact, or that no one knows until the next one that is answered for sure."""
        if answer.code == "" or not answer.is_sure():
            known = holds if answer.code == "" else None
            self.record.facts[name].change(begun_s, time.monotonic(), holds=known)

    # --- asking -------------------------------------------------------------------------------------------------------
    async def _asks(self, comer: Comer, word: str, facts: tuple[str, ...], **fields: str) -> Answer:
        """Let a comer send a command until it is answered; return what it came to."""
        body = {"type": word, "id": str(uuid.uuid4()), **fields}
        path = f"/api/v1/rooms/{self.school.room_id}/commands"
        return await self._noted(comer, word, facts, path, body)

    async def _noted(self, comer: Comer, what: str, facts: tuple[str, ...], path: str, body: Frame | None) -> Answer:
        begun_s = time.monotonic()
        answer = await self._ask(comer.token, path, body)
        asked = Asked(comer.name, what, begun_s, time.monotonic(), answer.code)
        self.record.asked.append((asked, facts))
        return answer

    async def _command(self, token: str, room_id: str, word: str, **fields: str) -> Answer:
        body = {"type": word, "id": str(uuid.uuid4()), **fields}
        return await self._ask(token, f"/api/v1/rooms/{room_id}/commands", body)

    async def _ask(self, token: str, path: str, body: Frame | None) -> Answer:
        """Ask one of the servers until there is an answer that says something."""
        sent = 0
        while True:
            sent += 1
            address = self.dice.choice(self.addresses)
            try:
                return Answer("", sent, await asyncio.to_thread(request_json, address, path, token=token, body=body))
            except ApiProblem as refused:
                if refused.code not in NOT_NOW and refused.status < 500:
                    answer = Answer(refused.code, sent)
                    if body is not None:
                        self.record.refused[body["id"]] = answer
                    return answer
            except (OSError, http.client.HTTPException, ValueError):
                pass  # the server is away, or went away while it answered
            await asyncio.sleep(AGAIN_S)

    # --- the end ------------------------------------------------------------------------------------------------------
    def judge(self) -> Verdict:
        """Hold everything against the plain rule. Asks a server for the logs."""
        verdict, record = Verdict(), self.record
        for asked, names in record.asked:
            judge_asked([asked], {asked.who: [record.facts[name] for name in names]}, verdict)
        may_hear = {one.name: [record.facts[name] for name in self._present(one)] for one in self.school.comers}
        judge_heard(record.heard, may_hear, verdict, troubles=record.troubles)
        for room_id in {self.school.room_id, *record.rooms}:
            log = whole_log(self.addresses[0], self.school.keepers[0], room_id)
            verifier.verify(log)
            entries = [frame for frame in log if frame["type"] == "entry"]
            judge_log(entries, verdict)
            judge_refused(entries, record.refused, verdict)
        return verdict
