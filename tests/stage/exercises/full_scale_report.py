"""What follows the full-scale exercise, through the doors of the interface: evaluated, reported, compared."""

import json
import urllib.request
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import uuid4

from tests.stage.exercises.full_scale import FullScale

EVALUATORS = ("school3", "police2", "ems1")
# What three evaluators said of each task; the director decides as the first.
SAID = {"Every room reports": ("M", "S", "M"), "Command is known to all": ("P", "P", "P")}


@dataclass(frozen=True)
class AfterPlay:
    """Who asks at the doors of a server, after ENDEX. The first of the school directs, and plans for it."""

    url: str
    stage: FullScale

    def bytes_of(self, who: str, path: str, body: object = None, method: str | None = None) -> bytes:
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Session-Token": self.stage.tokens[who], "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.url}/api/v1/drills{path}", data=data, headers=headers, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def ask(self, who: str, path: str, body: object = None, method: str | None = None) -> Any:
        content = self.bytes_of(who, path, body, method)
        return json.loads(content) if content else None

    @property
    def base(self) -> str:
        return f"/exercises/{self.stage.exercise_id}"

    def evaluate(self) -> None:
        """Let evaluators rate, the director decide, and the school answer the hot wash."""
        results = self.ask("school1", f"{self.base}/evaluation")
        capabilities = [one for objective in results["objectives"] for one in objective["capabilities"]]
        tasks = {task["text"]: task["task_id"] for one in capabilities for task in one["tasks"]}
        for text, ratings in SAID.items():
            for who, rating in zip(EVALUATORS, ratings, strict=True):
                rated = {"id": str(uuid4()), "task_id": tasks[text], "rating": rating, "notes": f"{who} by the gym"}
                self.ask(who, f"{self.base}/evaluation/ratings", rated)
            decided = {"task_id": tasks[text], "rating": ratings[0], "words": "Weighed by all three."}
            self.ask("school1", f"{self.base}/evaluation/final-ratings", decided, "PUT")
        for number in range(5, 15):
            answer = {"clarity": 4, "communication": 3, "felt_safe": 5, "did_not": "The gym heard nothing."}
            self.ask(f"school{number}", f"{self.base}/hot-wash", answer)
        self.ask("school1", f"{self.base}/hot-wash/close", {})

    def report(self) -> Any:
        """Draft, complete, approve and sign the report; return it as the interface shows it."""
        view = self.ask("school1", f"{self.base}/report", {"language": "en"})
        areas = [one for objective in view["document"]["objectives"] for one in objective["areas"]]
        for area in areas:
            given = {name: area[name] for name in ("kind", "capability", "words", "reference", "analysis")}
            given |= {"root_cause": "Rooms do not know their number.", "version": view["version"]}
            view = self.ask("school1", f"{self.base}/report/findings/{area['finding_id']}", given, "PUT")
        for step in ("approval", "signature"):
            view = self.ask("school1", f"{self.base}/report/{step}", {"version": view["version"]})
        return view

    def check_report(self) -> None:
        """Check that players have what was signed, with nothing private in it, and that it compares with last year."""
        view = self.report()

        content = self.bytes_of("police5", f"{self.base}/report.json")
        document = json.loads(content)
        assert sha256(content).hexdigest() == view["document_sha256"]
        assert self.bytes_of("ems5", f"{self.base}/report.pdf").startswith(b"%PDF")
        assert [one["rating"] for one in document["objectives"]] == ["M", "P"]
        assert (len(document["organizations"]), sum(one["players"] for one in document["organizations"])) == (5, 50)
        texts = " ".join(one["text"] for one in document["sections"])
        assert "It was interrupted once by something real" in texts
        assert "39 of 40 planned events were brought into play" in texts
        assert not any(word in content.decode() for word in ("by the gym", "The gym heard nothing", "police5"))
        compared = self.ask("school1", "/comparison?kind=full_scale")
        measured = {one["measure"]: one["together"]["n"] for one in compared["measures"]}
        assert (compared["drills"], measured["first_room"]) == (2, 2)
