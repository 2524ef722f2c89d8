"""Cards for the day, and what is sent from a phone that has one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from coordination.building_today.cards.acts import issue_card
from coordination.building_today.cards.codes import code_of
from coordination.building_today.models import DayCard
from coordination.building_today.vocabulary import DayCardKind
from coordination.building_today.wire import DayCardIn
from tests.factories.cast import Cast

PAGE, PRESS = "/day-card", "/day-card/press"


def later(**by: int) -> datetime:
    return datetime.now(UTC) + timedelta(**by)


def make_card(cast: Cast, **fields: Any) -> DayCard:
    at = datetime.now(UTC)
    given: dict[str, Any] = {
        "kind": DayCardKind.SUBSTITUTE,
        "holder": "Pat Reyes",
        "place": "112",
        "vouched_by": "J. Ortiz",
    }
    given |= {"starts_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=8)} | fields
    card_id = issue_card(user_id=cast.insider.pk, site_id=cast.site.pk, given=DayCardIn(**given), at=at)
    return DayCard.objects.get(pk=card_id)


def scan(card: DayCard, client: Client | None = None) -> Client:
    phone = client or Client()
    assert phone.post(PAGE, {"act": "claim", "code": code_of(card)}).status_code == 303
    return phone


def press(phone: Client, *, is_exercise: bool = False, **fields: Any) -> Any:
    posted = {"act": "press", "press_id": str(uuid4()), "kind": "emergency"} | fields
    return phone.post(PRESS, {**posted, "is_exercise": "true" if is_exercise else "false"})


def report(phone: Client, **fields: Any) -> Any:
    posted = {"act": "report", "report_id": str(uuid4()), "state": "ok", "missing": "0", "injured": "0"}
    return phone.post(PAGE, posted | {"students": "19", "door": "locked"} | fields)
