"""Walk every route and every command as everybody: who may is answered, who may not cannot tell that anything is there.

A new route, page or command without a row in these tables fails.
"""

import json
import re
from collections.abc import Iterator
from itertools import batched
from typing import cast
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.api.mounted import api
from coordination.describe.catalogue import COMMANDS
from coordination.incident.lifecycle.capability import OpenIncident
from coordination.room.models import LogEntry, RefusedCommand
from tests.coordination.access_walk.administration import ADMINISTRATION, ADMINISTRATION_PAGES
from tests.coordination.access_walk.agreements import AGREEMENT_PAGES, AGREEMENTS
from tests.coordination.access_walk.assessments import ASSESSMENT_PAGES, ASSESSMENTS
from tests.coordination.access_walk.command_answers import COMMAND_ANSWERS
from tests.coordination.access_walk.described import list_faults
from tests.coordination.access_walk.found import found_pages, found_routes
from tests.coordination.access_walk.hidden_words import secrets_of
from tests.coordination.access_walk.other_addresses import (
    NOT_OURS,
    OPEN_ROUTES,
    OTHER_ADDRESSES,
    WALKED_WITH_THE_SOCKETS,
)
from tests.coordination.access_walk.prevention.tips import REPORTING
from tests.coordination.access_walk.rosters import ROSTER_PAGES, ROSTERS
from tests.coordination.access_walk.rows import PEOPLE, command
from tests.coordination.access_walk.tables import (
    API as TABLES,
)
from tests.coordination.access_walk.tables import (
    CODE_ROUTES,
    SIGNED_ROUTES,
)
from tests.coordination.access_walk.tables import (
    PAGES as OTHER_PAGES,
)
from tests.stage.full_room import SECRET, STRANGERS, Stage

pytestmark = pytest.mark.django_db
API = TABLES | AGREEMENTS | ADMINISTRATION | ASSESSMENTS | ROSTERS | found_routes()
PAGES = OTHER_PAGES | AGREEMENT_PAGES | ADMINISTRATION_PAGES | ASSESSMENT_PAGES | ROSTER_PAGES | found_pages()


def ask(stage: Stage, who: str, route: str) -> HttpResponseBase:
    """Make the route's request as someone."""
    method, _, path = route.partition(" ")
    row = API[route]
    for name, value in row.ids(stage).items():
        path = re.sub(rf"\{{(\w+:)?{name}\}}", str(value), path)
    address = f"/api/v1{path}{row.query(stage)}"
    client, headers = Client(), {**stage.headers(who), **row.headers(stage)}
    if row.is_upload:
        file = SimpleUploadedFile("a.txt", b"words")
        return as_described(route, client.post(address, {**row.fields, "file": file}, headers=headers))
    body = json.dumps(row.body(stage)) if row.body is not None else ""
    asked = client.generic(method, address, body, content_type="application/json", headers=headers)
    return as_described(route, answered(asked))


def as_described(route: str, response: HttpResponseBase) -> HttpResponseBase:
    """Return an answer that is what the published description says of it."""
    assert list_faults(route, response) == [], route
    return response


def answered(response: HttpResponseBase) -> HttpResponseBase:
    """Read a response to its end, which closes what it holds open."""
    if isinstance(response, FileResponse):
        body = b"".join(cast("Iterator[bytes]", response.streaming_content))
        return HttpResponse(body, status=response.status_code, content_type=response["Content-Type"])
    return response


def body_of(response: HttpResponseBase) -> bytes:
    assert isinstance(response, HttpResponse)
    return response.content


def traces() -> dict[str, set[tuple[object, ...]]]:
    """Return every row of every table: a refused request must leave them all as they were."""
    # The coordinate systems of the world are the same before and after; there are thousands. That a command was refused
    # is remembered for its copies alone, and forgotten.
    told = [model for model in apps.get_models() if model._meta.app_label != "gis" and model is not RefusedCommand]
    tables = {model._meta.db_table for model in told}
    found: dict[str, set[tuple[object, ...]]] = {table: set() for table in tables}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(" UNION ALL ".join(f"SELECT '{one}', t::text FROM \"{one}\" t" for one in tables))
            for table, row in cursor.fetchall():
                found[table].add((row,))
        else:
            for table in tables:
                found[table].update(cursor.execute(f'SELECT * FROM "{table}"').fetchall())
    return found


# --- the tables are complete ------------------------------------------------------------------------------------------
def test_every_route_of_the_api_has_a_row() -> None:
    mounted = {
        f"{method} {as_written(path)}"
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    }

    assert mounted == set(API) | SIGNED_ROUTES | CODE_ROUTES | OPEN_ROUTES


def test_every_other_address_is_walked_or_known_to_be_open() -> None:
    served = {
        address
        for address in map(as_written, addresses(get_resolver().url_patterns))
        if not address.startswith(NOT_OURS) and not is_of_the_api(address)
    }

    assert served == set(PAGES) | OTHER_ADDRESSES | REPORTING | WALKED_WITH_THE_SOCKETS


def test_every_command_has_a_row() -> None:
    assert set(COMMAND_ANSWERS) == {one.word for one in COMMANDS}


def as_written(path: str) -> str:
    """Return an address as our routers write it; ninja gives its converters names of its own when it mounts them."""
    return path.replace("uuidstr:", "uuid:")


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        address = before + str(pattern.pattern)
        found += addresses(pattern.url_patterns, address) if isinstance(pattern, URLResolver) else [address]
    return found


def is_of_the_api(address: str) -> bool:
    routed = {
        row.partition(" ")[2].replace("{", "<").replace("}", ">")
        for row in (*API, *SIGNED_ROUTES, *CODE_ROUTES, *OPEN_ROUTES)
    }
    return address.startswith("api/v1") and address.removeprefix("api/v1") in routed


# --- HTTP -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("route", API)
def test_who_may_not_is_refused_by_every_route_and_changes_nothing(stage: Stage, route: str) -> None:
    for who in PEOPLE:
        stage.session(who)
    API[route].ids(stage)  # what it is about is there
    refused = {who: code for who, code in API[route].answers.items() if code >= 400}
    before = traces()

    assert {who: ask(stage, who, route).status_code for who in refused} == refused
    assert ask(stage, "anonymous", route).status_code == 401
    assert traces() == before


@pytest.mark.parametrize("route", [route for route in API if route.startswith("GET")])
def test_who_may_is_answered_by_every_reading_route(stage: Stage, route: str) -> None:
    allowed = {who: code for who, code in API[route].answers.items() if code < 400}

    assert {who: ask(stage, who, route).status_code for who in allowed} == allowed


@pytest.mark.parametrize(
    ("route", "who"),
    [
        (route, who)
        for route, row in API.items()
        for who, code in row.answers.items()
        if code < 400 and not route.startswith("GET")
    ],
)
def test_who_may_is_answered_by_every_changing_route(stage: Stage, route: str, who: str) -> None:
    response = ask(stage, who, route)

    assert response.status_code == API[route].answers[who], body_of(response)


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_learns_nothing_from_any_answer(stage: Stage, who: str) -> None:
    told = {route: body_of(ask(stage, who, route)) for route in API}
    leaks = [(route, secret) for route in API for secret in secrets_of(stage) if secret.encode() in told[route]]

    assert leaks == []


@pytest.mark.parametrize("route", [route for route in API if "{" in route])
def test_what_is_not_there_looks_to_a_stranger_like_what_is_not_theirs(stage: Stage, route: str) -> None:
    hidden = ask(stage, "stranger", route)
    method, _, path = route.partition(" ")
    for name, value in API[route].ids(stage).items():
        path = path.replace(f"{{uuid:{name}}}", str(uuid4())).replace(f"{{int:{name}}}", "1")
        path = path.replace(f"{{{name}}}", str(value))
    body = API[route].body
    missing = Client().generic(
        method,
        f"/api/v1{path}{API[route].query(stage)}",
        json.dumps(body(stage)) if body else "",
        content_type="application/json",
        headers={**stage.headers("stranger"), **API[route].headers(stage)},
    )

    if not API[route].is_upload:
        assert (missing.status_code, body_of(missing)) == (hidden.status_code, body_of(hidden))
    assert hidden.status_code == 404


@pytest.mark.parametrize("word", COMMAND_ANSWERS)
def test_who_may_not_is_refused_every_command_and_leaves_no_trace(stage: Stage, word: str) -> None:
    refused = {who: code for who, code in COMMAND_ANSWERS[word].items() if code >= 400}
    for who in PEOPLE:
        stage.session(who)
    command(stage, word)  # what it is about is there
    before = traces()

    got = {who: send(stage, who, word).status_code for who in refused}

    assert got == refused
    assert send(stage, "anonymous", word).status_code == 401
    assert traces() == before


@pytest.mark.parametrize(
    ("word", "who"), [(word, who) for word, row in COMMAND_ANSWERS.items() for who, code in row.items() if code < 400]
)
def test_who_may_carries_out_every_command(stage: Stage, word: str, who: str) -> None:
    response = send(stage, who, word)

    assert response.status_code == 200, body_of(response)


def send(stage: Stage, who: str, word: str) -> HttpResponseBase:
    """Send a command over HTTP."""
    return Client().post(
        f"/api/v1/rooms/{stage.room.id}/commands",
        json.dumps(command(stage, word)),
        content_type="application/json",
        headers=stage.headers(who),
    )


# --- pages ------------------------------------------------------------------------------------------------------------
# Some at a time: what the navigation shows to someone is dear, and remembered until a test is undone.
@pytest.mark.parametrize("addresses", list(batched(PAGES, 40)), ids=lambda some: some[0])
def test_a_page_opens_for_whoever_may_and_for_nobody_else(stage: Stage, addresses: tuple[str, ...]) -> None:
    clients = {who: stage.page_client(who) for who in {"anonymous"}.union(*(PAGES[one].answers for one in addresses))}
    for address in addresses:
        path = path_of(stage, address)
        sent_away = clients["anonymous"].get(path)
        answers = {who: answered(clients[who].get(path)) for who in PAGES[address].answers}

        assert (sent_away.status_code, sent_away["Location"].split("?")[0]) == (302, "/accounts/login/"), address
        assert {who: answer.status_code for who, answer in answers.items()} == PAGES[address].answers, address
        for who in STRANGERS:
            # The address itself is known to whoever typed it; a not-found page may say it back.
            text = body_of(answers[who]).decode()
            leaks = [secret for secret in secrets_of(stage) if secret in text and secret not in path]
            assert leaks == [], (address, who)


def path_of(stage: Stage, address: str) -> str:
    """Return the path of a page, about what is on the stage."""
    path = f"/{address}"
    for name, value in PAGES[address].ids(stage).items():
        path = re.sub(rf"<(uuid|int|slug|str):{name}>", str(value), path)
    return path + PAGES[address].query(stage)


# --- audiences --------------------------------------------------------------------------------------------------------
READING = [route for route in API if route.startswith("GET")]


@pytest.mark.parametrize("route", READING)
def test_an_officer_reads_nothing_that_is_for_the_school(stage: Stage, route: str) -> None:
    assert SECRET.encode() not in body_of(ask(stage, "officer", route))


def test_the_school_reads_what_is_for_the_school(stage: Stage) -> None:
    telling = {route for route in READING if SECRET.encode() in body_of(ask(stage, "teacher", route))}

    assert telling == {
        "GET /rooms/{uuid:room_id}/state",
        "GET /rooms/{uuid:room_id}/entries",
        "GET /rooms/{uuid:room_id}/entries/search",
        "GET /entries/search",
        "GET /rooms/{uuid:room_id}/attachments/{uuid:attachment_id}",
        # The ranking says by which marks on the map it ranks.
        "GET /rooms/{uuid:room_id}/reunification",
    }


def test_pages_of_the_log_are_masked_in_both_directions(stage: Stage) -> None:
    address, headers = f"/api/v1/rooms/{stage.room.id}/entries", stage.headers("officer")

    for query in ("?after=0", "?after=6&limit=2", "?before=99", "?before=9&limit=3"):
        body = Client().get(address + query, headers=headers)
        assert SECRET.encode() not in body.content
        assert body.json()["entries"], query


def test_an_officer_cannot_touch_what_only_the_school_sees(stage: Stage) -> None:
    school_entry = LogEntry.objects.filter(room=stage.room, audience="school", event_type="message_posted").get()
    marker = json.loads(LogEntry.objects.get(room=stage.room, audience="school", event_type="marker_placed").content)
    shape = json.loads(LogEntry.objects.get(room=stage.room, audience="school", event_type="shape_drawn").content)
    tries: list[dict[str, object]] = [
        {**command(stage, "strike_entry"), "seq": school_entry.seq},
        {**command(stage, "move_marker"), "marker_id": marker["event"]["marker_id"]},
        {**command(stage, "remove_marker"), "marker_id": marker["event"]["marker_id"]},
        {**command(stage, "erase_shape"), "shape_id": shape["event"]["shape_id"]},
    ]

    for body in tries:
        response = Client().post(
            f"/api/v1/rooms/{stage.room.id}/commands",
            json.dumps(body),
            content_type="application/json",
            headers=stage.headers("officer"),
        )
        assert response.status_code == 404, body["type"]
        assert SECRET.encode() not in response.content


def test_a_command_with_a_fitting_body_but_no_room_opens_nothing_twice(stage: Stage) -> None:
    """open_incident is also taken where room commands are; the room in the address plays no part."""
    body = json.dumps(command(stage, OpenIncident.model_fields["type"].annotation.__args__[0]))  # type: ignore[union-attr]
    address, headers = f"/api/v1/rooms/{stage.room.id}/commands", stage.headers("officer")

    first, again = (
        Client().post(address, body, content_type="application/json", headers=headers).json() for _ in range(2)
    )

    assert first["room_id"] == again["room_id"] != str(stage.room.id)
    assert again["is_repeat"]


def test_a_browser_must_send_its_csrf_token_and_an_app_its_header(stage: Stage) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(stage.people["officer"])
    address = f"/api/v1/rooms/{stage.room.id}/commands"

    body = json.dumps(command(stage, "post_message"))
    token = "t" * 32
    browser.cookies["csrftoken"] = token
    app, in_cookie = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    in_cookie.cookies["sessionid"] = stage.session("officer")

    without = browser.post(address, body, content_type="application/json")
    wrong = browser.post(address, body, content_type="application/json", headers={"X-CSRFToken": "u" * 32})
    right = browser.post(address, body, content_type="application/json", headers={"X-CSRFToken": token})
    by_header = app.post(address, body, content_type="application/json", headers=stage.headers("officer"))
    # What an app sends in its header is no way in for a page that can only send cookies.
    by_cookie = in_cookie.post(address, body, content_type="application/json")

    assert [(one.status_code, one.json()["code"]) for one in (without, wrong, by_cookie)] == [(403, "csrf_failed")] * 3
    # The same command twice: once it is done, and once it is known.
    assert (right.status_code, by_header.status_code) == (200, 200)
    assert browser.get(f"/api/v1/rooms/{stage.room.id}/state").status_code == 200
