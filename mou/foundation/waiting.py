"""What waits for a person: each part says it in its `app.py`, and one list shows it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mou.foundation.labelled import Labelled, pgettext_noop


class WaitingKind(Labelled):
    """What a person is asked to do."""

    SIGN_AGREEMENT = "sign_agreement", pgettext_noop("waits", "Sign an agreement")
    CONFIRM_PAPER = "confirm_paper", pgettext_noop("waits", "Confirm a scan of signatures")
    REVIEW_AGREEMENT = "review_agreement", pgettext_noop("waits", "Review an agreement")
    RENEW_AGREEMENT = "renew_agreement", pgettext_noop("waits", "Renew an agreement")
    CONFIRM_ACT = "confirm_act", pgettext_noop("waits", "Confirm as a second person")
    LET_IN = "let_in", pgettext_noop("waits", "Let someone onto a team")
    VERIFY_PLAN = "verify_plan", pgettext_noop("waits", "Verify floor plans")
    PUBLISH_PLAN = "publish_plan", pgettext_noop("waits", "Publish floor plans")
    HOLD_DRILL = "hold_drill", pgettext_noop("waits", "Hold a drill")
    HOLD_LESSONS = "hold_lessons", pgettext_noop("waits", "Hold lessons")
    ANSWER_INVITATION = "answer_invitation", pgettext_noop("waits", "Answer an invitation to an exercise")
    RATE_EXERCISE = "rate_exercise", pgettext_noop("waits", "Rate an exercise")
    ANSWER_HOT_WASH = "answer_hot_wash", pgettext_noop("waits", "Say how it went")
    CARRY_OUT_ACTION = "carry_out_action", pgettext_noop("waits", "Carry out a corrective action")
    MEND_FINDING = "mend_finding", pgettext_noop("waits", "Mend a finding")
    TAKE_TIP = "take_tip", pgettext_noop("waits", "Take up a tip")
    STAFF_TIPS = "staff_tips", pgettext_noop("waits", "See that tips are taken up")
    REVIEW_ALERT = "review_alert", pgettext_noop("waits", "Review a social media alert")
    WORK_ON_CASE = "work_on_case", pgettext_noop("waits", "Do a step of a case")
    TAKE_REFERRAL = "take_referral", pgettext_noop("waits", "Take up a referral")
    AGREE_TO_EMERGENCY_PLAN = "agree_to_emergency_plan", pgettext_noop("waits", "Agree to an emergency plan")
    ADOPT_EMERGENCY_PLAN = "adopt_emergency_plan", pgettext_noop("waits", "Adopt an emergency plan")
    RENEW_EMERGENCY_PLAN = "renew_emergency_plan", pgettext_noop("waits", "Renew an emergency plan")
    MEND_EMERGENCY_PLAN = "mend_emergency_plan", pgettext_noop("waits", "Mend an emergency plan")
    FOLLOW_UP = "follow_up", pgettext_noop("waits", "Ask someone again how they are")
    TEST_ALARM = "test_alarm", pgettext_noop("waits", "Test the alarm")
    RENEW_HOST = "renew_host", pgettext_noop("waits", "Renew the agreement with a host of a reunification")
    SEE_TO_BACKUPS = "see_to_backups", pgettext_noop("waits", "See to backups")
    SEE_TO_KEY = "see_to_key", pgettext_noop("waits", "See to a key of the server")


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A step that waits for one person, who may do it.

    Args:
        words: which thing, in the reader's language: never what a confidential thing is about, or whom.
        link: the page on which the step is done.
        due_on: the day where the thing is; None: no day is set. `is_overdue`: it has passed.
    """

    kind: WaitingKind
    words: str
    link: str
    due_on: date | None = None
    is_overdue: bool = False
    is_exercise: bool = False


@dataclass(frozen=True, slots=True)
class OverdueThing:
    """A step of a school that is overdue, as those above it may know it: not what it is about, nor whose it is.

    `school_id`, `school`: the school or district whose it is, and its name; the site, where no school works there.
    """

    kind: WaitingKind
    school_id: UUID
    school: str
    due_on: date
    is_exercise: bool = False


# Of a district's id and an instant: what is overdue at the district and its schools.
type Overdue = Callable[[UUID, datetime], Iterable[OverdueThing]]
# Of a user's id and an instant: what waits for them in a part, what is due first before the others.
type Waits = Callable[[int, datetime], Iterable[WaitingLine]]


def is_past(day: date | None, today: date) -> bool:
    """Say whether a day has passed."""
    return day is not None and day < today
