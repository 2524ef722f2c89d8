"""Speak to the interface for plans as someone: JSON in, JSON out, If-Match as one has it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.test import Client

from coordination.models import User
from mapping.models import Floorplan
from mou.vocabulary import MemberRole
from tests.factories.mou import make_member, make_user
from tests.stage.served import session_of

WALKER = "walker"
POINT = {"type": "Point", "coordinates": [-98.4999, 39.8001]}


def today(time_zone: str = "America/New_York") -> str:
    """Return the day it is at a school, as a walk-through says it: at those of the tests' factories, if not said."""
    return datetime.now(ZoneInfo(time_zone)).date().isoformat()


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

    def walk(self, floorplan_id: UUID | str, **walk: object) -> Any:
        """Let another keeper of the district walk and verify a version, by default today; look at it again."""
        district = Floorplan.objects.get(pk=str(floorplan_id)).level.site.district
        known = User.objects.filter(username=WALKER).first()
        user = known or make_member(district, role=MemberRole.PLANNER, user=make_user(username=WALKER)).user
        walker = PlanClient(user)
        walker.see(floorplan_id)
        said = {"walked_on": today(), "walked_with": ["Fire"], **walk}
        answer = walker.ask("POST", f"/floorplans/{floorplan_id}/verify", said)
        self.see(floorplan_id)
        self.status = walker.status
        return answer

    def next_version(self, level_id: object) -> str:
        """Start, verify and publish the next version of a floor as it is; return its id."""
        plan_id = self.start(level_id)
        self.walk(plan_id)
        self.ask("POST", f"/floorplans/{plan_id}/publish")
        assert self.status == 200
        return plan_id
