"""Who is answered what about a day in a building: its office alone, and in an incident the readers of its room."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from coordination.building_today.cards.codes import new_code_hash
from coordination.building_today.models import DayCard, DayChange, Visitor
from coordination.building_today.vocabulary import DayCardKind, DayChangeKind
from tests.coordination.access_walk.rows import READERS, Row, answers, room
from tests.stage.full_room import Stage


def site(stage: Stage) -> dict[str, object]:
    return {"site_id": stage.cast.site.pk}


def times() -> dict[str, object]:
    at = datetime.now(UTC)
    return {"starts_at": at - timedelta(hours=1), "ends_at": at + timedelta(hours=4)}


def texts() -> dict[str, object]:
    return {name: one.isoformat() for name, one in times().items() if isinstance(one, datetime)}


def card(stage: Stage) -> dict[str, object]:
    """Return a card that holds; what one person ended is made anew for the next."""
    found = DayCard.objects.filter(ended_at__isnull=True).first()
    if found is None:
        pk, at = uuid4(), datetime.now(UTC)
        made = {"made_by": stage.cast.insider, "made_at": at, "devices_at_most": 1, "code_hash": new_code_hash(pk, 1)}
        kind = DayCardKind.AIDE.value
        found = DayCard.objects.create(id=pk, site=stage.cast.site, kind=kind, holder="zebra-aide", **made, **times())
    return {"card_id": found.pk}


def card_of_site(stage: Stage) -> dict[str, object]:
    return {**site(stage), **card(stage)}


def visitor(stage: Stage) -> dict[str, object]:
    found = Visitor.objects.filter(left_at__isnull=True, name="zebra-visitor").first()
    if found is None:
        found = Visitor.objects.create(site=stage.cast.site, name="zebra-visitor", came_at=datetime.now(UTC))
    return {"visitor_id": found.pk}


def change(stage: Stage) -> dict[str, object]:
    found = DayChange.objects.filter(group="zebra-class", ends_at__gt=datetime.now(UTC)).first()
    if found is None:
        made = {"kind": DayChangeKind.TRIP.value, "made_by": stage.cast.insider, "made_at": datetime.now(UTC)}
        found = DayChange.objects.create(site=stage.cast.site, group="zebra-class", **made, **times())
    return {"change_id": found.pk}


def office(status: int) -> dict[str, int]:
    return answers(insider=status, keeper=status)


SITE = "/sites/{uuid:site_id}"
BUILDING_TODAY: dict[str, Row] = {
    "GET /rooms/{uuid:room_id}/building-today": Row(READERS, ids=room),
    f"POST {SITE}/day-cards": Row(
        office(201), ids=site, body=lambda _stage: {"kind": "aide", "holder": "A", **texts()}
    ),
    "DELETE /day-cards/{uuid:card_id}": Row(office(204), ids=card),
    f"POST {SITE}/today/visitors": Row(office(201), ids=site, body=lambda _stage: {"name": "A"}),
    "POST /visitors/{uuid:visitor_id}/check-out": Row(office(204), ids=visitor),
    f"POST {SITE}/today/closed-rooms": Row(office(201), ids=site, body=lambda _stage: {"room": "101", **texts()}),
    f"POST {SITE}/today/trips": Row(
        office(201),
        ids=site,
        body=lambda _stage: {"group": "5B", "place": "Museum", "students": 24, "adults": 3, **texts()},
    ),
    f"POST {SITE}/today/after-hours": Row(
        office(201), ids=site, body=lambda _stage: {"group": "Chess", "contact": "A", "phone": "555 0100", **texts()}
    ),
    "DELETE /day-changes/{uuid:change_id}": Row(office(204), ids=change),
    f"PUT {SITE}/today/classes": Row(
        office(204), ids=site, body=lambda _stage: {"class_name": "112", "enrolled": 2, "present": 1}
    ),
    f"GET {SITE}/today/expected": Row(office(200), ids=site),
}
BUILDING_TODAY_PAGES: dict[str, Row] = {
    # Who has a card has no account: the page asks each for a code.
    "today": Row(office(302)),
    "today/<uuid:site_id>": Row(office(200), ids=site),
    "today/<uuid:site_id>/cards": Row(office(200), ids=site),
    "today/<uuid:site_id>/cards/<uuid:card_id>": Row(office(200), ids=card_of_site),
    "today/<uuid:site_id>/visitors": Row(office(200), ids=site),
    "today/<uuid:site_id>/changes": Row(office(200), ids=site),
    "today/<uuid:site_id>/classes": Row(office(200), ids=site),
}
DELETIONS = {"end_day_card", "end_change_of_day"}
SECRETS = {"zebra-aide", "zebra-visitor"}
PICTURES = {"principal": ("today_at", "today_cards", "today_visitors", "today_changes", "today_classes")}
NOT_PICTURED = {
    "today": "a list of names that lead on",
    "day_card": "asks for the code of a card",
    "day_card_press": "the same page",
    "day_card_badge": "has a code in it, which is another one in each picture",
}
