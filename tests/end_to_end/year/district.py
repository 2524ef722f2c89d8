"""A district as its people use it: each acts and reads by the product's own doors, at the calendar's time."""

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from coordination.models import User
from coordination.waiting.mail import choose_rhythm
from coordination.waiting.vocabulary import Rhythm
from mapping.models import Level
from mou.foundation.waiting import WaitingKind
from mou.models import AgencyMember, Memorandum, Version
from mou.vocabulary import AgencyKind, MemberRole
from tests.end_to_end.year.calendar import Calendar
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.push import make_device

OK, MADE, DONE = 200, 201, 204
FAR = date(2999, 1, 1)
GOOD, BEFORE_IT_HURTS, BAD = "current", "expiring", ("old", "missing")
# What waits where a topic of readiness gets old. A duty of drills waits from a month before its day on.
WAITS_OF = {
    "Walk-through": (WaitingKind.VERIFY_PLAN,),
    "Agreements": (WaitingKind.RENEW_AGREEMENT,),
    "Reunification": (WaitingKind.RENEW_HOST,),
    "Last answered test": (WaitingKind.TEST_ALARM,),
    "Emergency plan": (WaitingKind.RENEW_EMERGENCY_PLAN, WaitingKind.MEND_EMERGENCY_PLAN),
}


@dataclass
class District:
    """Lincoln and its district, with two who keep it, a chief of police and firefighters."""

    calendar: Calendar
    cast: Cast
    keeper: User
    second_keeper: User
    deputy: User
    chief: User
    firefighter: User
    operator: User
    agreement: Memorandum
    _browsers: dict[int, Client] = field(default_factory=dict)
    _signed_in_at: datetime | None = None

    def browser_of(self, user: User) -> Client:
        """Return a person's browser, signed in anew each time that the clock moved."""
        if self._signed_in_at != self.calendar.at:
            self._browsers, self._signed_in_at = {}, self.calendar.at
        if user.pk not in self._browsers:
            self._browsers[user.pk] = Client()
            self._browsers[user.pk].force_login(User.objects.get(pk=user.pk))
        return self._browsers[user.pk]

    def asks(self, user: User, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Return the answer of the interface to a person who has just signed in; it must not refuse."""
        sent = b"" if body is None else json.dumps(body)
        client = self.browser_of(user)
        answer = client.generic(method, f"/api/v1{path}", sent, "application/json", headers=headers)
        assert answer.status_code in {OK, MADE, DONE}, (method, path, answer.content.decode()[:2000])
        return answer

    def reads(self, user: User, path: str) -> Any:
        """Return what the interface answers to a person."""
        return self.asks(user, "GET", path).json()

    def does(self, user: User, path: str, body: object = None, *, method: str = "POST", **headers: str) -> Any:
        """Let a person do something; return the answer, if there is one."""
        answer = self.asks(user, method, path, body, **headers)
        return answer.json() if answer.content else None

    def may_open(self, user: User, path: str) -> bool:
        """Tell whether a person may read something."""
        return self.browser_of(user).get(f"/api/v1{path}").status_code == OK

    def waits_for(self, user: User, kind: WaitingKind | None = None) -> list[dict[str, Any]]:
        """Return the lines that wait for a person."""
        lines: list[dict[str, Any]] = self.reads(user, "/me/waiting")["lines"]
        return [one for one in lines if kind is None or one["kind"] == kind.value]

    def readiness(self) -> dict[str, str]:
        """Return how Lincoln stands by topic, as the page of readiness says it to the keeper."""
        page = self.browser_of(self.keeper).get(f"/districts/{self.cast.district.pk}/readiness").content.decode()
        found = re.search(r'<script id="table" type="application/json">(.*?)</script>', page, re.DOTALL)
        assert found is not None
        table = json.loads(found[1])
        [row] = table["rows"]
        return dict(zip(table["topics"], [cell["state"] for cell in row["cells"]], strict=True))

    def member_id(self, user: User) -> UUID:
        return AgencyMember.objects.get(user=user, ended_at=None).pk

    @property
    def level_id(self) -> UUID:
        return Level.objects.get(site=self.cast.site).pk

    @property
    def people(self) -> tuple[User, ...]:
        """Return who keeps something: the district, the school, the police's side."""
        return (self.keeper, self.cast.insider, self.chief)


@dataclass
class Diary:
    """What people were told on Mondays; what came without a word before it is a surprise."""

    district: District
    seen: dict[tuple[str, str, str], date] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)
    _states: dict[str, str] = field(default_factory=dict)
    _today: tuple[date, set[tuple[str, str]]] | None = None

    def look(self) -> None:
        """Read every second Monday what waits for everyone and how the school stands: one says what the other does."""
        today = self.district.calendar.today
        if today.isocalendar().week % 2:
            return
        told: set[tuple[str, str]] = set()
        for user in self.district.people:
            for line in self.district.waits_for(user):
                told.add((user.username, line["kind"]))
                key = (user.username, line["kind"], line["words"])
                if line["is_overdue"] and key not in self.seen:
                    self.surprises.append(f"{today}: overdue at once: {key}")
                self.seen.setdefault(key, today)
        states = self.district.readiness()
        for topic, state in states.items():
            if state in BAD and self._states.get(topic) == GOOD:
                self.surprises.append(f"{today}: {topic} turned {state} without a word before")
        self._states, self._today = states, (today, told)
        self.surprises += [f"{today}: {words}" for words in two_voices(states, {kind for _name, kind in told})]

    def tells_today(self, user: User, kind: WaitingKind) -> bool:
        """Tell whether a person read of a kind today."""
        day, told = self._today or (None, set())
        return day == self.district.calendar.today and (user.username, kind.value) in told

    def first_told(self, user: User, kind: WaitingKind) -> date | None:
        """Return when a person first had a line of a kind."""
        days = [day for (name, of, _words), day in self.seen.items() if (name, of) == (user.username, kind.value)]
        return min(days, default=None)


def two_voices(states: dict[str, str], kinds: set[str]) -> list[str]:
    """Return where readiness says that something gets old and nothing waits for anyone, or the other way round."""
    found = []
    for topic, own in WAITS_OF.items():
        waits = not kinds.isdisjoint(one.value for one in own)
        # An alarm that no one ever answered a test of waits too; what else is missing, readiness alone says.
        wanting = (BEFORE_IT_HURTS, "old", *(["missing"] if topic == "Last answered test" else []))
        if waits != (states[topic] in wanting):
            found.append(f"{topic} is {states[topic]}, and {'something' if waits else 'nothing'} waits")
    return found


def open_district(calendar: Calendar) -> District:
    """Found it a year after its first agreement: that one ends in the winter, the others last."""
    cast = make_cast()
    keeper, second, chief, deputy = (
        make_member(agency, user=make_user(username=name), role=role).user
        for agency, name, role in (
            (cast.district, "keeper", MemberRole.ADMINISTRATOR),
            (cast.district, "second", MemberRole.ADMINISTRATOR),
            (cast.police, "chief", MemberRole.COMMANDER),
            (cast.school, "deputy", MemberRole.STAFF),
        )
    )
    Version.objects.filter(memorandum=cast.agreement).update(
        effective_on=date(2027, 2, 1), expires_on=date(2028, 1, 31)
    )
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    firefighter = make_member(fire, user=make_user(username="marshal")).user
    make_memorandum(cast.district, fire, expires_on=FAR)
    make_plan(cast.site)
    operator = make_user(username="operator")
    User.objects.filter(pk=operator.pk).update(is_operator=True)
    found = District(calendar, cast, keeper, second, deputy, chief, firefighter, operator, cast.agreement)
    everyone = [*found.people, second, deputy, cast.teacher, cast.officer, cast.dispatcher, firefighter]
    for one in everyone:
        mail = {"email": f"{one.username}@example.org", "email_proved_at": calendar.at - timedelta(days=1)}
        User.objects.filter(pk=one.pk).update(**mail)
        make_device(user=one)
    choose_rhythm(user_id=keeper.pk, rhythm=Rhythm.WEEKLY)
    return found
