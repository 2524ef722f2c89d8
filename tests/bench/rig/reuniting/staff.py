"""The staff of a reunification as clients of the interface: each sends, and after a cut sends again elsewhere."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import uuid4

from tests.bench.rig.reuniting.scene import Scene

# A server that was killed answers no more; the other one is asked then, and this often in all.
TRIES, TIMEOUT_S, PAUSE_S = 60, 30.0, 0.2
FOR_NOW = (429, 503)


@dataclass
class Client:
    """A person of the staff with a device; `urls`: the servers, in the order in which this one asks them."""

    token: str
    urls: Sequence[str]
    at: int = 0
    _line: http.client.HTTPConnection | None = field(default=None, repr=False)

    def send(self, method: str, path: str, body: object = None) -> tuple[int, object]:
        """Return status and content of the answer; after a cut line the same is sent again, to the next server.

        Raises: RuntimeError: no server answers.
        """
        content = None if body is None else json.dumps(body)
        head = {"X-Session-Token": self.token, "Content-Type": "application/json"}
        for _ in range(TRIES):
            try:
                if self._line is None:
                    self._line = http.client.HTTPConnection(urlsplit(self.urls[self.at]).netloc, timeout=TIMEOUT_S)
                self._line.request(method, f"/api/v1{path}", content, head)
                answer = self._line.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException):
                self.close()
                self.at = (self.at + 1) % len(self.urls)
                time.sleep(PAUSE_S)
                continue
            if answer.status in FOR_NOW:
                time.sleep(PAUSE_S)
                continue
            return answer.status, json.loads(said) if said else None
        raise RuntimeError(f"no server answers {method} {path}")

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None


@dataclass(frozen=True)
class Done:
    """What became of many requests: their answers by status and code, and how long all of them took."""

    answers: Counter[str]
    seconds: float


@dataclass
class Staff:
    """All who work in it, spread over the servers: every second one asks the second server first."""

    scene: Scene
    urls: Sequence[str]
    released: list[str] = field(default_factory=list)
    _clients: list[Client] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def path(self) -> str:
        return f"/reunifications/{self.scene.operation_id}"

    def client(self, role: str, number: int = 0) -> Client:
        """Return one of those with a role."""
        urls = self.urls if number % 2 == 0 else [*reversed(self.urls)]
        self._clients.append(Client(self.scene.staff[role][number], urls))
        return self._clients[-1]

    def close(self) -> None:
        """Hang up, everyone."""
        for one in self._clients:
            one.close()

    def share_out(self, role: str, works: Sequence[Callable[[Client], str]]) -> Done:
        """Let all with a role do the works, each the next one as soon as it is free."""
        waiting, answers = iter(works), Counter[str]()

        def work_on(client: Client) -> None:
            while True:
                with self._lock:
                    work = next(waiting, None)
                if work is None:
                    client.close()
                    return
                said = work(client)
                with self._lock:
                    answers[said] += 1

        clients = [self.client(role, number) for number in range(len(self.scene.staff[role]))]
        began = time.perf_counter()
        with ThreadPoolExecutor(len(clients)) as pool:
            for one in [pool.submit(work_on, client) for client in clients]:
                one.result()
        return Done(answers, time.perf_counter() - began)

    # --- what they do ---------------------------------------------------------------------------------------------
    def check_in(self, client: Client, adult: str, codes: Sequence[str]) -> str:
        """Check an adult in for children."""
        card = {"card_id": str(uuid4()), "adult_name": adult, "id_kind": "passport", "codes": list(codes)}
        return said_of(client.send("POST", f"{self.path}/check-ins", card))

    def step(self, client: Client, step: str, codes: Sequence[str], words: str = "") -> str:
        """Do a step with children, all or none of them."""
        return said_of(client.send("POST", f"{self.path}/steps", {"codes": list(codes), "step": step, "words": words}))

    def release(self, client: Client, code: str, pick_up_id: str) -> str:
        """Hand a child over. An answer that was lost is asked for again: it was released then, by this request."""
        given = {"pick_up_id": pick_up_id, "is_comfortable": "yes", "initials": "BR"}
        said = said_of(client.send("POST", f"{self.path}/releases", given))
        if said == "200":
            with self._lock:
                self.released.append(code)
        return said


def said_of(answer: tuple[int, object]) -> str:
    """Return an answer in a word: the status, of a refusal its code as well."""
    status, said = answer
    code = said.get("code", "") if isinstance(said, dict) and status >= 400 else ""
    return f"{status} {code}".strip()
