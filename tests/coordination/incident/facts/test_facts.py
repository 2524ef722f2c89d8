"""Pinned facts: who pins, confirms and ends them, for whom they are, and the code of every illegal step."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from coordination.errors import AudienceNotAllowed, CoordinationError, IdTaken, LevelNotAtSite, NotJoined
from coordination.incident.facts.capability import VALID_MINUTES, Fact
from coordination.incident.facts.errors import (
    FactConfirmedAlready,
    FactConfirmedByItsAuthor,
    FactIsSuperseded,
    FactIsWithdrawn,
    FactNotForAll,
    FactNotFound,
    FactSupersedesItself,
    MayNotJudgeFacts,
)
from coordination.models import User
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience, FactKind, FactStanding
from push.models import Recipient
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def room(cast: Cast) -> Room:
    room = open_room(cast)
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        join(who, room)
    return room


def pin(user: User, room: Room, **fields: Any) -> UUID:
    fact_id = fields.pop("fact_id", None) or uuid4()
    said = {"kind": "suspects", "value": "2", "source": "caller", **fields}
    run(user, room.id, "pin_fact", fact_id=fact_id, **said)
    return UUID(str(fact_id))


def facts(room: Room, *audiences: Audience) -> dict[str, Fact]:
    room.refresh_from_db()
    return state_now(room, audiences=list(audiences or Audience)).of(Fact)


def test_a_fact_has_its_source_and_is_good_for_as_long_as_facts_of_its_kind_are(cast: Cast, room: Room) -> None:
    fact_id = pin(cast.officer, room, kind="occupied_room", subject="Room 112", value="children inside")

    fact = facts(room)[str(fact_id)]
    assert (fact.value, fact.subject, fact.source, fact.standing) == (
        "children inside",
        "Room 112",
        "caller",
        FactStanding.STANDS,
    )
    assert fact.confirmed_by is None
    minutes = VALID_MINUTES[FactKind.OCCUPIED_ROOM]
    assert fact.valid_until == (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_what_responders_pin_is_theirs_and_what_the_school_pins_is_for_all(cast: Cast, room: Room) -> None:
    theirs = pin(cast.officer, room)
    alls = pin(cast.teacher, room, kind="occupied_room", subject="Room 112", value="19 children")

    assert set(facts(room, Audience.EVERYONE, Audience.SCHOOL)) == {str(alls)}
    assert set(facts(room, Audience.EVERYONE, Audience.RESPONDERS)) == {str(theirs), str(alls)}


def test_nobody_pins_for_an_audience_that_is_not_theirs(cast: Cast, room: Room) -> None:
    with pytest.raises(AudienceNotAllowed):
        pin(cast.teacher, room, audience="responders")


def test_who_is_not_in_the_room_pins_nothing(cast: Cast, room: Room) -> None:
    visitor = make_member(cast.police, user=make_user(username="visitor")).user

    with pytest.raises(NotJoined):
        pin(visitor, room)


def test_a_floor_of_another_site_and_half_a_point_are_refused(cast: Cast, room: Room) -> None:
    with pytest.raises(LevelNotAtSite):
        pin(cast.officer, room, level_id=uuid4())
    with pytest.raises(ValidationError, match="come together"):
        pin(cast.officer, room, lon=-98.5)


def test_another_responder_or_command_confirms_it_and_it_is_fresh_again(cast: Cast, room: Room) -> None:
    fact_id = pin(cast.officer, room)

    run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="camera", at=NOW + timedelta(minutes=5))

    fact = facts(room)[str(fact_id)]
    assert fact.confirmed_source == "camera"
    assert fact.valid_until == (NOW + timedelta(minutes=15)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize(
    ("who", "refusal"), [("officer", FactConfirmedByItsAuthor), ("teacher", MayNotJudgeFacts)], ids=str
)
def test_its_author_and_who_neither_responds_nor_commands_do_not(
    cast: Cast, room: Room, who: str, refusal: type[CoordinationError]
) -> None:
    fact_id = pin(cast.officer, room, audience="everyone")

    with pytest.raises(refusal):
        run(getattr(cast, who), room.id, "confirm_fact", fact_id=fact_id, source="teacher")

    assert facts(room)[str(fact_id)].confirmed_by is None


def test_it_is_confirmed_once_and_again_when_it_has_become_old(cast: Cast, room: Room) -> None:
    fact_id = pin(cast.officer, room)
    run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="camera")

    with pytest.raises(FactConfirmedAlready):
        run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="camera", at=NOW + timedelta(minutes=9))
    run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="caller", at=NOW + timedelta(minutes=10))

    assert facts(room)[str(fact_id)].confirmed_source == "caller"


def test_what_is_old_stays(cast: Cast, room: Room) -> None:
    fact_id = pin(cast.officer, room, valid_minutes=1)
    run(cast.officer, room.id, "post_message", text="Later.", at=NOW + timedelta(hours=5))

    assert facts(room)[str(fact_id)].standing is FactStanding.STANDS


def test_facts_that_differ_stand_side_by_side_until_somebody_says_which_stands(cast: Cast, room: Room) -> None:
    one, two = pin(cast.officer, room, value="1"), pin(cast.dispatcher, room, value="2", source="caller")
    assert {fact.standing for fact in facts(room).values()} == {FactStanding.STANDS}

    run(cast.officer, room.id, "supersede_fact", fact_id=two, by_fact_id=one)

    found = facts(room)
    assert (found[str(one)].standing, found[str(two)].standing) == (FactStanding.STANDS, FactStanding.SUPERSEDED)
    assert found[str(two)].superseded_by == one
    assert LogEntry.objects.filter(room=room, event_type="fact_pinned").count() == 2


def test_a_new_fact_takes_the_place_of_an_old_one_for_the_same_people(cast: Cast, room: Room) -> None:
    old = pin(cast.officer, room, audience="everyone")

    new = pin(cast.dispatcher, room, value="3", supersedes=old)

    found = facts(room)
    assert (found[str(new)].audience, found[str(old)].superseded_by) == (Audience.EVERYONE, new)


def test_what_ends_a_fact_for_all_is_for_all(cast: Cast, room: Room) -> None:
    alls, theirs = pin(cast.officer, room, audience="everyone"), pin(cast.officer, room, value="1")

    with pytest.raises(FactNotForAll):
        run(cast.officer, room.id, "supersede_fact", fact_id=alls, by_fact_id=theirs)
    run(cast.officer, room.id, "supersede_fact", fact_id=theirs, by_fact_id=alls)

    assert facts(room)[str(theirs)].standing is FactStanding.SUPERSEDED


def test_a_teacher_ends_only_their_own(cast: Cast, room: Room) -> None:
    own, others = pin(cast.teacher, room), pin(cast.officer, room, audience="everyone")

    with pytest.raises(MayNotJudgeFacts):
        run(cast.teacher, room.id, "withdraw_fact", fact_id=others, reason="no")
    with pytest.raises(MayNotJudgeFacts):
        run(cast.teacher, room.id, "supersede_fact", fact_id=others, by_fact_id=own)
    with pytest.raises(MayNotJudgeFacts):
        pin(cast.teacher, room, supersedes=others)
    run(cast.teacher, room.id, "withdraw_fact", fact_id=own, reason="It was a bag.")

    assert facts(room)[str(own)].standing is FactStanding.WITHDRAWN


@pytest.mark.parametrize("end", ["superseded", "withdrawn"])
@pytest.mark.parametrize("step", ["confirm_fact", "withdraw_fact", "supersede_fact", "stand for another", "pin over"])
def test_nothing_more_happens_to_what_has_ended(cast: Cast, room: Room, end: str, step: str) -> None:
    fact_id, other = pin(cast.officer, room), pin(cast.officer, room, value="3")
    if end == "superseded":
        run(cast.officer, room.id, "supersede_fact", fact_id=fact_id, by_fact_id=other)
    else:
        run(cast.officer, room.id, "withdraw_fact", fact_id=fact_id, reason="Wrong.")
    steps: dict[str, Callable[[], object]] = {
        "confirm_fact": lambda: run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="camera"),
        "withdraw_fact": lambda: run(cast.officer, room.id, "withdraw_fact", fact_id=fact_id, reason="Wrong."),
        "supersede_fact": lambda: run(cast.officer, room.id, "supersede_fact", fact_id=fact_id, by_fact_id=other),
        "stand for another": lambda: run(cast.officer, room.id, "supersede_fact", fact_id=other, by_fact_id=fact_id),
        "pin over": lambda: pin(cast.officer, room, supersedes=fact_id),
    }

    with pytest.raises(FactIsSuperseded if end == "superseded" else FactIsWithdrawn):
        steps[step]()


def test_ids_that_are_taken_unknown_the_same_or_of_another_audience_are_refused(cast: Cast, room: Room) -> None:
    fact_id = pin(cast.officer, room)

    with pytest.raises(IdTaken):
        pin(cast.dispatcher, room, fact_id=fact_id)
    with pytest.raises(FactNotFound):
        run(cast.officer, room.id, "withdraw_fact", fact_id=uuid4(), reason="no")
    with pytest.raises(FactNotFound):
        run(cast.insider, room.id, "confirm_fact", fact_id=fact_id, source="camera")
    with pytest.raises(FactSupersedesItself):
        run(cast.officer, room.id, "supersede_fact", fact_id=fact_id, by_fact_id=fact_id)
    itself = uuid4()
    with pytest.raises(FactSupersedesItself):
        pin(cast.officer, room, fact_id=itself, supersedes=itself)


def test_a_fact_pages_nobody(cast: Cast, room: Room) -> None:
    before = Recipient.objects.count()

    fact_id = pin(cast.officer, room)
    run(cast.dispatcher, room.id, "confirm_fact", fact_id=fact_id, source="camera")

    assert Recipient.objects.count() == before


def test_in_an_exercise_its_entry_says_so(cast: Cast) -> None:
    room = open_room(cast, is_exercise=True)
    join(cast.officer, room)

    pin(cast.officer, room)

    assert json.loads(LogEntry.objects.get(room=room, event_type="fact_pinned").content)["exercise"] is True
