"""Which step a found thing may take from which state, and what refuses the others. Pure."""

from mou.foundation.machine import Machine, Need, lead_to
from tests.contracts.samples.found_things import errors
from tests.contracts.samples.found_things.vocabulary import FoundState, FoundStep

S, T = FoundState, FoundStep
FOUND_THINGS = Machine(
    begins=S.FOUND,
    ends=frozenset({S.HANDED_BACK}),
    moves={
        T.CLAIM: lead_to([S.FOUND], S.CLAIMED, Need.WORDS),
        T.HAND_BACK: lead_to([S.CLAIMED], S.HANDED_BACK),
        T.REOPEN: lead_to([S.CLAIMED, S.HANDED_BACK], S.FOUND, Need.WORDS),
    },
    refused={
        S.FOUND: errors.ThingNotClaimed,
        S.CLAIMED: errors.ThingClaimedAlready,
        S.HANDED_BACK: errors.ThingHandedBack,
    },
)
