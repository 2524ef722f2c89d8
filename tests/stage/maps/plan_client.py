"""Speak to the interface for plans as someone: JSON in, JSON out, If-Match as one has it."""

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from coordination.models import User
from tests.stage.served import session_of

POINT = {"type": "Point", "coordinates": [-98.4999, 39.8001]}


@dataclass
class PlanClient:
    """A person; `etag` is what they saw last, and what their next write names."""

    user: User
    etag: str = ""
    session: str = ""
    status: int = 0

    def ask(self, method: str, path: str, body: object = None, *, if_match: str | None = "seen") -> Any:
        """Send a request and return its JSON; keep status and ETag."""
        self.session = self.session or session_of(self.user)
        headers = {"X-Session-Token": self.session}
        tag = self.etag if if_match == "seen" else if_match
        if tag:
            headers["If-Match"] = tag
        text = "" if body is None else json.dumps(body)
        response = Client().generic(method, f"/api/v1{path}", text, content_type="application/json", headers=headers)
        self.status = response.status_code
        self.etag = response.headers.get("ETag", self.etag) if self.status < 400 else self.etag
        return response.json() if response.content else None

    def start(self, level_id: object) -> str:
        """Start a draft, or find the one that is open; return its id."""
        self.ask("GET", f"/levels/{level_id}/versions")
        return str(self.ask("POST", f"/levels/{level_id}/drafts")["id"])

    def see(self, floorplan_id: object) -> Any:
        """Look at a version."""
        return self.ask("GET", f"/floorplans/{floorplan_id}")

    def next_version(self, level_id: object, *, walked_on: str = "2026-01-05") -> str:
        """Start, verify and publish the next version of a floor as it is; return its id."""
        plan_id = self.start(level_id)
        self.ask("POST", f"/floorplans/{plan_id}/verify", {"walked_on": walked_on, "walked_with": ["Fire"]})
        self.ask("POST", f"/floorplans/{plan_id}/publish")
        assert self.status == 200
        return plan_id
