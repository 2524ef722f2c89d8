"""Which group a student counts in, and what of a state is shown to whom. Pure."""

from coordination.incident.reunification.vocabulary import ReunificationRole, StudentGroup
from coordination.reunification.vocabulary import StudentState, StudentStep

S, G, R, T = StudentState, StudentGroup, ReunificationRole, StudentStep
GROUPS: dict[StudentState, StudentGroup] = {
    S.NOT_EVACUATED: G.NOT_YET_HERE,
    S.IN_TRANSIT: G.NOT_YET_HERE,
    S.ARRIVED: G.HERE,
    S.IN_ASSEMBLY: G.HERE,
    S.REQUESTED: G.HERE,
    S.PULLED: G.HERE,
    S.AT_REUNIFICATION: G.HERE,
    S.HELD_CUSTODY_ISSUE: G.HERE,
    S.DECLINED_BY_STUDENT: G.HERE,
    S.RELEASED: G.REUNITED,
    S.SELF_RELEASED: G.REUNITED,
    S.LEFT_BEFORE: G.REUNITED,
    S.MEDICAL_TRANSPORTED: G.HOSPITAL,
    S.WITH_LAW_ENFORCEMENT: G.WITH_POLICE,
    S.MISSING: G.MISSING,
    S.DECEASED_NOTIFICATION: G.ELSEWHERE,
    S.ABSENT_THAT_DAY: G.ABSENT,
}
# Who may do which step with their vest; the director may all of these. The others follow from an act.
MAY_STEP: dict[StudentStep, frozenset[ReunificationRole]] = {
    T.BOARD: frozenset({R.TRANSPORT, R.ACCOUNTANT}),
    T.ARRIVE: frozenset({R.TRANSPORT, R.ACCOUNTANT}),
    T.ASSEMBLE: frozenset({R.TRANSPORT, R.ACCOUNTANT}),
    T.PULL: frozenset({R.REUNIFIER}),
    T.BRING: frozenset({R.REUNIFIER}),
    T.TAKE_BACK: frozenset({R.REUNIFIER}),
    T.REPORT_RUN: frozenset({R.ACCOUNTANT, R.CHECKER, R.GREETER}),
    T.CONFIRM_RUN: frozenset({R.ACCOUNTANT}),
    T.MARK_MISSING: frozenset({R.ACCOUNTANT}),
    T.MARK_ABSENT: frozenset({R.ACCOUNTANT, R.CHECKER}),
    T.MARK_PRESENT: frozenset({R.ACCOUNTANT, R.CHECKER}),
    T.NOTE_LEFT_BEFORE: frozenset({R.ACCOUNTANT}),
    T.RELEASE_SELF: frozenset(),
    T.TAKE_TO_HOSPITAL: frozenset({R.ACCOUNTANT, R.COUNSELOR}),
    T.HAND_TO_POLICE: frozenset({R.ACCOUNTANT}),
    T.NOTIFY_DEATH: frozenset(),
    T.RETURN: frozenset({R.ACCOUNTANT}),
}


def group_of(state: StudentState, *, is_confirmed: bool = False) -> StudentGroup:
    """Return the group of a student; who left on their own is resolved once someone has confirmed where they are."""
    if state is S.SELF_EVACUATED:
        return G.ELSEWHERE if is_confirmed else G.RAN
    return GROUPS[state]


def shown_state(state: StudentState, *, sees_holds: bool) -> StudentState:
    """Return a state as a reader sees it: a hold looks like any child who is asked for, a death like one not found."""
    if sees_holds:
        return state
    if state is S.HELD_CUSTODY_ISSUE:
        return S.REQUESTED
    return S.MISSING if state is S.DECEASED_NOTIFICATION else state


def may_step(step: StudentStep, roles: frozenset[ReunificationRole]) -> bool:
    """Say whether someone with these roles may do a step by itself."""
    found = MAY_STEP.get(step)
    return found is not None and (R.DIRECTOR in roles or bool(found & roles))
