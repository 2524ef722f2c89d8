"""How long to wait before the next try. Pure: no clock, no chance; the caller brings both."""

from dataclasses import dataclass

from push.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class Pace:
    """The first wait and the longest one."""

    first_s: float
    longest_s: float


# Life safety is tried often for its short life; routine news must not storm a provider that is coming back.
PACES = {
    Urgency.LIFE_SAFETY: Pace(first_s=1, longest_s=10),
    Urgency.URGENT: Pace(first_s=2, longest_s=60),
    Urgency.ROUTINE: Pace(first_s=5, longest_s=300),
}


def wait_s(*, attempts: int, urgency: Urgency, spread: float, retry_after_s: float | None) -> float:
    """Return the seconds until the next try: doubled at each try up to a limit, half of it spread out.

    Args:
        attempts: tries made so far, at least 1.
        spread: from 0 to 1, different for each notification, so that they do not all come back at once.
        retry_after_s: what the provider asked for; never less than that, whatever the urgency: it would refuse.
    """
    pace = PACES[urgency]
    # The exponent is bounded before the power, or a thousand tries overflow a float.
    doubled = pace.first_s * 2.0 ** min(attempts - 1, 30)
    wait = min(doubled, pace.longest_s) * (0.5 + 0.5 * spread)
    return max(wait, retry_after_s or 0)
