"""The code that lets a person in: short-lived, used once, guessed at a few times, and found nowhere afterwards."""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest

from coordination.errors import CoordinationError
from coordination.incident.mutual_aid.codes import CODE_LIVES, MOST_WRONG, TOLD_FROM
from coordination.incident.mutual_aid.errors import AidCodeRefused
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.models import User
from coordination.room.models import LogEntry, Participant
from coordination.sign_in.attempts.later import TooManyAttempts
from mou.models import MutualAid
from push.models import Recipient
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.incident.mutual_aid import AidStage, enter, make_aid_stage
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> AidStage:
    return make_aid_stage()


def wrong_for(code: str) -> str:
    """Return a wrong code with the same invitation's number."""
    return f"{code[:4]}{(int(code[4:]) + 1) % 1_000_000:06}"


def guess(wrong: str, times: int) -> None:
    """Type a wrong code, each time from another address."""
    for number in range(times):
        with pytest.raises(AidCodeRefused):
            enter(wrong, address=f"198.51.100.{number}")


def never_given(stage: AidStage) -> str:
    code = stage.code(stage.invite())
    return wrong_for(code)


def used(stage: AidStage) -> str:
    code = stage.code(stage.invite())
    enter(code)
    return code


def replaced(stage: AidStage) -> str:
    aid_id = stage.invite()
    code = stage.code(aid_id)
    stage.code(aid_id)
    return code


def taken_back(stage: AidStage) -> str:
    aid_id = stage.invite()
    code = stage.code(aid_id)
    stage.end(aid_id)
    return code


def run_out(stage: AidStage) -> str:
    return stage.code(stage.invite(), at=NOW - CODE_LIVES)


def of_a_closed_incident(stage: AidStage) -> str:
    code = stage.code(stage.invite())
    run(stage.cast.insider, stage.room.pk, "close_incident", reason="Over")
    return code


def of_one_that_was_reopened(stage: AidStage) -> str:
    code = of_a_closed_incident(stage)
    run(stage.cast.insider, stage.room.pk, "reopen_incident", reason="Not over")
    return code


def no_digits(stage: AidStage) -> str:
    stage.code(stage.invite())
    return "\x00' OR 1=1"


def empty(stage: AidStage) -> str:
    stage.invite()  # without a code: what is kept of it is empty, too
    return ""


BAD = pytest.mark.parametrize(
    "bad",
    [
        never_given,
        used,
        replaced,
        taken_back,
        run_out,
        of_a_closed_incident,
        of_one_that_was_reopened,
        no_digits,
        empty,
    ],
)


@BAD
@pytest.mark.parametrize("who", ["guest", "account"])
def test_whatever_is_wrong_with_a_code_the_refusal_is_the_same_and_leaves_no_trace(
    stage: AidStage, bad: Callable[[AidStage], str], who: str
) -> None:
    code = bad(stage)
    before = (User.objects.count(), Participant.objects.count(), MutualAid.objects.count(), LogEntry.objects.count())

    with pytest.raises(AidCodeRefused) as refused:
        enter(code, stage.cast.stranger if who == "account" else None)

    assert (refused.value.code, refused.value.status, str(refused.value)) == (
        AidCodeRefused.code,
        403,
        str(AidCodeRefused()),
    )
    after = (User.objects.count(), Participant.objects.count(), MutualAid.objects.count(), LogEntry.objects.count())
    assert before == after


def test_a_code_is_good_until_just_before_its_quarter_of_an_hour_is_over(stage: AidStage) -> None:
    code = stage.code(stage.invite())

    assert enter(code, at=NOW + CODE_LIVES - timedelta(seconds=1)).room_id == stage.room.pk


def test_people_type_blanks_and_dashes(stage: AidStage) -> None:
    code = stage.code(stage.invite())

    assert enter(f" {code[:3]}-{code[3:]} ").room_id == stage.room.pk


def test_five_wrong_codes_from_an_address_and_even_a_right_one_waits(stage: AidStage) -> None:
    code = stage.code(stage.invite())
    wrong = wrong_for(code)
    for _ in range(5):
        with pytest.raises(AidCodeRefused):
            enter(wrong)

    with pytest.raises(TooManyAttempts):
        enter(code)

    assert enter(code, address="198.51.100.9").room_id == stage.room.pk


def test_five_wrong_codes_of_a_person_wherever_they_are(stage: AidStage) -> None:
    code = stage.code(stage.invite())
    wrong = wrong_for(code)
    for number in range(5):
        with pytest.raises(AidCodeRefused):
            enter(wrong, stage.cast.stranger, address=f"198.51.100.{number}")

    with pytest.raises(TooManyAttempts):
        enter(code, stage.cast.stranger, address="198.51.100.99")


def test_a_code_for_which_fifty_wrong_ones_were_typed_from_anywhere_is_good_no_longer(stage: AidStage) -> None:
    aid_id = stage.invite()
    code = stage.code(aid_id)
    guess(wrong_for(code), MOST_WRONG)

    with pytest.raises(AidCodeRefused):
        enter(code)

    assert enter(stage.code(aid_id), address="203.0.113.1").room_id == stage.room.pk


def test_whoever_guesses_spoils_the_one_code_whose_number_they_type_and_no_other(stage: AidStage) -> None:
    first, second, third = (stage.code(stage.invite()) for _ in range(3))
    nobodys = next(
        f"{number:04}" for number in range(10_000) if f"{number:04}" not in {first[:4], second[:4], third[:4]}
    )

    guess(wrong_for(first), MOST_WRONG)
    guess(f"{nobodys}000000", MOST_WRONG)
    guess("123456", MOST_WRONG)

    with pytest.raises(AidCodeRefused):
        enter(first, address="203.0.113.1")
    for code in (second, third):
        assert enter(code, address="203.0.113.2").room_id == stage.room.pk


def test_numbers_of_codes_that_are_good_at_once_differ(stage: AidStage) -> None:
    codes = [stage.code(stage.invite()) for _ in range(40)]

    assert {len(code) for code in codes} == {10}
    assert len({code[:4] for code in codes}) == 40


def test_whoever_commands_is_told_from_the_fifth_wrong_code_on_and_when_the_code_is_over(stage: AidStage) -> None:
    aid_id = stage.invite()
    wrong = wrong_for(stage.code(aid_id))

    def told() -> list[int]:
        rows = Recipient.objects.filter(source_key__startswith=f"aid:{aid_id.hex}:").order_by("pk")
        return list(rows.values_list("user_id", flat=True))

    guess(wrong, TOLD_FROM - 1)
    before = told()
    guess(wrong, 1)
    at_the_fifth = told()
    guess(wrong, MOST_WRONG - TOLD_FROM)

    assert (before, at_the_fifth) == ([], [stage.cast.insider.pk])
    assert told() == [stage.cast.insider.pk] * 2


def test_all_addresses_of_one_ipv6_subscriber_are_one(stage: AidStage) -> None:
    code = stage.code(stage.invite())
    for number in range(5):
        with pytest.raises(AidCodeRefused):
            enter(wrong_for(code), address=f"2001:db8:1:2:{number}::{number}")

    with pytest.raises(TooManyAttempts):
        enter(code, address="2001:db8:1:2:ffff::9")

    assert enter(code, address="2001:db8:1:3::9").room_id == stage.room.pk


def test_the_code_stands_nowhere_but_as_a_keyed_hash_and_after_its_use_not_even_that(
    stage: AidStage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    aid_id = stage.invite()
    code = stage.code(aid_id)
    kept = AidInvitation.objects.get(pk=aid_id)

    assert len(kept.code_hash) == 64
    assert code not in kept.code_hash
    enter(code)
    kept.refresh_from_db()
    assert kept.code_hash == ""
    texts = LogEntry.objects.filter(room=stage.room).values_list("content", flat=True)
    # Inside of ids any six digits may stand.
    assert not any(f'"{code}"' in text for text in texts)
    assert f'"{code}"' not in caplog.text


def test_the_right_code_of_somebody_who_needs_none_is_not_used_up(stage: AidStage) -> None:
    code = stage.code(stage.invite())
    with pytest.raises(CoordinationError):
        enter(code, stage.cast.officer)

    assert enter(code, make_member(stage.cast.strangers, user=make_user()).user).room_id == stage.room.pk


def test_who_was_removed_from_the_room_does_not_come_back_by_a_code(stage: AidStage) -> None:
    stage.let_in(stage.cast.stranger)
    mine = Participant.objects.get(room=stage.room, user=stage.cast.stranger)
    run(stage.cast.insider, stage.room.pk, "remove_participant", participant_id=mine.pk, reason="Not needed")
    code = stage.code(stage.invite())

    with pytest.raises(CoordinationError) as refused:
        enter(code, stage.cast.stranger)

    assert refused.value.code == "aid_code_refused"
