"""What test_sample_capability.py runs in a process in which the sample is registered."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db.models import QuerySet
from django.test import AsyncClient, Client
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from coordination.describe.asyncapi import asyncapi_document
from coordination.describe.openapi import openapi_document
from coordination.describe.panels import panels_text
from coordination.describe.reference import reference_text
from coordination.home.words import incident_words
from coordination.prevention.places.waiting import kinds_of_teams
from coordination.records.audit.rules import why_not_recorded
from coordination.records.person_data.collecting import person_document
from coordination.records.retention.queries import retention_of_district
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import LogEntry
from coordination.room.registry import faults_of, installed_capabilities
from coordination.sockets.database.threads import in_database
from coordination.web.apps.installed import app_deletions
from coordination.web.wording.timeline_words import entry_line, line_rules_json
from push.outbox.planning import overtaking_kinds
from tests.contracts.documents.test_stored_entries import EXAMPLES
from tests.contracts.samples.found_things.models import FoundRead, FoundTeam, FoundTeamMember, FoundThing
from tests.contracts.samples.head_counts.models import CountTeam, CountTeamMember, Discrepancy
from tests.coordination.sockets.conftest import hub_ends_with_the_test, kept_stage, stage  # noqa: F401 - fixtures
from tests.coordination.sockets.talk import enter
from tests.coordination.web.scripts.test_scripts import Story
from tests.factories.cast import make_cast
from tests.factories.mou import NOW
from tests.stage.full_room import Stage
from tests.support.database.undone import undone
from tests.support.node import run_node

NODE = Path(sys.executable).parent / "node"
WHO_MAY = ("insider", "teacher", "officer")
NOT_IN_THE_ROOM = ("keeper", "visitor")
STRANGERS = ("stranger", "former")


@pytest.fixture(scope="session", autouse=True)
def tables_of_the_sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The migrated database that runs share does not have them."""
    with django_db_blocker.unblock():
        call_command("migrate", "head_counts", verbosity=0)
        call_command("migrate", "found_things", verbosity=0)


def asked(stage: Stage, who: str) -> tuple[int, dict[str, object]]:  # noqa: F811
    """Send the command over HTTP as someone; return the status and the answer."""
    command = {"id": str(uuid4()), "type": "call_roll", "roll_id": str(uuid4()), "label": f"Room of {who}"}
    address = f"/api/v1/rooms/{stage.room.id}/commands"
    answer = Client().post(address, json.dumps(command), content_type="application/json", headers=stage.headers(who))
    return answer.status_code, answer.json()


def test_the_sample_is_whole_and_registered() -> None:
    samples = [one for one in installed_capabilities() if one.name in ("roll_calls", "head_counts")]

    assert [faults_of(one) for one in samples] == [[], []]


def test_over_http_who_may_does_and_who_may_not_leaves_no_trace(stage: Stage) -> None:  # noqa: F811
    assert {who: asked(stage, who)[0] for who in WHO_MAY} == dict.fromkeys(WHO_MAY, 200)
    before = LogEntry.objects.count()

    refused = {who: asked(stage, who)[0] for who in (*NOT_IN_THE_ROOM, *STRANGERS)}

    assert refused == {**dict.fromkeys(NOT_IN_THE_ROOM, 403), **dict.fromkeys(STRANGERS, 404)}
    assert LogEntry.objects.count() == before


async def test_the_socket_takes_it_and_the_poll_and_the_state_say_it(stage: Stage) -> None:  # noqa: F811
    talk = await enter(stage, "officer")
    roll_id = str(uuid4())

    await talk.command("call_roll", roll_id=roll_id, label="Gym")
    entry = await talk.hear("entry")
    await talk.end()

    assert entry["content"]["event"] == {"type": "roll_called", "roll_id": roll_id}
    headers = await in_database(stage.headers, "officer")
    room = f"/api/v1/rooms/{stage.room.id}"
    polled = json.loads((await AsyncClient().get(f"{room}/poll?after={entry['seq'] - 1}", headers=headers)).content)
    assert polled["entries"][0] == entry
    state = json.loads((await AsyncClient().get(f"{room}/state", headers=headers)).content)
    assert state["objects"]["roll_calls"][roll_id]["label"] == "Gym"


def test_the_documents_name_it() -> None:
    assert "CallRoll" in json.dumps(openapi_document())
    assert {"CallRoll", "RollCalled"} <= set(asyncapi_document()["components"]["schemas"])  # type: ignore[index,call-overload,arg-type]
    assert all(f"### `{word}`" in reference_text() for word in ("call_roll", "roll_called", "roll_calls"))


@pytest.mark.parametrize(("language", "line"), [("en", "Called the roll: Room 112"), ("es", "Pasó lista: Room 112")])
def test_the_page_folds_and_says_it_in_both_languages_as_the_server_does(language: str, line: str) -> None:
    (example,) = (path for path in EXAMPLES if path.name == "roll_called.v1.json")
    content = json.loads(example.read_text())
    with translation.override(language):
        given = {"logs": [[content]], "rules": line_rules_json(), "words": incident_words({}), "language": language}
        assert entry_line(content, {}) == line
    done = run_node("fold_entries.mjs", given=json.dumps(given, default=str))
    assert done.returncode == 0, done.stderr
    ((step,),) = json.loads(done.stdout)

    assert step == {"state": state_from_contents([content]), "text": line}


@pytest.mark.django_db
def test_the_stories_that_tell_every_event_tell_its_events_without_a_line_of_their_own() -> None:
    with undone():
        story = Story(make_cast())
        story.tell()
        told = {content["event"]["type"] for content in story.contents()}  # type: ignore[index,call-overload]

    assert {"roll_called", "heads_counted"} <= told


# --- a capability with a page, a form, a panel, a button and a desk ---------------------------------------------------
def test_its_page_answers_its_team_alone_and_its_form_carries_out(stage: Stage) -> None:  # noqa: F811
    team: CountTeam = QuerySet(CountTeam).create(agency=stage.cast.school, keep_days=30)
    QuerySet(CountTeamMember).create(team=team, user=stage.cast.teacher, added_at=NOW, let_in_at=NOW)
    address = f"/head-counts/{stage.cast.school.pk}"

    on_it, not_on_it = stage.page_client("teacher"), stage.page_client("insider")
    refused = on_it.post(address, {"act": "note", "words": ""})
    taken = on_it.post(address, {"act": "note", "words": "Two of 112"})

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "Two of 112" in on_it.get(address).content.decode()
    assert not_on_it.get(address).status_code == 404
    assert not_on_it.post(address, {"act": "note", "words": "x"}).status_code == 404
    assert QuerySet(Discrepancy).count() == 1


def test_its_desk_is_found_by_upkeep_places_person_data_and_audit(stage: Stage) -> None:  # noqa: F811
    team: CountTeam = QuerySet(CountTeam).create(agency=stage.cast.school, keep_days=45)
    QuerySet(Discrepancy).create(team=team, words="old", noted_by=stage.cast.teacher, noted_at=NOW - timedelta(days=46))
    QuerySet(Discrepancy).create(team=team, words="new", noted_by=stage.cast.teacher, noted_at=NOW)
    document = person_document(stage.cast.teacher, NOW)
    lines = retention_of_district(stage.cast.district, NOW)

    chores = {one.__module__: one for one in app_deletions()}
    chores["tests.contracts.samples.head_counts.work.keeping"](NOW)

    assert list(QuerySet(Discrepancy).values_list("words", flat=True)) == ["new"]
    assert document["counts"]["discrepancies_noted"] == 2  # type: ignore[index,call-overload]
    assert [one.due for one in lines if one.days == 45] == [1]
    assert "head_counts" in kinds_of_teams()
    assert why_not_recorded("head-counts/<uuid:agency_id>")


def test_its_panel_and_words_and_button_are_on_the_incident_page(stage: Stage) -> None:  # noqa: F811
    page = stage.page_client("officer").get(f"/incidents/{stage.room.incident_id}").content.decode()
    script = finders.find("coordination/head_counts/head_counts_panel.js")
    with translation.override("es"):
        said = incident_words({})["head_counts.said"]

    assert 'data-do="count_heads"' in page
    assert 'import { addPanel as addHeadCounts } from "../../head_counts/head_counts_panel.js";' in panels_text()
    assert isinstance(script, str)
    assert "export function addPanel(" in Path(script).read_text()
    assert said == "Se contaron {n} personas"


def test_its_alert_overtakes_as_it_declares() -> None:
    assert overtaking_kinds() == {"heads_counted", "mayday_called", "real_world_declared"}


# --- a desk with one kind of thing ------------------------------------------------------------------------------------
def found_team(stage: Stage) -> FoundTeam:  # noqa: F811
    """Make a team of the school; the teacher is on it."""
    team: FoundTeam = QuerySet(FoundTeam).create(agency=stage.cast.school, keep_days=30)
    QuerySet(FoundTeamMember).create(team=team, user=stage.cast.teacher, added_at=NOW, let_in_at=NOW)
    return team


def asked_of_desk(stage: Stage, who: str, method: str, path: str, **given: str) -> tuple[int, str]:  # noqa: F811
    """Ask its interface as someone; return the status and the answer's code, or its text."""
    body = json.dumps(given) if given else ""
    answer = Client().generic(
        method, f"/api/v1{path}", body, content_type="application/json", headers=stage.headers(who)
    )
    return answer.status_code, str(json.loads(answer.content or "{}"))


def test_a_thing_of_a_desk_is_noted_read_and_worked_on_by_its_team_alone(stage: Stage) -> None:  # noqa: F811
    found_team(stage)
    school = str(stage.cast.school.pk)
    asked = {
        who: asked_of_desk(stage, who, "POST", "/found-things", agency_id=school, thing="A key", place="Gym")
        for who in (*WHO_MAY, *STRANGERS)
    }
    thing: FoundThing = QuerySet(FoundThing).get()
    address = f"/found-things/{thing.pk}"

    assert {who: one[0] for who, one in asked.items()} == {**dict.fromkeys(asked, 404), "teacher": 201}
    assert {who: asked_of_desk(stage, who, "GET", address)[0] for who in (*WHO_MAY, *STRANGERS)} == {
        **dict.fromkeys(asked, 404),
        "teacher": 200,
    }
    # The state says what comes first; without words a claim is none; a stranger learns of neither.
    assert "thing_not_claimed" in asked_of_desk(stage, "teacher", "POST", f"{address}/steps", step="hand_back")[1]
    assert "found_step_lacks" in asked_of_desk(stage, "teacher", "POST", f"{address}/steps", step="claim")[1]
    assert asked_of_desk(stage, "stranger", "POST", f"{address}/steps", step="claim", words="Mine")[0] == 404
    assert asked_of_desk(stage, "teacher", "POST", f"{address}/steps", step="claim", words="Ms. Example")[0] == 204
    assert QuerySet(FoundThing).get().state == "claimed"
    assert QuerySet(FoundRead).filter(user=stage.cast.teacher, subject_id=thing.pk).count() == 1


def test_the_pages_of_a_desk_list_a_thing_and_carry_its_steps_out(stage: Stage) -> None:  # noqa: F811
    found_team(stage)
    on_it, not_on_it = stage.page_client("teacher"), stage.page_client("insider")
    given = {"act": "note", "agency_id": str(stage.cast.school.pk), "thing": "<b>Key</b>", "place": "Gym"}
    refused, noted = on_it.post("/found-things", {**given, "thing": ""}), on_it.post("/found-things", given)
    thing: FoundThing = QuerySet(FoundThing).get()
    page = f"/found-things/{thing.pk}"
    claimed = on_it.post(page, {"act": "step", "step": "claim", "words": "Ms. Example"})

    assert (refused.status_code, noted.status_code, claimed.status_code) == (422, 303, 303)
    assert thing.number in on_it.get("/found-things").content.decode()
    assert 'href="/found-things"' in on_it.get("/prevention").content.decode()
    shown = on_it.get(page).content.decode()
    assert "&lt;b&gt;Key&lt;/b&gt;" in shown
    assert "Ms. Example" in shown
    assert [not_on_it.get(one).status_code for one in ("/found-things", page)] == [404, 404]
    assert not_on_it.post(page, {"act": "step", "step": "reopen", "words": "x"}).status_code == 404


def test_a_team_of_a_desk_is_chosen_by_administrators_and_a_second_person(stage: Stage) -> None:  # noqa: F811
    team, agency = found_team(stage), stage.cast.school.pk
    path, new = f"/agencies/{agency}/found-team", str(stage.cast.insider.public_id)

    assert asked_of_desk(stage, "keeper", "GET", path)[0] == 200
    assert [asked_of_desk(stage, who, "GET", path)[0] for who in ("teacher", "officer", "stranger")] == [404] * 3
    assert (
        "bad_found_thing"
        in asked_of_desk(stage, "keeper", "POST", f"{path}/members", person_id=str(stage.cast.stranger.public_id))[1]
    )
    assert asked_of_desk(stage, "keeper", "POST", f"{path}/members", person_id=new)[0] == 204
    place: FoundTeamMember = QuerySet(FoundTeamMember).get(user=stage.cast.insider)
    # Who was asked for reads nothing before a second person lets them in.
    assert place.let_in_at is None
    assert asked_of_desk(stage, "insider", "GET", "/found-things") == (200, "[]")
    assert stage.page_client("keeper").get(f"/found-things/teams/{agency}").status_code == 200
    assert stage.page_client("teacher").get(f"/found-things/teams/{agency}").status_code == 404
    assert asked_of_desk(stage, "keeper", "PUT", path, keep_days="9")[0] == 204
    team.refresh_from_db()
    assert team.keep_days == 9


def test_a_desk_retains_what_its_team_says_and_the_documents_have_it(stage: Stage) -> None:  # noqa: F811
    team = found_team(stage)
    for days, number in ((31, "old"), (29, "new")):
        ended = {"state": "handed_back", "ended_at": NOW - timedelta(days=days)}
        of_it = {"found_by": stage.cast.teacher, "found_at": NOW - timedelta(days=40)}
        QuerySet(FoundThing).create(team=team, number=number, thing="A key", place="Gym", **of_it, **ended)

    chores = {one.__module__: one for one in app_deletions()}
    assert chores["tests.contracts.samples.found_things.work.keeping"](NOW) == 1

    assert list(QuerySet(FoundThing).values_list("number", flat=True)) == ["new"]
    assert "found_things" in kinds_of_teams()
    document = json.dumps(openapi_document())
    assert all(
        one in document for one in ("FoundTeamOut", "FoundMemberOut", "read_found_thing", "take_found_thing_step")
    )
