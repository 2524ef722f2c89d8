"""Tell people that a tip waits, and no more: neither which, nor where, nor what it is about."""

from collections.abc import Iterable
from datetime import datetime

from coordination.administration.second_person.telling import OF_TEAM, tell_people
from coordination.casework.telling import Waiting
from coordination.models import User
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.vocabulary import TipPriority
from mou.foundation.labelled import gettext_noop as _
from push.ledger.answers import acknowledge_event
from push.models import Recipient
from push.texts import PushWords
from push.vocabulary import Urgency

TIP_WAITS = Waiting("tip", "tip_waits", "tips", Urgency.URGENT, PushWords(_("A tip waits")))
URGENCIES = {
    TipPriority.CRITICAL: Urgency.LIFE_SAFETY,
    TipPriority.URGENT: Urgency.URGENT,
    TipPriority.ROUTINE: Urgency.ROUTINE,
}


def tell_of(tip: Tip, *, occasion: str, user_ids: Iterable[int], then: Iterable[int]) -> None:
    """Tell people that a tip waits, in the caller's transaction; `then` are told when they do not answer.

    `occasion` makes each time one may be told of a tip another event.
    """
    priority = TipPriority(tip.priority)
    TIP_WAITS.tell_of(
        tip.pk,
        occasion=occasion,
        user_ids=user_ids,
        urgency=URGENCIES[priority],
        then=None if priority is TipPriority.ROUTINE else then,
    )


def quiet_down(tip: Tip, at: datetime) -> None:
    """End what is still planned to be told of a tip: someone has it. In the caller's transaction."""
    told = Recipient.objects.filter(source_key__startswith=TIP_WAITS.key_of(tip.pk, ""), acknowledged_at__isnull=True)
    for source_key, user_id in told.values_list("source_key", "user_id"):
        acknowledge_event(source_key=source_key, user_id=user_id, at=at)


def tell_team_changed(user_ids: Iterable[int], *, actor_id: int) -> None:
    """Tell people that a team changed which reads what theirs does, in the caller's transaction; not who did it."""
    people = User.objects.filter(pk__in=set(user_ids) - {actor_id}, is_active=True)
    tell_people(people, what="team_changed", kind=OF_TEAM)
