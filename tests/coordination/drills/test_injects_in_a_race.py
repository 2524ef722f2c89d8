"""Two servers look at the same instant, and a controller fires what has just come due: each inject comes once."""

from datetime import timedelta

import pytest

from coordination.drills.conduct.errors import InjectRefused
from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.vocabulary import InjectAct
from coordination.drills.conduct.work.injects import act_on_inject, deliver_due
from coordination.errors import CoordinationError
from coordination.incident.exercise_play.capability import ExercisePlay
from coordination.room.models import LogEntry
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from tests.factories.cast import join, make_cast
from tests.factories.mou import NOW
from tests.stage.exercises.played import Played, add_inject, make_played
from tests.stage.incident.panic import run
from tests.stage.races import all_at_once, check_gapless

pytestmark = [pytest.mark.postgis, pytest.mark.django_db(transaction=True)]
LATER = NOW + timedelta(seconds=90)


def came(played: Played) -> list[str]:
    rows = LogEntry.objects.filter(room=played.room()).order_by("seq")
    return [one.event_type for one in rows if one.event_type in ("inject_delivered", "real_world_declared")]


def test_an_inject_comes_once_whoever_brings_it() -> None:
    played = make_played(make_cast(), at=NOW)
    injects = [add_inject(played.exercise, number * 10) for number in range(8)]
    played.step("start")

    def fire() -> None:
        for one in injects:
            try:
                act_on_inject(
                    actor_id=played.controller.pk,
                    exercise_id=played.exercise.pk,
                    inject_id=one.pk,
                    act=InjectAct.FIRE,
                    at=LATER,
                )
            except InjectRefused:
                continue

    all_at_once([lambda: deliver_due(LATER), lambda: deliver_due(LATER), fire])

    assert came(played) == ["inject_delivered"] * 8
    assert InjectRun.objects.filter(state="delivered").count() == 8
    check_gapless(played.room())


def test_nothing_simulated_follows_the_real_world_however_near_it_comes() -> None:
    cast = make_cast()
    played = make_played(cast, at=NOW)
    for number in range(6):
        add_inject(played.exercise, number * 10)
    played.step("start")
    join(cast.teacher, played.room())
    room_id = played.room().pk

    def real() -> None:
        said = {"declaration_id": "5f7d3f0e-6f4b-4c77-9b36-1a3a5c6d7e8f", "note": "Not breathing"}
        run(cast.teacher, room_id, "declare_real_world", at=LATER, **said)

    def pause() -> None:
        try:
            played.step("pause", at=LATER)
        except CoordinationError:
            return

    all_at_once([lambda: deliver_due(LATER), real, pause, lambda: deliver_due(LATER)])

    told = came(played)
    assert told[-1] == "real_world_declared"
    (play,) = state_now(played.room(), audiences=[Audience.EVERYONE]).of(ExercisePlay).values()
    assert (played.now().state, play.phase) == ("interrupted", "interrupted")
    check_gapless(played.room())
