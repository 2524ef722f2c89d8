"""The board of rooms: which rooms there are, and who of the school was told, has it, and has said nothing."""

import pytest

from coordination.models import User
from coordination.room.models import Room
from mapping.models import Space
from mou.vocabulary import AgencyKind, TermKind
from tests.factories.cast import Cast, join
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.stage.incident.panic import press, room_of
from tests.stage.incident.room_reports import read, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def alarmed(cast: Cast) -> Room:
    """A room that a teacher's press opened; no one has a device, and a colleague is not in it."""
    make_plan(cast.site)
    make_member(cast.school)
    room = room_of(press(cast.teacher, cast.site, kind="active_threat"))
    for user in (cast.insider, cast.officer):
        join(user, room)
    return room


def test_rooms_and_staff_are_shown_and_the_silent_are_named_to_the_school(cast: Cast, alarmed: Room) -> None:
    report(cast.teacher, alarmed)

    shown = read(cast.insider, f"/rooms/{alarmed.id}/rooms-to-account-for").json()

    assert [(one["room"], one["space_id"]) for one in shown["rooms"]] == [("101 Room 101", str(Space.objects.get().pk))]
    people = shown["people"]
    assert (people["staff"], people["reported"], people["not_received"]) == (3, 1, 1)
    assert [(one["is_told"], one["has_alert"]) for one in people["silent"]] == [(True, False), (True, True)]


def test_what_one_passes_on_is_no_report_of_ones_own(cast: Cast, alarmed: Room) -> None:
    report(cast.teacher, alarmed, source="radio", on_behalf_of="Mr. Low")

    shown = read(cast.insider, f"/rooms/{alarmed.id}/rooms-to-account-for").json()

    assert shown["people"]["reported"] == 0


def test_responders_get_rooms_by_the_plan_and_names_by_the_roster_and_else_numbers(cast: Cast, alarmed: Room) -> None:
    def responder(*grants: TermKind) -> User:
        agency = make_agency(AgencyKind.FIRE)
        make_memorandum(cast.district, agency, grants=[TermKind.ROOM_ACCESS, *grants])
        user = make_member(agency).user
        join(user, alarmed)
        return user

    address = f"/rooms/{alarmed.id}/rooms-to-account-for"
    seen = {}
    for name, user in {
        "nothing": responder(),
        "plan": responder(TermKind.FLOORPLAN_ACCESS),
        "roster": responder(TermKind.ROSTER_ACCESS),
    }.items():
        shown = read(user, address).json()
        seen[name] = (len(shown["rooms"]), len(shown["people"]["silent"]), shown["people"]["staff"])

    assert seen == {"nothing": (0, 0, 3), "plan": (1, 0, 3), "roster": (0, 3, 3)}
    assert read(cast.stranger, address).status_code == 404
    assert read(make_member(cast.police).user, address).status_code == 403
