"""Which step a student allows, and where they are after it: domain of the Standard Reunification Method. Pure."""

from coordination.reunification.errors import (
    ChildNotReady,
    StudentGone,
    StudentIsAbsent,
    StudentNotHere,
    StudentReleased,
)
from coordination.reunification.vocabulary import StudentState, StudentStep
from mou.foundation.labelled import WordedError
from mou.foundation.machine import Machine, Need, lead_to, stay_in_state

S, T = StudentState, StudentStep
AWAY = (S.NOT_EVACUATED, S.IN_TRANSIT, S.MISSING, S.SELF_EVACUATED)
WITH_US = (S.ARRIVED, S.IN_ASSEMBLY, S.DECLINED_BY_STUDENT)
ASKED_FOR = (S.REQUESTED, S.PULLED, S.AT_REUNIFICATION)
UNRESOLVED = (*AWAY, *WITH_US, *ASKED_FOR, S.HELD_CUSTODY_ISSUE)
REFUSED: dict[StudentState, type[WordedError]] = {
    **dict.fromkeys(AWAY, StudentNotHere),
    **dict.fromkeys((*WITH_US, *ASKED_FOR), ChildNotReady),
    # The same as of a child who is not ready: a hold is not told by a refusal either.
    S.HELD_CUSTODY_ISSUE: ChildNotReady,
    S.ABSENT_THAT_DAY: StudentIsAbsent,
    S.RELEASED: StudentReleased,
    **dict.fromkeys((S.SELF_RELEASED, S.LEFT_BEFORE), StudentReleased),
    **dict.fromkeys((S.MEDICAL_TRANSPORTED, S.WITH_LAW_ENFORCEMENT, S.DECEASED_NOTIFICATION), StudentGone),
}
STUDENTS = Machine(
    begins=S.NOT_EVACUATED,
    ends=frozenset(
        {
            S.RELEASED,
            S.SELF_RELEASED,
            S.LEFT_BEFORE,
            S.MEDICAL_TRANSPORTED,
            S.WITH_LAW_ENFORCEMENT,
            S.DECEASED_NOTIFICATION,
        }
    ),
    moves={
        T.BOARD: lead_to([S.NOT_EVACUATED, S.ARRIVED, S.IN_ASSEMBLY, S.MISSING, S.SELF_EVACUATED], S.IN_TRANSIT),
        T.ARRIVE: lead_to(AWAY, S.ARRIVED),
        T.ASSEMBLE: lead_to([*AWAY, S.ARRIVED, S.DECLINED_BY_STUDENT], S.IN_ASSEMBLY),
        T.REQUEST: lead_to(WITH_US, S.REQUESTED),
        T.PULL: lead_to([S.REQUESTED], S.PULLED),
        T.BRING: lead_to([S.PULLED], S.AT_REUNIFICATION),
        T.RELEASE: lead_to([S.AT_REUNIFICATION], S.RELEASED),
        T.DECLINE: lead_to([S.PULLED, S.AT_REUNIFICATION], S.DECLINED_BY_STUDENT),
        T.TAKE_BACK: lead_to(ASKED_FOR, S.IN_ASSEMBLY),
        T.HOLD: lead_to([*WITH_US, *ASKED_FOR], S.HELD_CUSTODY_ISSUE),
        T.LIFT_HOLD: lead_to([S.HELD_CUSTODY_ISSUE], S.IN_ASSEMBLY),
        T.REPORT_RUN: lead_to([*AWAY, *WITH_US], S.SELF_EVACUATED, Need.WORDS),
        T.CONFIRM_RUN: stay_in_state([S.SELF_EVACUATED], Need.WORDS),
        T.MARK_MISSING: lead_to([S.NOT_EVACUATED, S.IN_TRANSIT, *WITH_US, S.SELF_EVACUATED], S.MISSING),
        T.MARK_ABSENT: lead_to([S.NOT_EVACUATED, S.MISSING], S.ABSENT_THAT_DAY),
        T.MARK_PRESENT: lead_to([S.ABSENT_THAT_DAY], S.NOT_EVACUATED),
        T.NOTE_LEFT_BEFORE: lead_to([S.NOT_EVACUATED, S.MISSING], S.LEFT_BEFORE, Need.WORDS),
        T.RELEASE_SELF: lead_to(WITH_US, S.SELF_RELEASED, Need.WORDS),
        T.TAKE_TO_HOSPITAL: lead_to(UNRESOLVED, S.MEDICAL_TRANSPORTED, Need.WORDS),
        T.HAND_TO_POLICE: lead_to(UNRESOLVED, S.WITH_LAW_ENFORCEMENT, Need.WORDS),
        T.NOTIFY_DEATH: lead_to(
            [*UNRESOLVED, S.MEDICAL_TRANSPORTED, S.WITH_LAW_ENFORCEMENT], S.DECEASED_NOTIFICATION, Need.WORDS
        ),
        T.RETURN: lead_to([S.MEDICAL_TRANSPORTED, S.WITH_LAW_ENFORCEMENT, S.LEFT_BEFORE], S.ARRIVED, Need.WORDS),
    },
    refused=REFUSED,
)
