"""Who is in a building today, over HTTP: for its office, and for those in the room of an incident."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Body, Router, Status

from coordination.building_today.access import office_for
from coordination.building_today.cards.acts import card_of_office, end_card, issue_card
from coordination.building_today.cards.codes import code_of
from coordination.building_today.day import visitors
from coordination.building_today.day.attendance import count_class, expected_today
from coordination.building_today.day.changes import ChangeIn, add_change, end_change
from coordination.building_today.queries import building_today
from coordination.building_today.wire import (
    AfterHoursIn,
    BuildingToday,
    ClassCountIn,
    ClassExpected,
    DayCardIn,
    DayCardOut,
    EntryOfDayOut,
    RoomClosedIn,
    TripIn,
    VisitorIn,
)
from coordination.incident.accountability.access import site_of_rooms
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.sign_in.callers import caller_of
from coordination.web.qr import qr_svg

router = Router(tags=["building today"])
MADE = {201: EntryOfDayOut}


@router.get("/rooms/{uuid:room_id}/building-today", response=BuildingToday, operation_id="read_building_today")
def read_today(request: HttpRequest, room_id: UUID, site_id: UUID | None = None) -> BuildingToday:
    """Return the visitors in the building of an incident, its rooms that are closed or away, and who is expected.

    `site_id`: of which of the incident's sites; without it, of the one for which the caller is there.
    """
    caller = caller_of(request)
    grant = room_for(user_id=caller.user_id, room_id=room_id, need=RoomNeed.READ, at=caller.at)
    return building_today(grant, site_of_rooms(grant, site_id), caller.at)


@router.post("/sites/{uuid:site_id}/day-cards", response={201: DayCardOut}, operation_id="issue_day_card")
def post_card(request: HttpRequest, response: HttpResponse, site_id: UUID, card: Body[DayCardIn]) -> Status[DayCardOut]:
    """Give a card for the day; for the office of the site. What it opens ends with its time."""
    caller = caller_of(request)
    card_id = issue_card(user_id=caller.user_id, site_id=site_id, given=card, at=caller.at)
    made = card_of_office(user_id=caller.user_id, card_id=card_id, at=caller.at)
    code, address = code_of(made), request.build_absolute_uri(reverse("day_card"))
    response["Cache-Control"] = "no-store"
    return Status(201, DayCardOut(id=card_id, code=code, address=address, qr_svg=qr_svg(f"{address}#{code}")))


@router.delete("/day-cards/{uuid:card_id}", response={204: None}, operation_id="end_day_card")
def delete_card(request: HttpRequest, card_id: UUID) -> Status[None]:
    """End a card now; its phones are out with their next request."""
    caller = caller_of(request)
    end_card(user_id=caller.user_id, card_id=card_id, at=caller.at)
    return Status(204, None)


@router.post("/sites/{uuid:site_id}/today/visitors", response=MADE, operation_id="check_visitor_in")
def post_visitor(request: HttpRequest, site_id: UUID, visitor: Body[VisitorIn]) -> Status[EntryOfDayOut]:
    """Enter a visitor; for the office of the site."""
    caller = caller_of(request)
    return Status(
        201, EntryOfDayOut(id=visitors.check_in(user_id=caller.user_id, site_id=site_id, given=visitor, at=caller.at))
    )


@router.post("/visitors/{uuid:visitor_id}/check-out", response={204: None}, operation_id="check_visitor_out")
def post_check_out(request: HttpRequest, visitor_id: UUID) -> Status[None]:
    """Let a visitor leave."""
    caller = caller_of(request)
    visitors.check_out(user_id=caller.user_id, visitor_id=visitor_id, at=caller.at)
    return Status(204, None)


@router.post("/sites/{uuid:site_id}/today/closed-rooms", response=MADE, operation_id="close_room_for_time")
def post_closed(request: HttpRequest, site_id: UUID, closed: Body[RoomClosedIn]) -> Status[EntryOfDayOut]:
    """Say that a room is closed, or where its class meets instead; for the office of the site."""
    caller = caller_of(request)
    return Status(
        201, EntryOfDayOut(id=add_change(user_id=caller.user_id, site_id=site_id, given=closed, at=caller.at))
    )


@router.post("/sites/{uuid:site_id}/today/trips", response=MADE, operation_id="enter_trip")
def post_trip(request: HttpRequest, site_id: UUID, trip: Body[TripIn]) -> Status[EntryOfDayOut]:
    """Say who is away, where, with whom and until when; for the office of the site."""
    return _make_change(request, site_id, trip)


@router.post("/sites/{uuid:site_id}/today/after-hours", response=MADE, operation_id="enter_use_after_hours")
def post_after_hours(request: HttpRequest, site_id: UUID, use: Body[AfterHoursIn]) -> Status[EntryOfDayOut]:
    """Say who has the building when the school day is over; for the office of the site."""
    return _make_change(request, site_id, use)


@router.delete("/day-changes/{uuid:change_id}", response={204: None}, operation_id="end_change_of_day")
def delete_change(request: HttpRequest, change_id: UUID) -> Status[None]:
    """Let a closed room, a trip or a use after hours hold no longer."""
    caller = caller_of(request)
    end_change(user_id=caller.user_id, change_id=change_id, at=caller.at)
    return Status(204, None)


@router.put("/sites/{uuid:site_id}/today/classes", response={204: None}, operation_id="count_class_today")
def put_count(request: HttpRequest, site_id: UUID, count: Body[ClassCountIn]) -> Status[None]:
    """Say how many of a class are here today, in the place of an earlier count; for the office of the site."""
    caller = caller_of(request)
    count_class(user_id=caller.user_id, site_id=site_id, given=count, at=caller.at)
    return Status(204, None)


@router.get("/sites/{uuid:site_id}/today/expected", response=list[ClassExpected], operation_id="list_expected_today")
def list_expected(request: HttpRequest, site_id: UUID) -> list[ClassExpected]:
    """List how many of each class are expected today, and how and when that is known; for the office of the site."""
    caller = caller_of(request)
    office = office_for(user_id=caller.user_id, site_id=site_id, at=caller.at)
    return expected_today(office.site, caller.at)


def _make_change(request: HttpRequest, site_id: UUID, given: ChangeIn) -> Status[EntryOfDayOut]:
    caller = caller_of(request)
    made = add_change(user_id=caller.user_id, site_id=site_id, given=given, at=caller.at)
    return Status(201, EntryOfDayOut(id=made))
