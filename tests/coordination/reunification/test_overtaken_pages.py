"""Pages that were overtaken: what they send is judged and said, and what they show is of one instant."""

from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.errors import CoordinationError
from coordination.models import User
from coordination.reunification import errors
from coordination.reunification.access import Desk
from coordination.reunification.models import PickUp, Release
from coordination.reunification.vocabulary import PickUpState, StudentState
from coordination.reunification.work import counting
from tests.factories.cast import make_cast
from tests.stage.races import all_at_once
from tests.stage.reunification import Reuniting, add_child, lead_law_enforcement, parent_of, set_reunification

P, S = PickUpState, StudentState


@pytest.fixture
def made(db: None) -> Reuniting:
    return set_reunification(make_cast(), students=3, noted=[3])


def send(made: Reuniting, who: User, path: str, **posted: object) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(f"/reunifications/{made.operation_id}{path}", data=posted)


def says(answer: Any, refusal: type[CoordinationError]) -> bool:
    """Whether a page was refused, and says why in its sentence."""
    return answer.status_code == 422 and str(refusal.sentence) in answer.content.decode()


def release(made: Reuniting, who: User, number: int, pick_up: PickUp) -> Any:
    given = {"pick_up_id": pick_up.pk, "is_comfortable": "yes", "initials": "RB"}
    return send(made, who, f"/students/{made.code(number)}", act="release", **given)


def test_a_page_whose_child_another_table_has_released_says_that_they_are_released(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.release(pick_up, by=made.director)

    late = release(made, made.reunifier, 1, pick_up)

    assert says(late, errors.StudentReleased)
    # What is offered no more is not drawn again.
    assert 'value="release"' not in late.content.decode()
    assert Release.objects.get().by == made.director


def test_a_late_tap_and_a_late_word_say_what_the_child_does_not_allow(made: Reuniting) -> None:
    made.assemble(1)
    made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    page = f"/students/{made.code(1)}"

    assert says(send(made, made.reunifier, page, act="tap", step="pull"), errors.ChildNotReady)
    told = send(made, made.accountant, page, act="told", step="confirm_run", words="At home")
    assert says(told, errors.ChildNotReady)
    assert made.student(1).state == S.AT_REUNIFICATION.value


def test_what_is_sent_while_it_is_paused_says_so(made: Reuniting) -> None:
    made.assemble(1)
    (pick_up,) = made.check_in(parent_of(1), 1)
    made.bring_to_family(1)
    made.run(made.director, "pause_reunification", reason="Shots")
    card = {"card_id": uuid4(), "adult_name": parent_of(2), "id_kind": "passport", "codes": made.code(2)}

    assert says(release(made, made.reunifier, 1, pick_up), errors.OperationNotOpen)
    assert says(send(made, made.greeter, f"/students/{made.code(2)}", act="card", **card), errors.OperationNotOpen)
    assert Release.objects.count() == 0
    assert PickUp.objects.count() == 1


def test_a_late_page_gives_no_one_a_vest_and_tells_of_no_hold(made: Reuniting) -> None:
    made.assemble(1, 2, 3)
    (pick_up,) = made.check_in(parent_of(1), 1)
    (held,) = made.check_in(parent_of(3), 3)
    made.bring_to_family(1)

    assert says(release(made, made.greeter, 1, pick_up), errors.NotYourVest)
    page = f"/students/{made.code(1)}"
    assert says(send(made, made.greeter, page, act="tap", step="take_back"), errors.NotYourVest)
    # The same as of a child who is not there yet.
    assert says(release(made, made.reunifier, 3, held), errors.NotCleared)
    assert Release.objects.count() == 0


def test_a_hold_on_which_another_one_has_decided_says_so_on_the_page_that_was_open(made: Reuniting) -> None:
    lead = lead_law_enforcement(made)
    made.assemble(3)
    (held,) = made.check_in(parent_of(3), 3)
    made.decide(made.director, held, is_cleared=False)
    given = {"act": "decide", "pick_up": held.pk, "is_cleared": "on", "words": "I have read it", "newest_text": 0}

    assert says(send(made, lead, "/holds", **given), errors.PickUpDecided)
    # Who decides on none learns of none, decided or not.
    assert send(made, made.greeter, "", **given).status_code == 404
    assert send(made, lead, "/holds", **{**given, "pick_up": uuid4()}).status_code == 404
    held.refresh_from_db()
    assert held.state == P.REFUSED.value


@pytest.mark.django_db(transaction=True)
def test_a_child_who_is_added_while_the_sum_is_read_is_not_lost_or_counted_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = set_reunification(make_cast(), students=2)
    counted = counting.tally_students

    def count_after_one_more(desk: Desk) -> counting.Tally:
        # By another person, at another connection, between the two reads.
        all_at_once([partial(add_child, made, "Blue jacket")])
        return counted(desk)

    reads = partial(
        counting.view_at_once,
        user_id=made.director.pk,
        operation_id=made.operation_id,
        at=made.operation.opened_at,
    )
    with monkeypatch.context() as between:
        between.setattr(counting, "tally_students", count_after_one_more)
        _desk, view = reads()

    assert (view.is_whole, view.enrolled) == (True, 2)
    _desk, view = reads()
    assert (view.is_whole, view.enrolled) == (True, 3)
