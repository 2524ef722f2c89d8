"""What a reader learns of each way: the operator all of it, an administrator whether it works, and for how many."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Count, Min

from coordination.mailing.models import OutgoingMail
from coordination.mailing.vocabulary import MailFault, MailState
from mou.access.fetch import members_who_count
from mou.access.operators import is_operator, managed_agencies
from mou.errors import NotAllowed
from push.ledger.way_states import WayState, own_ways, people_by_way, way_states
from push.transports.keys import configured_ways
from push.vocabulary import Way


@dataclass(frozen=True, slots=True)
class ShownWay:
    """A way as its reader may know it. `people`: how many of those they administer have a confirmed device of it.

    `can_test`: the reader has one, too.
    """

    state: WayState
    can_test: bool
    people: int | None
    of_people: int | None


@dataclass(frozen=True, slots=True)
class ShownWays:
    """All ways. `is_operator`: what waits, and the providers' words, are shown."""

    ways: list[ShownWay]
    is_operator: bool


def ways_for(user_id: int, at: datetime) -> ShownWays:
    """Return how each way stands. Raises: NotAllowed: neither an operator nor an administrator."""
    operates = is_operator(user_id)
    agencies = managed_agencies(user_id, at)
    if not operates and not agencies.exists():
        raise NotAllowed("Operators and administrators alone see whether ways work.")
    rows = members_who_count(at).filter(agency__in=agencies, user__is_device=False)
    people = set(rows.values_list("user_id", flat=True))
    by_way, own = people_by_way(people), own_ways(user_id)
    states = [with_letters(one) if one.way is Way.MAIL else one for one in way_states(at, configured=configured_ways())]
    return ShownWays(
        [
            ShownWay(
                state if operates else _without_words(state),
                state.way in own,
                by_way[state.way] if people else None,
                len(people) if people else None,
            )
            for state in states
        ],
        operates,
    )


def with_letters(state: WayState) -> WayState:
    """Return how mail stands with the letters that go out by it: invitations and others. Three queries."""
    done = OutgoingMail.objects.filter(ended_at__isnull=False).order_by("-ended_at")
    sent_at = done.filter(state=MailState.SENT.value).values_list("ended_at", flat=True).first()
    # What is tried again says its fault while it waits; its last try is as old as its row at most.
    of_server = [one.value for one in (MailFault.REFUSED, MailFault.AWAY, MailFault.NOT_SIGNED_IN)]
    fault = OutgoingMail.objects.filter(fault__in=of_server).order_by("-tried_at").first()
    waits = OutgoingMail.objects.filter(next_try_at__isnull=False).aggregate(n=Count("id"), oldest=Min("made_at"))
    if sent_at is not None and (state.sent_at is None or sent_at > state.sent_at):
        state = replace(state, sent_at=sent_at)
    if fault is not None and fault.tried_at and (state.failed_at is None or fault.tried_at > state.failed_at):
        code = {MailFault.AWAY: "smtp_away", MailFault.NOT_SIGNED_IN: "smtp_sign_in_refused"}
        state = replace(
            state, failed_at=fault.tried_at, error_code=code.get(MailFault(fault.fault), "smtp"), said=fault.said
        )
    oldest = min(filter(None, (state.oldest_at, waits["oldest"])), default=None)
    return replace(state, waiting=state.waiting + waits["n"], oldest_at=oldest)


def _without_words(state: WayState) -> WayState:
    return replace(state, error_code="", said="", waiting=0, oldest_at=None)
