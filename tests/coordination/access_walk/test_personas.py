"""Walk every address as people whom an agreement gives a part, or nothing: no one learns more than they are given."""

import io
import logging
import zipfile
from collections.abc import Iterator, Sequence

import pypdf
import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from mapping.vocabulary import ExportKind
from push.models import Notification
from tests.coordination.access_walk.command_answers import COMMAND_ANSWERS
from tests.coordination.access_walk.personas import SECRETS, Persona, make_personas
from tests.coordination.access_walk.test_access_walk import (
    API,
    PAGES,
    answered,
    ask,
    body_of,
    path_of,
    send,
    traces,
)
from tests.stage.full_room import SECRET, Stage, run
from tests.support.split import my_part

pytestmark = pytest.mark.django_db

READING = [route for route in API if route.startswith("GET")]
CHANGING = [route for route in API if not route.startswith("GET")]
OF_A_PART = ("fire_room_only", "medics_plan_only", "sheriff_roster_only")
OF_NOTHING = (
    *("annex_principal", "annex_officer", "river_keeper", "river_principal", "river_officer"),
    *("terminated_officer", "expired_officer", "past_officer", "future_officer", "draft_officer", "unsigned_officer"),
    "suspended_officer",
)


@pytest.fixture
def personas(stage: Stage) -> dict[str, Persona]:
    found = make_personas(stage)
    assert set(found) == {*OF_A_PART, *OF_NOTHING}
    return found


def readable(body: bytes) -> bytes:
    """Return what an answer says: archives unpacked, and the words of a print."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return b"\n".join(name.encode() + b"\n" + readable(archive.read(name)) for name in archive.namelist())
    if body.startswith(b"%PDF"):
        pages = pypdf.PdfReader(io.BytesIO(body)).pages
        return "\n".join(page.extract_text() for page in pages).encode() + body
    return body


def everything_told(stage: Stage, who: str) -> Iterator[tuple[str, bytes]]:
    """Ask every reading route, every page and every kind of export; yield what each answers."""
    yield from told_by_routes(stage, who)
    yield from told_by_pages(stage, who)
    for kind in ExportKind:
        yield f"export {kind}", readable(body_of(export(stage, who, kind)))


def told_by_routes(stage: Stage, who: str) -> Iterator[tuple[str, bytes]]:
    for route in READING:
        yield route, readable(body_of(ask(stage, who, route)))


def told_by_pages(stage: Stage, who: str) -> Iterator[tuple[str, bytes]]:
    client = stage.page_client(who)
    for address in PAGES:
        yield address, readable(body_of(answered(client.get(path_of(stage, address)))))


def export(stage: Stage, who: str, kind: str) -> HttpResponseBase:
    address = f"/api/v1/sites/{stage.cast.site.id}/export?kind={kind}"
    return answered(Client().get(address, headers=stage.headers(who)))


def kinds_in(text: bytes) -> set[str]:
    return {kind for kind, words in SECRETS.items() if any(word.encode() in text for word in words)}


@pytest.mark.parametrize("who", OF_A_PART)
def test_an_agreement_of_a_part_tells_that_part_and_no_more(
    stage: Stage, personas: dict[str, Persona], who: str
) -> None:
    told = dict(everything_told(stage, who))

    leaks = {address: more for address, text in told.items() if (more := kinds_in(text) - personas[who].may_learn)}
    assert leaks == {}
    assert set[str]().union(*map(kinds_in, told.values())) == personas[who].may_learn
    assert [address for address, text in told.items() if SECRET.encode() in text] == []


def each_by_each[Asked](asked: Sequence[Asked]) -> Sequence[tuple[str, Asked]]:
    """Return who of those that are given nothing asks what; from both ends in turn, so that no part is one person's."""
    return my_part([(who, one) for turn, one in enumerate(asked) for who in OF_NOTHING[:: -1 if turn % 2 else 1]])


# All of them on one stage: it, and what a stranger is answered, cost more to make than what one of them asks.
def test_no_list_tells_anything_to_who_is_given_nothing(stage: Stage, personas: dict[str, Persona]) -> None:
    routes = each_by_each([route for route in READING if "{" not in route])
    addresses = each_by_each([address for address in PAGES if "<" not in address])
    clients = {who: stage.page_client(who) for who in OF_NOTHING}

    told = {(who, route): body_of(ask(stage, who, route)) for who, route in routes}
    told |= {(who, address): body_of(clients[who].get(f"/{address}")) for who, address in addresses}

    assert {asked: kinds_in(text) for asked, text in told.items() if kinds_in(text)} == {}
    assert [asked for asked, text in told.items() if SECRET.encode() in text] == []


def test_between_them_the_school_and_its_district_are_told_all_of_it(stage: Stage) -> None:
    make_personas(stage)

    of_school = set[str]().union(*(kinds_in(text) for _, text in told_by_routes(stage, "insider")))
    of_district = set[str]().union(*(kinds_in(text) for _, text in told_by_routes(stage, "keeper")))

    assert of_school >= {"site", "plan", "roster", "incident", "room"}
    assert of_school | of_district == set(SECRETS)


def test_who_is_given_nothing_is_answered_like_a_stranger_byte_for_byte(
    stage: Stage, personas: dict[str, Persona]
) -> None:
    of_a_stranger = {route: ask(stage, "stranger", route) for route in READING if "{" in route}
    hidden = {route for route, response in of_a_stranger.items() if response.status_code == 404}

    got = {(who, route): ask(stage, who, route) for who, route in each_by_each(sorted(hidden))}

    assert {
        asked: (one.status_code, body_of(one))
        for asked, one in got.items()
        if (one.status_code, body_of(one)) != (404, body_of(of_a_stranger[asked[1]]))
    } == {}
    assert len(hidden) > 30


def test_who_is_given_nothing_finds_no_page_that_a_stranger_does_not(
    stage: Stage, personas: dict[str, Persona]
) -> None:
    # What has no id in its address is of one's own agency.
    hidden = [path_of(stage, one) for one, row in PAGES.items() if "<" in one and row.answers["stranger"] == 404]
    clients = {who: stage.page_client(who) for who in OF_NOTHING}

    got = {(who, path): clients[who].get(path).status_code for who, path in each_by_each(hidden)}

    assert {asked: status for asked, status in got.items() if status != 404} == {}
    assert len(hidden) > 30


def test_who_is_given_nothing_changes_nothing(stage: Stage, personas: dict[str, Persona]) -> None:
    as_stranger = [route for route in CHANGING if API[route].answers["stranger"] == 404]
    for who in OF_NOTHING:
        stage.session(who)
    # What routes and commands are about is there.
    for route in as_stranger:
        API[route].ids(stage)
    stage.lockdown_id()
    stage.report_id()
    stage.fact_ids()
    stage.mayday_id()
    stage.aid_id()
    before = traces()

    got = {(who, route): ask(stage, who, route).status_code for who, route in each_by_each(as_stranger)}
    commands = [word for word, row in COMMAND_ANSWERS.items() if row["stranger"] == 404]
    got |= {(who, word): send(stage, who, word).status_code for who, word in each_by_each(commands)}

    assert {asked: status for asked, status in got.items() if status != 404} == {}
    assert {table for table, rows in traces().items() if rows != before[table]} == set()


def test_no_log_line_says_a_secret(
    stage: Stage, personas: dict[str, Persona], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for who in ("insider", "river_officer"):
        for route in (*READING, *CHANGING):
            ask(stage, who, route)

    assert kinds_in(caplog.text.encode()) == set()
    assert SECRET not in caplog.text
    assert [key for key in stage.sessions.values() if key in caplog.text] == []


def test_what_is_pushed_to_an_officer_says_nothing_that_is_for_the_school(stage: Stage) -> None:
    insider, of_officer = stage.people["insider"], Notification.objects.filter(device_id=stage.officers_device_id)
    before = of_officer.count()

    priority_id, school_text = stage.level_id, f"priority {SECRET}"
    run(insider, stage.room.id, "post_priority_message", message_id=priority_id, text=school_text, audience="school")
    assert of_officer.count() == before
    run(insider, stage.room.id, "post_priority_message", message_id=stage.draft_id, text="Doors are open.")

    assert of_officer.count() > before
    assert [row for row in of_officer.values() if SECRET in str(row)] == []
