"""What follows when no answer comes: which rung, and after how long. Pure: rules only; the outbox plans the rows."""

from collections.abc import Collection
from dataclasses import dataclass

from push.vocabulary import QUICK_KINDS, TYPED_KINDS, DeviceKind, Manner, Urgency

ALL_KINDS = frozenset(DeviceKind)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: which kinds of devices are told, and how long after the alert."""

    step: int
    after_s: int
    kinds: frozenset[DeviceKind]
    is_for_supervisors: bool = False


ALL_AT_ONCE = Rung(0, 0, ALL_KINDS)
# People who hide are told without a sound; a text message or mail makes one.
QUICK_ONCE = Rung(0, 0, QUICK_KINDS)


def _ladder_rungs(again_s: int, mail_s: int, text_s: int, supervisors_s: int) -> tuple[Rung, ...]:
    return (
        Rung(0, 0, QUICK_KINDS),
        Rung(1, again_s, QUICK_KINDS),
        Rung(2, mail_s, frozenset({DeviceKind.EMAIL})),
        Rung(3, text_s, frozenset({DeviceKind.SMS})),
        Rung(4, supervisors_s, ALL_KINDS, is_for_supervisors=True),
    )


# Life safety waits only as long as a person needs to take a phone out of a pocket; an exercise may take its time.
LADDERS = {
    Urgency.LIFE_SAFETY: _ladder_rungs(again_s=30, mail_s=45, text_s=60, supervisors_s=120),
    Urgency.URGENT: _ladder_rungs(again_s=60, mail_s=120, text_s=180, supervisors_s=300),
    Urgency.ROUTINE: _ladder_rungs(again_s=300, mail_s=600, text_s=900, supervisors_s=1800),
}


def rungs_for(
    kinds: Collection[DeviceKind],
    *,
    urgency: Urgency,
    demands_acknowledgement: bool,
    is_supervisor: bool,
    manner: Manner = Manner.LADDER,
) -> list[Rung]:
    """Return the rungs for a person who has devices of these kinds, the first one without any wait.

    Without a demand to acknowledge there is nothing to climb for: only the first rung that reaches the person stands.
    Mail and text message go together where that is all they have, of life safety and of what needs no answer and is no
    routine.
    A first word and a silent one have no rung after the first: people who hide are not rung again.
    """
    if manner is not Manner.LADDER and not is_supervisor:
        only = ALL_AT_ONCE if manner is Manner.FIRST_WORD else QUICK_ONCE
        return [only] if only.kinds & set(kinds) else []
    own = [rung for rung in LADDERS[urgency] if rung.is_for_supervisors == is_supervisor and rung.kinds & set(kinds)]
    if is_supervisor or not own:
        return own
    # Who has nothing but mail or a telephone number is told by it at once. A telephone without an app rings of a text
    # message alone: of life safety a minute is long, and after what needs no answer, such as a release, none follows.
    is_typed_only = not QUICK_KINDS & set(kinds)
    is_by_both = urgency is Urgency.LIFE_SAFETY or (not demands_acknowledgement and urgency is not Urgency.ROUTINE)
    first = Rung(own[0].step, 0, TYPED_KINDS if is_typed_only and is_by_both else own[0].kinds)
    return [first, *own[1:]] if demands_acknowledgement else [first]
