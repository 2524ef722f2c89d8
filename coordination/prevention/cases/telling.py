"""Tell people that a case waits, and no more."""

from collections.abc import Iterable

from coordination.casework.telling import tell_that_it_waits
from coordination.prevention.cases.models import Case
from push.vocabulary import Urgency


def tell_of(case: Case, *, occasion: str, user_ids: Iterable[int]) -> None:
    """Tell people that a case waits, in the caller's transaction; `occasion` makes each time another event."""
    tell_that_it_waits(
        f"case:{case.pk.hex}:{occasion}",
        kind="case_waits",
        collapse_key="cases",
        user_ids=user_ids,
        urgency=Urgency.URGENT,
        is_exercise=False,
    )
