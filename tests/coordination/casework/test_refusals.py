"""What a desk refuses is declared in a line, and is a class of errors like any other. Asked of what desks declare."""

import pytest

from coordination.casework.refusals import StepRefused
from coordination.describe.problem_codes import problem_codes
from coordination.prevention.support import errors
from coordination.prevention.tips.errors import TipNotTriaged, TooManyTipMessages


def test_what_is_not_there_says_its_code_and_nothing_on_a_page() -> None:
    missing = errors.ReferralNotFound()

    assert (missing.code, missing.status, missing.detail) == ("referral_not_found", 404, "There is no such referral.")
    assert missing.sentence_or("what the page says") == "what the page says"


def test_a_refusal_says_one_sentence_to_people_and_programs_unless_told_otherwise() -> None:
    plain, other = errors.ReferralIsOpen(), TipNotTriaged()

    assert (plain.title, plain.sentence_or("")) == ("The referral is open.", "The referral is open.")
    assert (other.title, other.sentence_or("")) == ("Say first how urgent the tip is.", "Set the priority first.")


def test_a_refusal_says_after_how_long_one_may_ask_again_if_waiting_helps() -> None:
    assert (TooManyTipMessages().retry_after_s, errors.CrisisCalledAlready().retry_after_s) == (3600, None)


def test_only_what_a_state_refuses_is_a_refused_step() -> None:
    others = (errors.SupportStepLacks, errors.BadSupport, errors.CrisisCalledAlready, errors.ReferralNotFound)

    assert (issubclass(errors.CrisisHasEnded, StepRefused), errors.CrisisHasEnded().status) == (True, 409)
    assert [one for one in others if issubclass(one, StepRefused)] == []


def test_two_refusals_are_caught_apart() -> None:
    assert not isinstance(errors.ReferralIsClosed(), errors.ReferralIsOpen)
    with pytest.raises(errors.ReferralIsClosed):
        raise errors.ReferralIsClosed


def test_a_declared_refusal_is_in_the_table_of_codes() -> None:
    found = {one.code: one for one in problem_codes()}["referral_is_closed"]

    assert (found.status, found.meaning) == (409, errors.ReferralIsClosed.title)
