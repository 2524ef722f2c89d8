"""An administrator of another agency does nothing by any route of administration, whatever ids they send."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client

from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.access_walk.test_access_walk import API, PAGES, traces
from tests.coordination.access_walk.test_recent_sign_in import ANY_SESSION, FORMS, ROUTES
from tests.coordination.administration.test_enemies import seen
from tests.factories.mou import make_agency, make_member, make_user
from tests.stage.full_room import Stage
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db
# One's own places and sessions are no agency's.
ACTS = sorted({*ROUTES, *(one for one in ANY_SESSION if "/me/" not in one)})
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ITS_OWN = ("agency_id", "district_id")
OF_AN_AGENCY = [one for one in ACTS if any(f":{name}}}" in one for name in ITS_OWN)]


@dataclass(frozen=True)
class Enemy:
    """An administrator with an agency of their own, signed in a moment ago."""

    name: str
    agency: Agency
    client: Client
    browser: Client


def enemies(stage: Stage) -> Iterator[Enemy]:
    """Yield administrators of agencies without and with an agreement, of another district and of a sister school."""
    elsewhere = make_agency(AgencyKind.DISTRICT, name="Prairie District")
    for name, agency in {
        "stranger": stage.cast.strangers,
        "partner": stage.cast.police,
        "district": elsewhere,
        "sister": make_agency(AgencyKind.SCHOOL, name="Ford Elementary", parent=stage.cast.district),
    }.items():
        person = make_user(username=f"enemy-{name}")
        type(person).objects.filter(pk=person.pk).update(home_agency=agency)
        make_member(agency, user=person, role=MemberRole.ADMINISTRATOR)
        key, browser = session_of(person), Client()
        browser.cookies["sessionid"] = key
        yield Enemy(name, agency, Client(headers={"X-Session-Token": key}), browser)


@dataclass(frozen=True)
class Request:
    """What a route is asked: of the path, the ids; of the body, its text."""

    method: str
    path: str
    ids: dict[str, str]
    body: str

    def sent_by(self, enemy: Enemy, **own: str) -> int:
        path = self.path
        for name, value in {**self.ids, **own}.items():
            path = re.sub(rf"\{{(\w+:)?{name}\}}", value, path)
        answer = enemy.client.generic(self.method, f"/api/v1{path}", self.body, content_type="application/json")
        return int(answer.status_code)

    def is_about(self, agency: Agency) -> bool:
        """Say whether the agency in its path is this one: what its own administrator may."""
        return any(self.ids.get(name) == str(agency.pk) for name in ITS_OWN)

    def names_others(self) -> bool:
        """Say whether it is about anything beside an agency in its path."""
        return bool(set(self.ids) - set(ITS_OWN)) or ID.search(self.body) is not None


def request_of(stage: Stage, route: str) -> Request:
    row, (method, _, path) = API[route], route.partition(" ")
    ids = {name: str(value) for name, value in row.ids(stage).items()}
    return Request(method, path, ids, json.dumps(row.body(stage)) if row.body is not None else "")


def requests_of(stage: Stage, routes: list[str]) -> dict[str, Request]:
    """Return what each route is asked, with what that is about on the stage."""
    return {route: request_of(stage, route) for route in routes}


def test_an_administrator_of_another_agency_finds_nothing_to_do_at_any_route(stage: Stage) -> None:
    those, asked = list(enemies(stage)), requests_of(stage, ACTS)
    before = traces()

    answers = {
        (enemy.name, route): one.sent_by(enemy)
        for enemy in those
        for route, one in asked.items()
        if not one.is_about(enemy.agency)
    }

    assert len(asked) > 30
    assert {key: status for key, status in answers.items() if status not in (403, 404)} == {}
    assert traces() == before


def test_nor_does_their_own_agency_s_id_in_the_path_reach_another_s_people(stage: Stage) -> None:
    """The agency is one's own, and the person, place, membership or file is another's."""
    those = list(enemies(stage))
    asked = {route: one for route, one in requests_of(stage, OF_AN_AGENCY).items() if one.names_others()}
    before = traces()

    answers = {
        (enemy.name, route): one.sent_by(enemy, **{name: str(enemy.agency.pk) for name in ITS_OWN if name in one.ids})
        for enemy in those
        for route, one in asked.items()
    }

    assert len(asked) > 15
    assert {key: status for key, status in answers.items() if not 400 <= status < 500} == {}
    assert traces() == before


def sent_form(stage: Stage, enemy: Enemy, page: str, form: dict[str, str], **own: object) -> int:
    """Send a form with what is another's in every field; `own` stands in the path."""
    about = {
        "agency_id": str(stage.cast.school.pk),
        "member_id": str(stage.teacher_member_id),
        "person_id": str(stage.people["teacher"].public_id),
        "request_id": str(stage.cast.school.pk),
        "reason": "Because",
    }
    path = f"/{page}"
    for name, value in {**PAGES[page].ids(stage), **own}.items():
        path = re.sub(rf"<(\w+:)?{name}>", str(value), path)
    return int(enemy.browser.post(path, {**about, **form}).status_code)


def test_nor_do_their_forms_on_another_s_page(stage: Stage) -> None:
    those = list(enemies(stage))
    for page, _form in FORMS:
        PAGES[page].ids(stage)
    before = traces()

    answers = {
        (enemy.name, page, str(form)): sent_form(stage, enemy, page, form) for enemy in those for page, form in FORMS
    }

    assert {key: status for key, status in answers.items() if status not in (403, 404)} == {}
    assert traces() == before


def test_nor_do_they_on_their_own_with_another_s_in_the_fields(stage: Stage) -> None:
    those, before = list(enemies(stage)), seen(tuple(stage.people.values()))

    answers = {
        (enemy.name, page, str(form)): sent_form(stage, enemy, page, form, **own_in(page, stage, enemy))
        for enemy in those
        for page, form in FORMS
    }

    assert {key: status for key, status in answers.items() if status >= 500} == {}
    assert seen(tuple(stage.people.values())) == before


def own_in(page: str, stage: Stage, enemy: Enemy) -> dict[str, object]:
    return {name: enemy.agency.pk for name in ITS_OWN if name in PAGES[page].ids(stage)}
