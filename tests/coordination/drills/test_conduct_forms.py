"""The desk of an exercise by its forms: what is wrong stands at its field, and each button does its act."""

import re

import pytest
from django.test import Client

from coordination.drills.conduct.models import InjectRun
from coordination.drills.exercises.models import Exercise
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.stage.exercises.played import Played, add_inject, make_played

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    return make_played(cast, at=NOW)


@pytest.fixture
def desk(played: Played, client: Client) -> str:
    client.force_login(played.controller)
    return f"/drills/exercises/{played.exercise.pk}/conduct"


def test_an_inject_is_skipped_with_a_reason_and_what_lacks_one_says_so_at_its_field(
    played: Played, client: Client, desk: str
) -> None:
    inject = add_inject(played.exercise, None, "radio")
    played.step("start")
    skip = {"act": "skip", "inject_id": str(inject.pk)}

    refused = client.post(desk, {**skip, "words": " "})
    skipped = client.post(desk, {**skip, "words": "No one is at the radio."})

    page = refused.content.decode()
    assert (refused.status_code, skipped.status_code) == (422, 303)
    assert f'href="#skip-{inject.pk}-words"' in page
    assert re.search(rf'<input[^>]*aria-invalid="true"[^>]*id="skip-{inject.pk}-words"', page)
    assert InjectRun.objects.get().state == "skipped"


def test_the_desk_pauses_with_a_reason_and_changes_the_pace_where_the_role_may(
    played: Played, client: Client, desk: str
) -> None:
    played.step("start")

    paused = client.post(desk, {"act": "move", "step": "pause", "reason": "Heat"})
    fast = client.post(desk, {"act": "pace", "step": "pace", "pace": "5"})
    client.force_login(played.director)
    strange = client.post(desk, {"act": "pace", "step": "pace", "pace": "7"})
    allowed = client.post(desk, {"act": "pace", "step": "pace", "pace": "5"})

    # Controllers pause; only the director says how fast it goes, and at the paces that are offered.
    assert [one.status_code for one in (paused, fast, strange, allowed)] == [303, 422, 422, 303]
    assert Exercise.objects.get(pk=played.exercise.pk).state == "paused"
    assert 'href="#pace-pace"' in strange.content.decode()


def test_an_act_that_no_form_of_the_desk_asks_for_is_not_there(played: Played, client: Client, desk: str) -> None:
    played.step("start")

    assert client.post(desk, {"act": "explode", "inject_id": "1"}).status_code == 404
