"""Which step a room under search may take from which state, and what refuses the others. Pure."""

from coordination.incident.room_search import errors
from coordination.incident.room_search.vocabulary import SearchState, SearchStep
from mou.foundation.machine import Machine, Need, lead_to

S, T = SearchState, SearchStep
FINDINGS = (S.BLOCKED, S.HAZARD, S.CASUALTY)
NOT_SEARCHED = (S.UNSEARCHED, S.IN_PROGRESS, *FINDINGS)
SEARCHES = Machine(
    begins=S.UNSEARCHED,
    ends=frozenset({S.SECURED}),
    moves={
        T.BEGIN: lead_to([S.UNSEARCHED, *FINDINGS], S.IN_PROGRESS),
        T.CLEAR: lead_to(
            NOT_SEARCHED,
            S.CLEARED,
            refused={S.CLEARED: errors.RoomClearedAlready, S.SECURED: errors.SecuredStaysSecured},
        ),
        T.SECURE: lead_to([*NOT_SEARCHED, S.CLEARED], S.SECURED, refused={S.SECURED: errors.RoomSecuredAlready}),
        T.BLOCK: lead_to([S.UNSEARCHED, S.IN_PROGRESS, S.HAZARD, S.CASUALTY], S.BLOCKED),
        # What is found in a room that was only cleared counts at once.
        T.FIND_HAZARD: lead_to([S.UNSEARCHED, S.IN_PROGRESS, S.CLEARED, S.BLOCKED, S.CASUALTY], S.HAZARD),
        T.FIND_CASUALTY: lead_to([S.UNSEARCHED, S.IN_PROGRESS, S.CLEARED, S.BLOCKED, S.HAZARD], S.CASUALTY),
        T.OPEN_AGAIN: lead_to([S.CLEARED], S.UNSEARCHED),
        T.WITHDRAW: lead_to([S.IN_PROGRESS, S.CLEARED, S.SECURED, *FINDINGS], S.UNSEARCHED, Need.WORDS),
    },
    refused={
        S.UNSEARCHED: errors.RoomUnsearched,
        S.IN_PROGRESS: errors.RoomSearchUnderWay,
        S.CLEARED: errors.RoomCleared,
        S.SECURED: errors.RoomSecured,
        S.BLOCKED: errors.RoomBlocked,
        S.HAZARD: errors.RoomHazardous,
        S.CASUALTY: errors.RoomHasCasualty,
    },
)
