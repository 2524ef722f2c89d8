"""Where each thing is kept, as its own part of the interface answers a keeper: nothing here asks readiness."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils.formats import date_format

from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.prevention.lessons.vocabulary import LessonAudience
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from mou.models import Agency, AgencyMember

NEEDED = {"police or sheriff": {"police", "sheriff"}, "fire or EMS": {"fire", "ems"}}
OK = 200
# So long before its last day an agreement, also a host's, waits to be renewed.
AHEAD_DAYS = 90


@dataclass(frozen=True)
class Kept:
    """A keeper's browser, and the district that they keep."""

    client: Client
    district_id: str

    def read(self, path: str) -> Any:
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == OK, (path, answer.content[:500])
        return answer.json()

    def details_of(self, site_id: str) -> dict[Topic, str]:
        """Return what readiness has to say of a school, in all its words and numbers."""
        site = self.read(f"/sites/{site_id}")
        floors = self.read(f"/sites/{site_id}/levels")
        return {
            Topic.MAPS: f"{len(drawn(floors))} of {len(floors)} floors",
            Topic.WALK_THROUGH: said("on", oldest_walk(floors)),
            Topic.AGREEMENTS: self._agreements(site_id),
            Topic.REUNIFICATION: self._hosts(site_id),
            Topic.DRILLS: self._drills(site_id),
            Topic.ALARM: self._reach(site),
            Topic.TEST: self._test(site),
            Topic.EMERGENCY_PLAN: self._plan(site_id),
            Topic.ROLES: self._roles(site),
            Topic.LESSONS: self._lessons(site),
        }

    def _agreements(self, site_id: str) -> str:
        holding = [
            one
            for one in self.read("/memoranda")
            if one["is_in_force"] and (one["covers_all_sites"] or site_id in one["site_ids"])
        ]
        last = {
            name: [holds_until(one) for one in holding if one["agency"]["kind"] in kinds]
            for name, kinds in NEEDED.items()
        }
        if lacking := [name for name, days in last.items() if not days]:
            return f"without: {', '.join(lacking)}"
        return said("until", min(max(days) for days in last.values()))

    def _hosts(self, site_id: str) -> str:
        days = [one["agreement_expires_on"] for one in self.read(f"/sites/{site_id}/reunification-sites")]
        if days and None not in days:
            return said("until", date.fromisoformat(max(days)))
        return {0: "", 1: "1 site"}.get(len(days), f"{len(days)} sites")

    def _drills(self, site_id: str) -> str:
        state = self.read(f"/drills/schools/{site_id}")
        duties = [one["standing"] for one in state["duties"]]
        found = [f"Drills held: {self.drills_held(site_id, state)}"]
        if wanting := duties.count("overdue") + duties.count("missed"):
            found.append(f"Overdue or missed: {wanting}")
        if due := duties.count("due"):
            found.append(f"Due: {due}")
        if state["next_due"]:
            found.append(f"Next: {shown(date.fromisoformat(state['next_due']['due_on']))}")
        return " · ".join(found)

    def drills_held(self, site_id: str, state: Any) -> int:
        """Return how many drills of a school's own list were held in the school year that its law page shows."""
        rows = self.read(f"/drills/schools/{site_id}/records")
        begins = state["year"]["begins_on"]
        return sum(one["state"] == "held" and one["starts_at"][:10] >= begins for one in rows)

    def _reach(self, site: Any) -> str:
        """Count the people of the school and its district as their pages of duty list them, each once."""
        lists = [self.read(f"/agencies/{one}/duty") for one in {site["district_id"], site["school_id"]} if one]
        has_way = {line["member_id"]: line["has_way"] for lines in lists for line in lines}
        users = dict(AgencyMember.objects.filter(pk__in=has_way).values_list("pk", "user_id"))
        ways = {user_id: has_way[str(pk)] for pk, user_id in users.items()}
        return f"{sum(ways.values())} of {len(ways)} people"

    def _test(self, site: Any) -> str:
        """Return the newest test that told the school's people and was answered by one, from its own report."""
        owner = site["school_id"] or site["district_id"]
        name = Agency.objects.get(pk=owner).name
        tests = self.read(f"/agencies/{owner}/alarm-tests")
        for test in sorted(tests, key=lambda one: str(one["started_at"]), reverse=True):
            for line in self.read(f"/alarm-tests/{test['id']}")["agencies"]:
                if line["agency"] == name and line["answered"]:
                    day = datetime.fromisoformat(test["started_at"]).astimezone(ZoneInfo(site["time_zone"])).date()
                    return f"{shown(day)}: {line['answered']} of {line['told']} answered"
        return "never"

    def _roles(self, site: Any) -> str:
        """Return the roles of one person that no one has, or only one, as the cards of the school list their people."""
        cards = self.read(f"/agencies/{site['school_id'] or site['district_id']}/role-cards")
        # Agreements say who the officer is, and the district's own office is no school's to fill.
        to_fill = [one for one in cards if one["is_of_one"] and one["role"] not in ("sro", "district")]
        words = {"no one": 0, "no deputy": 1}
        said_of = {
            word: [str(StaffRole(one["role"]).label) for one in to_fill if len(one["people"]) == count]
            for word, count in words.items()
        }
        return " · ".join(f"{word}: {', '.join(roles)}" for word, roles in said_of.items() if roles)

    def _lessons(self, site: Any) -> str:
        """Return what the school's own lessons say: what is missing, who read all, and how many had every topic."""
        if site["school_id"] is None:
            return ""
        year = self.read(f"/agencies/{site['school_id']}/lessons")
        missing = sum(one["last_on"] is None for one in year["standings"])
        lessons = "lesson is" if missing == 1 else "lessons are"
        found = [f"{missing} {lessons} missing" if missing else "All held"]
        people = {
            audience: min(one["people"] for one in year["standings"] if one["audience"] == audience.value)
            for audience in LessonAudience
            if audience.value in {one["audience"] for one in year["standings"]}
        }
        if people.pop(LessonAudience.STAFF, None) is not None:
            found.append(f"staff who have read all: {year['staff_read']} of {year['staff']}")
        if people:
            had = " · ".join(f"{audience.label}: {n}" for audience, n in people.items())
            found.append(f"had every topic, at most: {had}")
        return " · ".join(found)

    @property
    def kinds_of_schools(self) -> set[str]:
        """Return the kinds of steps that wait because something at a school or between agencies gets old."""
        return {"verify_plan", "publish_plan", "hold_drill", "test_alarm", "renew_host", "renew_agreement"}

    def lines_of_schools(self) -> list[tuple[str, str, str | None]]:
        """Return what waits for who keeps the district: kind, words with their numbers, and day."""
        found = []
        for line in self.read(f"/drills/districts/{self.district_id}")["schools"]:
            site = self.read(f"/sites/{line['site_id']}")
            found += [*self._floors_that_wait(site), *self._drills_that_wait(site), *self._hosts_that_end(site)]
            if self._test(site) == "never":
                name = Agency.objects.get(pk=site["school_id"] or site["district_id"]).name
                found.append(("test_alarm", name, None))
        for one in self.read("/memoranda"):
            ends = (holds_until(one) - datetime.now(UTC).date()).days
            if one["is_in_force"] and ends <= AHEAD_DAYS:
                found.append(("renew_agreement", one["title"], one["expires_on"]))
        return found

    def _floors_that_wait(self, site: Any) -> list[tuple[str, str, str | None]]:
        floors = self.read(f"/sites/{site['id']}/levels")
        states = [one["state"] for floor in floors for one in self.read(f"/levels/{floor['id']}/versions")]
        kinds = {"verify_plan": states.count("draft"), "publish_plan": states.count("verified")}
        found: list[tuple[str, str, str | None]] = [
            (kind, f"{site['name']} · {n}", None) for kind, n in kinds.items() if n
        ]
        walked_on = oldest_walk(floors)
        if walked_on is not None:
            [limits] = {(one["ageing_after_days"], one["overdue_after_days"]) for one in drawn(floors)}
            if (datetime.now(UTC).date() - walked_on).days > limits[0]:
                found.append(("verify_plan", site["name"], (walked_on + timedelta(days=limits[1])).isoformat()))
        return found

    def _drills_that_wait(self, site: Any) -> list[tuple[str, str, str | None]]:
        state = self.read(f"/drills/schools/{site['id']}")
        until = (date.fromisoformat(state["today"]) + timedelta(days=30)).isoformat()
        open_ = [one for one in state["duties"] if one["standing"] in ("overdue", "due", "later")]
        due = sorted((one for one in open_ if one["due_on"] <= until), key=lambda one: str(one["due_on"]))
        if not due:
            return []
        left = [(one["title_en"], one["required"] - one["done"]) for one in due]
        words = ", ".join(f"{title} ({n})" if n > 1 else title for title, n in left)
        return [("hold_drill", f"{words} · {site['name']}", due[0]["due_on"])]

    def _hosts_that_end(self, site: Any) -> list[tuple[str, str, str | None]]:
        days = [one["agreement_expires_on"] for one in self.read(f"/sites/{site['id']}/reunification-sites")]
        if not days or None in days:
            return []
        ends = (date.fromisoformat(max(days)) - datetime.now(UTC).date()).days
        return [("renew_host", site["name"], max(days))] if ends <= AHEAD_DAYS else []

    def _plan(self, site_id: str) -> str:
        plans = [one for one in self.read("/emergency-plans") if one["site_id"] == site_id and one["renew_on"]]
        if not plans:
            return ""
        findings = len(self.read(f"/emergency-plans/{plans[0]['plan_id']}/findings"))
        until = said("until", date.fromisoformat(plans[0]["renew_on"]))
        return f"{until} · Findings: {findings}" if findings else until


def drawn(floors: Iterable[Any]) -> list[Any]:
    """Return the floors that have a published plan."""
    return [one for one in floors if one["floorplan_id"] is not None]


def oldest_walk(floors: Iterable[Any]) -> date | None:
    """Return the day of the oldest walk; None: a plan has no known one."""
    days = [one["verified_on"] for one in drawn(floors)]
    return None if not days or None in days else date.fromisoformat(min(days))


def holds_until(memorandum: Any) -> date:
    """Return the last day through each version that begins no later than the day after the one before it."""
    last = date.fromisoformat(memorandum["expires_on"])
    lines = [one for one in memorandum["versions"] if one["state"] == "in_force"]
    for line in sorted(lines, key=lambda one: str(one["effective_on"])):
        begins, ends = (date.fromisoformat(line[key]) for key in ("effective_on", "expires_on"))
        if line["number"] > memorandum["number"] and begins <= last + timedelta(days=1):
            last = ends
    return last


def shown(day: date) -> str:
    return date_format(day)


def said(word: str, day: date | None) -> str:
    return "" if day is None else f"{word} {shown(day)}"
