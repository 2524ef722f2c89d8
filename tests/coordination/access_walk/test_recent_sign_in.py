"""Walk the doors of administration with a stolen session: what was signed in long ago does nothing there, at any."""

import json
import re
import time

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client

from coordination.records.audit.rules import plain_route, rule_of
from coordination.sessions import SessionStore
from coordination.sign_in.sessions.recent_sign_in import RECENT_S
from tests.coordination.access_walk.rows import Row
from tests.coordination.access_walk.test_access_walk import API, PAGES, ask, traces
from tests.stage.full_room import Stage

pytestmark = pytest.mark.django_db
RECORDS = "account_authentication_methods"
# Changes of people, agencies and teams; what else administrators change of a site or a drill is none of a person.
ASKED = ("people_changed", "team_changed")
# Of rosters too, but for what a reader writes about a student, and a file that is looked at.
OF_ROSTERS = re.compile(
    r"\S+ /agencies/\{uuid:agency_id\}/roster(|/readers.*|/schools/.*|/imports|/connection(|/reads))"
)
# Any session does these, and why: docs/administrative-acts.md, and the actions that are no administrative act.
ANY_SESSION = {
    "DELETE /people/{uuid:person_id}/sessions",
    "DELETE /people/{uuid:person_id}/sessions/{int:session_id}",
    "POST /membership-requests/{uuid:request_id}/withdraw",
    # One's own places and sessions, and what no one has accepted yet.
    "POST /me/offers/{uuid:offer_id}/accept",
    "POST /me/offers/{uuid:offer_id}/decline",
    "POST /me/memberships/{uuid:member_id}/leave",
    "PUT /me/session-lock",
    # Who is on duty is set by those who lead the people, in the middle of a night, too.
    "POST /agencies/{uuid:agency_id}/shifts",
    "DELETE /agencies/{uuid:agency_id}/shifts/{uuid:shift_id}",
    "PUT /memberships/{uuid:member_id}/duty",
    "POST /offers/{uuid:offer_id}/withdraw",
    "PUT /agencies/{uuid:agency_id}/case-team/set-up/{step}",
    "POST /agencies/{uuid:agency_id}/support-team/directory",
    "DELETE /agencies/{uuid:agency_id}/support-team/directory/{uuid:entry_id}",
}
# Rules and places of the search for posts: they are about sites.
OF_SITES = re.compile(r"\S+ /districts/\{uuid:district_id\}/social-alert-desk/(fences|windows|rules).*")


def is_asked(route: str) -> bool:
    method, _, path = route.partition(" ")
    rule = rule_of(method, f"api/v1{path}".replace("{", "<").replace("}", ">"))
    is_known = route in ANY_SESSION or OF_SITES.fullmatch(route) is not None
    is_of_rosters = not route.startswith("GET ") and OF_ROSTERS.fullmatch(route) is not None
    return (rule is not None and rule.what in ASKED and not is_known) or is_of_rosters


def grow_old(session: SessionBase) -> None:
    """Let what a session has said of who it is be longer ago than acts are done by."""
    session[RECORDS] = [{"method": "password", "at": time.time() - RECENT_S - 60}]
    session.save()


def who_may(row: Row) -> str:
    """Return someone who is answered; of routes where nothing waits, who would not be a stranger."""
    return next((who for who, status in row.answers.items() if status < 300), "keeper")


ROUTES = sorted(filter(is_asked, API))


def test_there_are_routes_to_walk() -> None:
    assert len(ROUTES) > 25
    assert plain_route("api/v1/agencies/<uuid:agency_id>/people") == "agencies/<id>/people"


@pytest.mark.parametrize("route", ROUTES)
def test_an_old_session_does_nothing_by_the_interface(stage: Stage, route: str) -> None:
    who = who_may(API[route])
    grow_old(SessionStore(stage.session(who)))
    before = traces()

    refused = ask(stage, who, route)

    assert (refused.status_code, json.loads(refused.content)["code"]) == (403, "sign_in_too_old")  # type: ignore[attr-defined]  # no stream
    assert traces() == before


# A page, and a form of it that an administrator may send. Nothing else has to be right: who it is is asked first.
FORMS = (
    ("administration/agencies/<uuid:agency_id>", {"act": "change"}),
    ("administration/agencies/<uuid:agency_id>", {"act": "confirm"}),
    ("administration/agencies/<uuid:agency_id>/invite", {"act": "invite", "role": "staff"}),
    ("administration/people/<uuid:person_id>", {"act": "account"}),
    ("administration/people/<uuid:person_id>", {"act": "invite"}),
    ("administration/people/<uuid:person_id>", {"act": "reset_factors"}),
    ("administration/people/<uuid:person_id>", {"act": "release"}),
    ("administration/people/<uuid:person_id>", {"act": "device_class"}),
    ("administration/people/<uuid:person_id>", {"act": "deactivate"}),
    ("administration/people/<uuid:person_id>", {"act": "reactivate"}),
    ("administration/people/<uuid:person_id>", {"act": "post", "role": "administrator"}),
    ("administration/people/<uuid:person_id>", {"act": "suspend"}),
    ("administration/people/<uuid:person_id>", {"act": "reinstate"}),
    ("administration/people/<uuid:person_id>", {"act": "end"}),
    ("administration/people/<uuid:person_id>", {"act": "ask", "change": "end"}),
    ("administration/people/<uuid:person_id>", {"act": "ask_for", "speaking_act": "invite_again"}),
    ("security/<uuid:agency_id>", {"act": "security"}),
    ("security/<uuid:agency_id>/directory", {"act": "token"}),
    ("security/<uuid:agency_id>/directory", {"act": "group_roles"}),
    ("security/<uuid:agency_id>/directory", {"act": "ask_all", "speaking_act": "make_token"}),
    ("security/<uuid:agency_id>/sign-in", {"act": "provider", "issuer": "https://idp.example"}),
    ("security/<uuid:agency_id>/sign-in", {"act": "remove_provider"}),
    ("administration/rosters/<uuid:agency_id>", {"act": "add"}),
    ("administration/rosters/<uuid:agency_id>", {"act": "let_in"}),
    ("administration/rosters/<uuid:district_id>/import", {"act": "take"}),
    ("administration/rosters/<uuid:district_id>/connection", {"act": "forget"}),
    ("prevention/tips/desks/<uuid:agency_id>", {"act": "add"}),
    ("prevention/cases/teams/<uuid:agency_id>", {"act": "add", "role": "counselor_or_psychologist"}),
    ("prevention/support/teams/<uuid:agency_id>", {"act": "add"}),
    ("prevention/climate/teams/<uuid:agency_id>", {"act": "add"}),
    ("prevention/alerts/desks/<uuid:district_id>", {"act": "add"}),
)


@pytest.mark.parametrize(("page", "form"), FORMS, ids=[f"{page}-{'-'.join(form.values())}" for page, form in FORMS])
def test_an_old_session_is_asked_by_pages_who_it_is(stage: Stage, page: str, form: dict[str, str]) -> None:
    row, path = PAGES[page], page
    for name, value in row.ids(stage).items():
        path = re.sub(rf"<(\w+:)?{name}>", str(value), path)
    about = {
        "agency_id": str(stage.cast.school.pk),
        "member_id": str(stage.teacher_member_id),
        "person_id": str(stage.people["teacher"].public_id),
        "request_id": str(stage.cast.school.pk),
        "reason": "Because",
    }
    client: Client = stage.page_client("keeper")
    grow_old(client.session)
    before = traces()

    asked = client.post(f"/{path}", {**about, **form})

    assert (asked.status_code, asked.get("Location", "").partition("?")[0]) == (302, "/accounts/reauthenticate/")
    assert {name for name, rows in traces().items() if rows != before[name]} <= {"django_session"}
