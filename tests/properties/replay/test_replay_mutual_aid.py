"""Promise 9 where someone comes in by mutual aid, and is gone again."""

from uuid import UUID

import pytest

from coordination.incident.mutual_aid.codes import issue_code
from coordination.room.capability import Command
from coordination.room.dispatch import execute
from coordination.vocabulary import Audience
from tests.factories.cast import make_cast
from tests.properties.replay.test_replay_equals_tables import Scene, check_everybody, scene_of
from tests.stage.incident.mutual_aid import enter

pytestmark = pytest.mark.django_db
NO_LEVEL = [UUID(int=0)]


def test_promise_9_mutual_aid_that_was_used_is_replayed() -> None:
    scene = scene_of(make_cast(), NO_LEVEL)
    for word in ("claim_command", "invite_mutual_aid"):
        execute(asker=scene.asker("insider"), room_id=scene.room.id, command=_at_zero(scene, word))
    code = issue_code(scene.asker("insider"), room_id=scene.room.id, aid_id=scene.thing("aid", 0)).code

    enter(code)

    check_everybody(scene)
    execute(asker=scene.asker("insider"), room_id=scene.room.id, command=_at_zero(scene, "end_mutual_aid"))
    check_everybody(scene)


def _at_zero(scene: Scene, word: str) -> Command:
    return scene.command("insider", word, 0, Audience.EVERYONE)
