"""Which step a casualty may take from which state, and what refuses the others. Pure."""

from coordination.incident.casualties import errors
from coordination.incident.casualties.vocabulary import CasualtyState, CasualtyStep
from mou.foundation.machine import Machine, Need, lead_to

S, T = CasualtyState, CasualtyStep
HERE = (S.FOUND, S.TREATED, S.READY)
GONE = (S.TRANSPORTING, S.AT_HOSPITAL, S.RELEASED)
CASUALTIES = Machine(
    begins=S.FOUND,
    ends=frozenset({S.COUNTED_TWICE, S.MISTAKEN}),
    moves={
        # Also from one area to another.
        T.TREAT: lead_to(HERE, S.TREATED),
        T.MAKE_READY: lead_to([S.FOUND, S.TREATED], S.READY, refused={S.READY: errors.CasualtyReadyAlready}),
        # Loaded where they lie; diverted on the way; moved on from one hospital to another.
        T.TRANSPORT: lead_to([*HERE, S.TRANSPORTING, S.AT_HOSPITAL], S.TRANSPORTING),
        T.ARRIVE: lead_to([S.TRANSPORTING], S.AT_HOSPITAL, refused={S.AT_HOSPITAL: errors.CasualtyArrivedAlready}),
        T.RELEASE: lead_to(HERE, S.RELEASED),
        T.BRING_BACK: lead_to([S.TREATED, S.READY, *GONE], S.FOUND, Need.WORDS),
        T.COUNT_ONCE: lead_to([*HERE, *GONE], S.COUNTED_TWICE),
        T.WITHDRAW: lead_to([*HERE, *GONE], S.MISTAKEN, Need.WORDS),
        # As at the scene: where they are is said anew, and what was said before stands in the log.
        T.COUNT_AGAIN: lead_to([S.COUNTED_TWICE, S.MISTAKEN], S.FOUND, Need.WORDS),
    },
    refused={
        S.FOUND: errors.CasualtyAtScene,
        S.TREATED: errors.CasualtyInTreatment,
        S.READY: errors.CasualtyReady,
        S.TRANSPORTING: errors.CasualtyOnTheWay,
        S.AT_HOSPITAL: errors.CasualtyAtHospital,
        S.RELEASED: errors.CasualtyReleased,
        S.COUNTED_TWICE: errors.CasualtyCountedTwice,
        S.MISTAKEN: errors.CasualtyMistaken,
    },
)
# Who is in a vehicle or a hospital: what the reunification calls "at a hospital".
TAKEN_AWAY = frozenset({S.TRANSPORTING, S.AT_HOSPITAL})
