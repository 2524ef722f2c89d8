"""What the desk of an exercise offers is what is done, and what it refuses says the reason of the rule."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from coordination.drills.conduct.errors import InjectRefused
from coordination.drills.conduct.vocabulary import InjectAct
from coordination.drills.conduct.work.queries import inject_desk
from coordination.drills.exercises.models import Exercise, Inject
from coordination.errors import CoordinationError
from tests.coordination.drills.test_injects import act
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.stage.exercises.played import Played, add_inject, make_played
from tests.stage.incident.panic import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def played(cast: Cast) -> Played:
    return make_played(cast, at=NOW)


def ask_in_spanish(played: Played, inject: Inject, what: InjectAct) -> str:
    """Ask for an act; return the reason that refused it as a Spanish reader is told, or "" where it was done."""
    try:
        act(played, inject, what, words="x")
    except CoordinationError as error:
        with translation.override("es"):
            said = error.sentence_or("")
            # In Spanish, and never the sentence of the class, which says no reason.
            return "" if said in (error.detail, translation.gettext(InjectRefused.sentence)) else said
    return ""


@pytest.mark.parametrize("kind", ["functional", "tabletop"])
@pytest.mark.parametrize("how", ["message", "radio", "marker"])
@pytest.mark.parametrize("moment", ["ready", "running", "held", "paused", "ended"])
def test_the_desk_offers_exactly_what_is_done_and_a_refusal_says_its_reason_in_the_readers_language(
    cast: Cast, client: Client, kind: str, how: str, moment: str
) -> None:
    played = make_played(cast, at=NOW, kind=kind)
    # One for each act, all in the same state.
    injects = {what: add_inject(played.exercise, None, how) for what in InjectAct}
    if moment != "ready":
        played.step("start")
    if moment == "held":
        for inject in injects.values():
            act(played, inject, "hold")
    elif moment in ("paused", "ended"):
        played.step({"paused": "pause", "ended": "end"}[moment])
    client.force_login(played.controller)
    page = reverse("exercise_conduct", args=[played.exercise.pk])
    exercise = Exercise.objects.get(pk=played.exercise.pk)
    desk = {one.line.inject_id: one.acts for one in inject_desk(exercise, at=NOW)}
    shown = client.get(page).content.decode()

    for what, inject in injects.items():
        refused = ask_in_spanish(played, inject, what)
        is_shown = f'name="act" value="{what}"' in shown
        assert (what in desk[inject.pk], is_shown) == (not refused, not refused), what


def test_go_on_is_not_offered_while_something_real_goes_on_at_the_site_and_the_desk_says_why(
    cast: Cast, played: Played, client: Client
) -> None:
    played.step("start")
    played.step("pause")
    client.force_login(played.director)
    page = reverse("exercise_conduct", args=[played.exercise.pk])
    assert 'value="resume"' in client.get(page).content.decode()

    press(cast.officer, cast.site, at=NOW)

    shown = client.get(page).content.decode()
    asked = client.post(page, {"act": "move", "step": "resume"})
    assert 'value="resume"' not in shown
    assert "A real incident is open at this site." in shown
    assert (asked.status_code, "A real incident is open" in asked.content.decode()) == (422, True)
