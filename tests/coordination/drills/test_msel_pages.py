"""The page of the MSEL by forms, and a whole plan by a program: what each says, and what it refuses."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from coordination.drills.exercises.models import ExerciseOrganization
from coordination.drills.exercises.vocabulary import ExerciseRole, InjectDelivery
from coordination.drills.exercises.work.msel_files import COLUMNS
from mapping.models import Level
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.factories.practice.exercises import Staged, make_staged
from tests.stage.exercises.played import cast_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def staged(cast: Cast) -> Staged:
    return make_staged(cast)


def test_the_page_says_in_the_reader_s_language_what_is_wrong_with_a_row(staged: Staged) -> None:
    client = Client(headers={"Accept-Language": "es"})
    client.force_login(staged.director)
    path = f"/drills/exercises/{staged.exercise.pk}/msel"
    form = {"act": "import", "dry_run": "yes", "version": "1"}
    table = "time,delivery,text\n<b>soon</b>,message,a\n5,pigeon,b"

    page = client.post(path, {**form, "table": table})
    no_table = client.post(path, {**form, "table": "a,b\n1,2"})

    text = page.content.decode()
    assert (page.status_code, no_table.status_code) == (422, 422)
    assert "«&lt;b&gt;soon&lt;/b&gt;» no es una hora" in text
    assert f"Uno de estos: {', '.join(InjectDelivery)}." in text
    assert "La primera fila nombra las columnas, como en un archivo exportado." in no_table.content.decode()


def test_an_empty_msel_asks_of_nobody_what_they_may_not_do(staged: Staged, client: Client) -> None:
    staged.exercise.injects.all().delete()
    said = {}
    for user in (staged.director, staged.controller, staged.evaluator):
        client.force_login(user)
        page = client.get(f"/drills/exercises/{staged.exercise.pk}/msel").content.decode()
        said[user.pk] = page.partition('class="empty">')[2].partition("<")[0]

    assert "take a scenario" in said[staged.director.pk]
    assert said[staged.controller.pk] == "No inject yet. Write the first."
    assert said[staged.evaluator.pk] == "No inject yet."


# --- by forms and by programs -----------------------------------------------------------------------------------------
def test_a_marker_gets_its_place_by_its_name_on_the_plans(staged: Staged, cast: Cast, client: Client) -> None:
    make_plan(cast.site)
    marker = staged.exercise.injects.get(delivery="marker")
    client.force_login(staged.director)
    address = f"/drills/exercises/{staged.exercise.pk}/msel"
    form = {
        "act": "inject",
        "version": "1",
        "inject_id": str(marker.pk),
        "text": "Pretend smoke here.",
        "delivery": "marker",
        "kind": "contextual",
        "marker": "hazard",
    }

    lost = client.post(address, {**form, "place": "the moon base"})
    found = client.post(address, {**form, "place": "room 101"})

    assert (lost.status_code, found.status_code) == (422, 303)
    marker.refresh_from_db()
    assert marker.payload["marker"] == "hazard"
    assert {"lon", "lat", "level_id"} <= set(marker.payload)


def test_a_marker_gets_its_place_by_a_tap_on_the_plan_of_who_may_see_plans(
    staged: Staged, cast: Cast, client: Client
) -> None:
    make_plan(cast.site)
    make_plan(other := make_site(cast.district, name="Elsewhere"))
    here, elsewhere = (str(Level.objects.filter(site=one).first().pk) for one in (cast.site, other))  # type: ignore[union-attr]  # just made
    marker = staged.exercise.injects.get(delivery="marker")
    address = f"/drills/exercises/{staged.exercise.pk}/msel"
    form = {"act": "inject", "version": "1", "inject_id": str(marker.pk), "text": "Pretend smoke here.", "place": ""}
    form |= {"delivery": "marker", "kind": "contextual", "marker": "hazard", "lon": "-98.5", "lat": "39.8"}
    client.force_login(staged.director)

    for wrong in ({"lon": "nan"}, {"lat": "91"}, {"lon": "1e999"}, {"level_id": elsewhere}, {"level_id": "x"}):
        assert client.post(address, {**form, **wrong}).status_code == 422
    assert client.post(address, {**form, "level_id": here}).status_code == 303
    marker.refresh_from_db()
    assert marker.payload == {"marker": "hazard", "lon": -98.5, "lat": 39.8, "level_id": here}
    assert "data-msel-map" in client.get(address).content.decode()

    # The agreement of the controller's agency opens rooms and no plans: they name the place in no way.
    without = make_agency(AgencyKind.EMS, name="Without Plans EMS")
    medic = make_member(without).user
    make_memorandum(cast.district, without, grants=[TermKind.ROOM_ACCESS], expires_on=date(2999, 1, 1))
    ExerciseOrganization.objects.create(
        exercise=staged.exercise, agency=without, state="accepted", answered_at=datetime.now(UTC)
    )
    cast_in(staged.exercise, without, medic, ExerciseRole.CONTROLLER)
    client.force_login(medic)
    page = client.get(address)
    assert page.status_code == 200
    assert "data-msel-map" not in page.content.decode()


def test_a_whole_plan_is_made_by_a_program_and_its_open_points_come_in_one_problem(cast: Cast, client: Client) -> None:
    make_agency()
    client.force_login(cast.insider)

    def send(method: str, path: str, **body: object) -> Any:
        address = f"/api/v1/drills{path}"
        return getattr(client, method)(address, json.dumps(body), content_type="application/json")

    times = {"planned_start": "2090-01-01T10:00:00Z", "planned_end": "2090-01-01T11:00:00Z"}
    what = {"name": "Pretend leak", "kind": "functional", "incident_type": "GASLEAKI", **times}
    made = send("post", "/exercises", site_id=str(cast.site.pk), agency_id=str(cast.school.pk), **what)
    one = f"/exercises/{made.json()['exercise_id']}"
    taken = send("post", f"{one}/scenario", key="gas_leak", version=1)
    problem = send("post", f"{one}/steps", step="make_ready", version=2)
    stale = send("post", f"{one}/objectives", text="x", version=1)

    assert (made.status_code, taken.json(), stale.status_code) == (201, {"version": 2}, 409)
    assert stale.json()["code"] == "exercise_changed"
    assert problem.status_code == 422
    assert problem.headers["Content-Type"] == "application/problem+json"
    pointers = [error["pointer"] for error in problem.json()["errors"]]
    assert {"/people", "/injects/1/payload", "/checks/exit_word", "/checks/debrief"} <= set(pointers)
    assert COLUMNS[0] in client.get(f"/api/v1/drills{one}/msel.csv").content.decode()
