"""To whom a tip goes, by the desk's routes: asked by the act that sends it, and named on its page."""

from dataclasses import dataclass
from datetime import datetime

from coordination.prevention.tips.access import TIP_OFFICERS, team_of
from coordination.prevention.tips.calendars import calendar_of
from coordination.prevention.tips.models import Tip
from coordination.prevention.tips.rules.routing import receivers_of, routes_from
from coordination.prevention.tips.telling import TIP_WAITS
from coordination.prevention.tips.vocabulary import TipCategory, TipReceiver, TipStep
from mou.models import Agency
from push.models import Recipient


@dataclass(frozen=True, slots=True)
class NamedReceivers:
    """Who the receivers of a tip are. `told`: how many people were told when it was sent; None before that.

    `police` names agencies whose officers may read it: none where it does not go to them, or no agreement opens it.
    """

    team: str
    goes_to_police: bool
    police: list[str]
    told: int | None


def receivers_at(tip: Tip, at: datetime) -> frozenset[TipReceiver]:
    """Return to whom a tip goes if it is sent at an instant."""
    return receivers_of(
        routes_from(tip.desk.routes),
        TipCategory(tip.category),
        is_in_session=calendar_of(tip.desk, tip.school_id).is_in_session(at),
        is_life_threat=tip.is_life_threat,
    )


def name_receivers(tip: Tip, at: datetime) -> NamedReceivers:
    """Return who the receivers of a tip are, sent or not."""
    desk = tip.desk
    parent = desk.agency.parent
    # Without a team of its own, it is the district's.
    team = desk.agency if parent is None or team_of(desk, at) else parent
    is_sent = tip.acts.filter(step=TipStep.SEND.value).exists()
    to_police = tip.to_police if is_sent else TipReceiver.POLICE in receivers_at(tip, at)
    district_id = desk.agency.parent_id or desk.agency_id
    ids = TIP_OFFICERS.agencies_told_of(tip, district_id, at, as_sent=True) if to_police else []
    told = Recipient.objects.filter(source_key__startswith=TIP_WAITS.key_of(tip.pk, "sent-"))
    return NamedReceivers(
        team=team.name,
        goes_to_police=to_police,
        police=list(Agency.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True)),
        told=told.values("user_id").distinct().count() if is_sent else None,
    )
