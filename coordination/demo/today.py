"""A day at the demo's school: cards, visitors, a trip, a closed room, and classes that were counted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from coordination.building_today.cards.acts import issue_card
from coordination.building_today.day.attendance import count_class
from coordination.building_today.day.changes import add_change
from coordination.building_today.day.visitors import check_in
from coordination.building_today.vocabulary import DayCardKind
from coordination.building_today.wire import (
    AfterHoursIn,
    ClassCountIn,
    DayCardIn,
    RoomClosedIn,
    TripIn,
    VisitorIn,
)

FOR = timedelta(hours=12)
# No one of these exists; telephone numbers with 555 01 are no one's.
VISITORS = (
    VisitorIn(name="Dana Cole", reason="Meeting", host="School counselor", place="Counseling office", badge="14"),
    VisitorIn(name="Lee Park", reason="Repairs the dishwasher", host="Cafeteria", place="Cafeteria", badge="15"),
    VisitorIn(name="Ines Duarte", reason="Picks up a child", place="Front office", badge="16"),
)
CARDS = (
    (DayCardKind.SUBSTITUTE, "Pat Reyes", "112"),
    (DayCardKind.AIDE, "Noor Haddad", "104"),
    (DayCardKind.KIOSK, "Tablet at the front door", ""),
)
CLASSES = (("101", 24, 23, False), ("112", 22, 19, True), ("104", 26, 26, False))


def load_today(*, site_id: UUID, people: Mapping[str, int], at: datetime) -> None:
    """Let the office of the demo's school enter a day, as its people would."""
    keeper = people["principal"]
    until = at + FOR
    for kind, holder, place in CARDS:
        card = DayCardIn(kind=kind, holder=holder, place=place, vouched_by="Front office", starts_at=at, ends_at=until)
        issue_card(user_id=keeper, site_id=site_id, given=card, at=at)
    for one in VISITORS:
        check_in(user_id=keeper, site_id=site_id, given=one, at=at)
    changes = (
        RoomClosedIn(room="204", starts_at=at, ends_at=until),
        TripIn(
            group="Class 5B",
            room="106",
            place="City museum",
            students=24,
            adults=3,
            contact="J. Ortiz",
            phone="+1 785 555 0142",
            starts_at=at,
            ends_at=at + FOR / 2,
        ),
        AfterHoursIn(
            group="Chess club",
            place="Library",
            contact="R. Vega",
            phone="+1 785 555 0177",
            starts_at=at + FOR / 2,
            ends_at=until,
        ),
    )
    for change in changes:
        add_change(user_id=keeper, site_id=site_id, given=change, at=at)
    for name, enrolled, present, with_substitute in CLASSES:
        count = ClassCountIn(class_name=name, enrolled=enrolled, present=present, with_substitute=with_substitute)
        count_class(user_id=keeper, site_id=site_id, given=count, at=at)
