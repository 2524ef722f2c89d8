"""The MSEL, the library and the documents: what each is, and that only the staff of an exercise reads them."""

import csv
import io
import json
import tomllib
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import override

from coordination.drills.exercises import errors
from coordination.drills.exercises.models import Exercise, ExercisePerson
from coordination.drills.exercises.rules.msel import InjectGiven, offset_from, offset_text
from coordination.drills.exercises.vocabulary import InjectDelivery, MselDefectCode
from coordination.drills.exercises.words import defect_words
from coordination.drills.exercises.work.injects import order_injects, set_inject
from coordination.drills.exercises.work.library import FOLDER, read_library, take_scenario
from coordination.drills.exercises.work.msel_files import import_msel, msel_csv
from coordination.drills.exercises.work.seeing import open_points_of
from coordination.models import User
from mou.models import AgencyMember
from tests.coordination.drills.test_planning import bare, refused
from tests.factories.cast import Cast, make_cast
from tests.factories.practice.exercises import EXERCISE_SECRETS, Staged, make_staged

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def staged(cast: Cast) -> Staged:
    return make_staged(cast)


def by(user: User, staged: Staged, *, version: int = 1) -> dict[str, Any]:
    return {"actor_id": user.pk, "exercise_id": staged.exercise.pk, "version": version, "at": now()}


# --- the documents reach no one else ----------------------------------------------------------------------------------
PAPERS = ("plan", "msel", "msel.csv", "staff-paper")


def test_whoever_is_not_staff_gets_of_the_controllers_documents_what_a_stranger_gets(
    staged: Staged, cast: Cast, client: Client
) -> None:
    page, program = f"/drills/exercises/{staged.exercise.pk}", f"/api/v1/drills/exercises/{staged.exercise.pk}"
    nobody = f"/api/v1/drills/exercises/{uuid4()}"
    others = (*staged.players, staged.observer, staged.police_planner, staged.invited_planner)
    for user in (*others, cast.stranger, cast.former):
        client.force_login(user)
        for paper in PAPERS:
            assert bare(client.get(f"{page}/{paper}")) == bare(client.get(f"/drills/exercises/{uuid4()}/{paper}"))
        for paper in ("staff-paper", "msel.csv"):
            answer = client.get(f"{program}/{paper}")
            assert answer.status_code == 404
            assert answer.content == client.get(f"{nobody}/{paper}").content
        # What they do read has not a word of it, nor how many injects there are.
        for address in (page, f"{page}/players-paper", "/drills/exercises", program, "/api/v1/drills/exercises"):
            text = client.get(address).content.decode()
            assert not [secret for secret in EXERCISE_SECRETS if secret in text]
            assert "staff-paper" not in text
            assert "/msel" not in text
    for user in (staged.director, staged.controller, staged.evaluator, staged.safety_officer):
        client.force_login(user)
        assert [client.get(f"{page}/{paper}").status_code for paper in PAPERS] == [200] * 4
        assert all(secret in client.get(f"{program}/staff-paper").content.decode() for secret in EXERCISE_SECRETS)


def test_whoever_is_not_staff_writes_nothing_of_it_and_learns_nothing_by_trying(
    staged: Staged, cast: Cast, client: Client
) -> None:
    inject, objective = staged.exercise.injects.first(), staged.exercise.objectives.first()
    assert inject is not None
    assert objective is not None
    writes: list[tuple[str, str, dict[str, object]]] = [
        ("post", "/injects", {"text": "x", "delivery": "message", "version": 1}),
        ("put", f"/injects/{inject.pk}", {"text": "x", "delivery": "message", "version": 1}),
        ("delete", f"/injects/{inject.pk}?version=1", {}),
        ("put", "/msel-order", {"inject_ids": [], "version": 1}),
        ("post", "/msel-import", {"text": "text,delivery\nx,message", "version": 1}),
        ("post", "/objectives", {"text": "x", "version": 1}),
        ("delete", f"/objectives/{objective.pk}?version=1", {}),
        ("post", f"/objectives/{objective.pk}/tasks", {"text": "x", "capability": "planning", "version": 1}),
        ("put", "/checks/debrief", {"answer": "met"}),
        ("post", "/scenario", {"key": "kitchen_fire", "version": 1}),
        ("post", "/steps", {"step": "cancel", "version": 1}),
        ("post", "/organizations", {"agency_id": str(cast.district.pk)}),
    ]
    for user in (staged.players[1], staged.observer, staged.police_planner, staged.invited_planner, cast.stranger):
        client.force_login(user)
        for method, path, body in writes:
            answers = [
                getattr(client, method)(
                    f"/api/v1/drills/exercises/{one}{path}", json.dumps(body), content_type="application/json"
                )
                for one in (staged.exercise.pk, uuid4())
            ]
            assert [one.status_code for one in answers] == [404, 404], (user, path)
            assert answers[0].content == answers[1].content
    assert Exercise.objects.get().version == 1


def test_a_controller_who_becomes_a_player_or_leaves_loses_the_documents_at_once(
    staged: Staged, client: Client
) -> None:
    paper = f"/drills/exercises/{staged.exercise.pk}/staff-paper"
    client.force_login(staged.controller)
    assert client.get(paper).status_code == 200

    ExercisePerson.objects.filter(user=staged.controller).update(role="player")

    assert client.get(paper).status_code == 404
    client.force_login(staged.evaluator)
    assert client.get(paper).status_code == 200

    AgencyMember.objects.filter(user=staged.evaluator).update(ended_at=now())

    assert client.get(paper).status_code == 404


def test_the_documents_say_what_their_readers_need(staged: Staged, client: Client) -> None:
    page = f"/drills/exercises/{staged.exercise.pk}"
    client.force_login(staged.players[0])
    players = client.get(f"{page}/players-paper").content.decode()
    client.force_login(staged.evaluator)
    staff = client.get(f"{page}/staff-paper").content.decode()

    for words in ("Someone unknown is seen near the school.", "Pretend objective 1", "real world"):
        assert words in players
    for words in (*EXERCISE_SECRETS, "Evaluation guide 2", "within 3 minutes", "must not reach players"):
        assert words in staff


# --- lines ------------------------------------------------------------------------------------------------------------
def test_a_line_goes_to_who_takes_part_and_keeps_its_number(staged: Staged, cast: Cast) -> None:
    first, second, *_rest = staged.exercise.injects.all()
    given = InjectGiven(text="Pretend smoke.", delivery=InjectDelivery.RADIO, to_agency_id=cast.police.pk)

    written = set_inject(**by(staged.controller, staged), inject_id=None, given=given)

    assert (written.number, written.to_agency) == (7, cast.police)
    wrong = {
        "/to_agency_id": InjectGiven("x", InjectDelivery.RADIO, to_agency_id=staged.invited.pk),
        "/text": InjectGiven("  ", InjectDelivery.RADIO),
        "/offset_s": InjectGiven("x", InjectDelivery.RADIO, offset_s=10**6),
        "/payload/lon": InjectGiven("x", InjectDelivery.MARKER, payload={"lon": True, "lat": 1.0}),
        "/payload/tier": InjectGiven("x", InjectDelivery.ALERT, payload={"tier": "meteor"}),
        "/payload/level_id": InjectGiven(
            "x", InjectDelivery.MARKER, payload={"lon": 1.0, "lat": 1.0, "level_id": str(uuid4())}
        ),
        "/controller_id": InjectGiven("x", InjectDelivery.RADIO, controller_id=staged.players[0].public_id),
        "/objective_id": InjectGiven("x", InjectDelivery.RADIO, objective_id=uuid4()),
    }
    for pointer, one in wrong.items():
        error = refused(
            errors.BadExercise, set_inject, **by(staged.director, staged, version=2), inject_id=first.pk, given=one
        )
        assert error.pointer == pointer
    refused(errors.ExerciseNotAllowed, set_inject, **by(staged.evaluator, staged), inject_id=None, given=given)
    refused(errors.ExerciseNotFound, set_inject, **by(staged.players[0], staged), inject_id=None, given=given)
    refused(errors.BadExercise, order_injects, **by(staged.director, staged, version=2), inject_ids=[second.pk])


def test_lines_change_places_and_no_number_is_there_twice(staged: Staged) -> None:
    ids = [one.pk for one in staged.exercise.injects.all()]

    order_injects(**by(staged.controller, staged), inject_ids=ids[::-1])

    assert list(staged.exercise.injects.values_list("number", "pk")) == list(enumerate(ids[::-1], 1))


def test_a_time_is_said_as_people_say_it() -> None:
    assert [offset_from(one) for one in ("", "12", "12:30", "1:05:00")] == [None, 720, 750, 3900]
    assert [offset_text(one) for one in (None, 0, 3900)] == ["", "0:00:00", "1:05:00"]
    for nonsense in ("soon", "-1", "1:60", "1:2:3:4", "99999", "\uff11"):
        refused(errors.BadExercise, offset_from, text=nonsense)


# --- files ------------------------------------------------------------------------------------------------------------
def test_what_was_taken_out_comes_back_the_same_and_no_cell_is_a_formula(staged: Staged) -> None:
    staged.exercise.injects.filter(number=1).update(text='=HYPERLINK("http://example.com")', sender="@caller")
    before = msel_csv(staged.exercise)

    read = import_msel(**by(staged.director, staged), text=before, is_dry_run=False)

    assert (read.injects, read.defects, read.is_stored) == (6, [], True)
    assert msel_csv(staged.exercise) == before
    for row in csv.reader(io.StringIO(before)):
        for cell in row:
            assert not cell.startswith(("=", "@", "+", "\t")), cell
            # Of numbers only: a place west of Greenwich.
            assert not cell.startswith("-") or float(cell) < 0


def test_a_file_with_defects_lists_each_row_and_stores_nothing(staged: Staged) -> None:
    before = msel_csv(staged.exercise)
    rows = [
        "number,time,delivery,text,to_agency,objective",
        "1,soon,message,a,,",
        "2,5,pigeon,b,,",
        "3,5,message,,,",
        "4,5,message,d,No one At All,",
        "5,5,message,e,,9",
        "5,6,message,fine,,1",
        "5,6,message,again,,1",
    ]

    for is_dry_run in (True, False):
        read = import_msel(**by(staged.director, staged), text="\n".join(rows), is_dry_run=is_dry_run)
        assert [(one.row, one.column) for one in read.defects] == [
            (2, "time"),
            (3, "delivery"),
            (4, "text"),
            (5, "to_agency"),
            (6, "objective"),
            (8, "number"),
        ]
        assert not read.is_stored
        assert [(one.code.value, one.arguments) for one in read.defects] == [
            ("no_time", {"said": "soon"}),
            ("no_such_delivery", {"known": ", ".join(InjectDelivery)}),
            ("no_text", {}),
            ("not_of_exercise", {"said": "No one At All"}),
            ("not_of_exercise", {"said": "9"}),
            ("number_twice", {"said": "5"}),
        ]
    look = import_msel(**by(staged.director, staged), text="text,delivery\nx,message", is_dry_run=True)

    assert (look.injects, look.defects, look.is_stored) == (1, [], False)
    assert msel_csv(staged.exercise) == before
    assert Exercise.objects.get().version == 1
    for text in ("", "a,b\n1,2", "text,delivery,formula\nx,message,1", "text,delivery\n" + "x,message\n" * 201):
        refused(errors.BadExercise, import_msel, **by(staged.director, staged), text=text, is_dry_run=True)


def test_every_defect_of_a_row_has_words_for_its_arguments() -> None:
    arguments = {"said": "x", "most": "400", "known": "a, b"}
    for language in ("en", "es"):
        with override(language):
            assert all("%" not in defect_words(one, arguments) for one in MselDefectCode)


# --- the library ------------------------------------------------------------------------------------------------------
def test_the_library_has_twelve_scenarios_whole_in_both_languages() -> None:
    assert len(read_library()) == 12
    for path in FOLDER.glob("*.toml"):
        for text in spoken(tomllib.loads(path.read_text())):
            assert set(text) == {"en", "es"}
            # Short answers can be the same in both; whole sentences cannot.
            assert text["en"] != text["es"] or len(text["en"]) < 20, text
    for one in read_library().values():
        assert 8 <= len(one.injects) <= 20
        assert all(objective.tasks and objective.capabilities for objective in one.objectives)
        assert all(1 <= inject.objective <= len(one.objectives) for inject in one.injects)


def spoken(found: object) -> list[dict[str, str]]:
    if isinstance(found, dict):
        return [found] if "en" in found else [one for value in found.values() for one in spoken(value)]
    return [one for value in found for one in spoken(value)] if isinstance(found, list) else []


@pytest.mark.parametrize("key", sorted(read_library()))
def test_a_scenario_is_copied_and_its_markers_wait_for_places(staged: Staged, key: str) -> None:
    taken = take_scenario(**by(staged.director, staged), key=key, language="es")

    points = {(one.code, one.name) for one in open_points_of(taken, now()) if one.code != "check"}
    markers = {("place", str(one.number)) for one in taken.injects.filter(delivery="marker")}
    # No wire trap of a scenario is open but its places.
    assert points == markers
    assert taken.scenario == read_library()[key].players["es"]
    assert taken.injects.count() == len(read_library()[key].injects)


def test_only_the_director_takes_a_scenario_that_is_there(staged: Staged) -> None:
    fire = {"key": "kitchen_fire", "language": "en"}
    refused(errors.ExerciseNotAllowed, take_scenario, **by(staged.controller, staged), **fire)
    refused(errors.ExerciseNotFound, take_scenario, **by(staged.players[0], staged), **fire)
    for wrong in ({"key": "../models", "language": "en"}, {"key": "kitchen_fire", "language": "fr"}):
        refused(errors.BadExercise, take_scenario, **by(staged.director, staged), **wrong)
