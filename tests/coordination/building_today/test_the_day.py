"""A day of a building at its doors: visitors, changes, attendance, and what an incident reads of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from coordination.building_today.day.attendance import count_class, expected_today
from coordination.building_today.day.visitors import check_in, day_begins, visitors_forgotten, visitors_here
from coordination.building_today.keeping import KEEP_DAYS, delete_old, list_rules
from coordination.building_today.models import ClassCount, DayCard, DayChange, Visitor
from coordination.building_today.shown import today_lines
from coordination.building_today.vocabulary import ExpectedSource
from coordination.building_today.wire import ClassCountIn, VisitorIn
from coordination.incident.staff_roles.models import RolePlace
from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.keeping.holds import holds_now
from coordination.keeping.models import Deletion, LegalHold
from coordination.keeping.vocabulary import HoldScope
from coordination.models import User
from coordination.room.models import Room
from mou.models import AgencyMember, Term
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
HOSTILE = '=cmd|"/c calc"!A1'


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def times(hours: float = 4) -> dict[str, str]:
    at = datetime.now(UTC)
    return {"starts_at": (at - timedelta(hours=1)).isoformat(), "ends_at": (at + timedelta(hours=hours)).isoformat()}


def post(user: User, cast: Cast, what: str, body: dict[str, Any]) -> Any:
    address = f"/api/v1/sites/{cast.site.pk}/today/{what}"
    return client_of(user).post(address, body, content_type="application/json")


def trip(**fields: Any) -> dict[str, Any]:
    body = {"group": "5B", "room": "204", "place": "Museum", "students": 24, "adults": 3, "contact": "J. Ortiz"}
    return {**body, "phone": "+1 555 0100", **times(), **fields}


def evening() -> dict[str, Any]:
    return {"group": "Chess club", "place": "Library", "contact": "R. Vega", "phone": "+1 555 0177", **times()}


def today_in(user: User, room: Room) -> Any:
    return client_of(user).get(f"/api/v1/rooms/{room.pk}/building-today").json()


def room_with(cast: Cast, *, is_exercise: bool = False) -> Room:
    room = open_room(cast, is_exercise=is_exercise, at=datetime.now(UTC))
    for one in (cast.teacher, cast.officer, cast.dispatcher):
        join(one, room, at=datetime.now(UTC))
    return room


def fill_day(cast: Cast) -> None:
    for name, place in (("Dana Cole", "Gym"), ("Lee Park", "Gym"), (HOSTILE, "")):
        assert (
            post(cast.insider, cast, "visitors", {"name": name, "host": "K. Moss", "place": place}).status_code == 201
        )
    assert post(cast.insider, cast, "closed-rooms", {"room": "101", **times()}).status_code == 201
    assert post(cast.insider, cast, "trips", trip()).status_code == 201
    assert post(cast.insider, cast, "after-hours", evening()).status_code == 201
    count_class(
        user_id=cast.insider.pk,
        site_id=cast.site.pk,
        given=ClassCountIn(class_name="112", enrolled=22, present=19),
        at=datetime.now(UTC),
    )


def test_an_incident_reads_numbers_and_the_school_alone_reads_names_and_contacts(cast: Cast) -> None:
    make_plan(cast.site)
    fill_day(cast)
    Term.objects.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    room = room_with(cast)

    school, officer = today_in(cast.insider, room), today_in(cast.officer, room)
    assert school["visitors"] == officer["visitors"] == 3
    assert {one["place"]: one["visitors"] for one in officer["visitors_at"]} == {"Gym": 2, "": 1}
    assert [one["name"] for one in school["named"]] == [HOSTILE, "Lee Park", "Dana Cole"]
    assert officer["named"] == officer["expected"] == []
    said = " ".join(officer["lines"])
    assert "5B: away, 24 students and 3 adults, Museum, back" in said
    assert "101: closed until" in said
    assert not any(word in str(officer) for word in ("Ortiz", "0100", "Vega", "0177", "Cole", "Moss"))
    assert "J. Ortiz +1 555 0100" in " ".join(school["lines"])
    assert [one["class_name"] for one in school["expected"]] == ["112"]
    # A room of the plan is named by the key of its reports.
    (closed,) = [one for one in school["rooms"] if one["kind"] == "room_closed"]
    assert len(closed["room_key"]) == 36
    assert client_of(cast.stranger).get(f"/api/v1/rooms/{room.pk}/building-today").status_code == 404


def test_a_term_that_opens_the_roster_opens_the_names(cast: Cast) -> None:
    fill_day(cast)
    room = room_with(cast)
    before = today_in(cast.officer, room)["named"]
    Term.objects.filter(kind=TermKind.ROSTER_ACCESS.value).delete()
    after = today_in(cast.officer, room)["named"]

    assert [one["name"] for one in before][-1:] == ["Dana Cole"]
    assert after == []


def test_who_is_not_of_the_office_reads_and_writes_nothing(cast: Cast) -> None:
    fill_day(cast)
    visitor, change = Visitor.objects.first(), DayChange.objects.first()
    assert visitor is not None
    assert change is not None
    neighbor = make_member(make_agency(AgencyKind.SCHOOL, parent=cast.district), role=MemberRole.ADMINISTRATOR).user
    counted = {"class_name": "112", "enrolled": 2, "present": 1}

    for user in (cast.teacher, neighbor, cast.officer, cast.dispatcher, cast.stranger, cast.former):
        client, site = client_of(user), cast.site.pk
        for part in ("", "/cards", "/visitors", "/changes", "/classes"):
            assert client.get(f"/today/{site}{part}").status_code == 404, (user, part)
        for what, body in (("visitors", {"name": "A"}), ("trips", trip()), ("after-hours", evening())):
            assert post(user, cast, what, body).status_code == 404, (user, what)
        address = f"/api/v1/sites/{site}/today/classes"
        assert client.put(address, counted, content_type="application/json").status_code == 404
        assert client.get(f"/api/v1/sites/{site}/today/expected").status_code == 404
        assert client.post(f"/api/v1/visitors/{visitor.pk}/check-out").status_code == 404
        assert client.delete(f"/api/v1/day-changes/{change.pk}").status_code == 404
    # Who is named for the front office is the office.
    member = AgencyMember.objects.get(user=cast.teacher)
    RolePlace.objects.create(agency=cast.school, role=StaffRole.OFFICE.value, member=member, position=0)
    assert client_of(cast.teacher).get(f"/today/{cast.site.pk}/visitors").status_code == 200
    assert client_of(cast.teacher).post(f"/api/v1/visitors/{visitor.pk}/check-out").status_code == 204
    # A second office at the same moment is told.
    assert client_of(cast.insider).post(f"/api/v1/visitors/{visitor.pk}/check-out").status_code == 409


def test_each_page_shows_its_part_and_hostile_text_is_text_also_in_a_file(cast: Cast) -> None:
    fill_day(cast)
    post(cast.insider, cast, "visitors", {"name": "<script>alert(1)</script>"})
    office = client_of(cast.insider)

    front = office.get(f"/today/{cast.site.pk}").content.decode()
    assert "19 / 22" in front
    assert "Counted today: 1 of 1 classes" in " ".join(front.split())
    shown = office.get(f"/today/{cast.site.pk}/visitors").content.decode()
    assert "<script>alert(1)" not in shown
    assert "Dana Cole" in shown
    table = office.get(f"/today/{cast.site.pk}/visitors?format=csv")
    assert table["Content-Type"].startswith("text/csv")
    assert not any(line.startswith(("=", '"=')) for line in table.content.decode("utf-8-sig").splitlines())
    assert "Museum" in office.get(f"/today/{cast.site.pk}/changes").content.decode()
    assert 'value="19"' in office.get(f"/today/{cast.site.pk}/classes").content.decode()
    (line,) = today_lines(cast.insider.pk, datetime.now(UTC))
    assert line.words == "4 visitors, 1 trip, 1 room closed or moved"
    assert 'href="/today"' in office.get("/drills").content.decode()
    assert 'href="/today"' not in client_of(cast.teacher).get("/drills").content.decode()


def test_forms_of_the_pages_do_what_the_interface_does(cast: Cast) -> None:
    office, site = client_of(cast.insider), cast.site.pk
    at = timezone.now().astimezone()
    typed = {"starts_at": f"{at:%Y-%m-%dT%H:%M}", "ends_at": f"{at + timedelta(days=1):%Y-%m-%dT%H:%M}"}

    assert office.post(f"/today/{site}/visitors", {"act": "enter", "name": "A", "badge": "7"}).status_code == 303
    visitor = Visitor.objects.get()
    gone = {"act": "leave", "visitor_id": str(visitor.pk)}
    assert office.post(f"/today/{site}/visitors", gone).status_code == 303
    assert office.post(f"/today/{site}/visitors", gone).status_code == 422
    assert office.post(f"/today/{site}/changes", {"act": "closed", "room": "204", **typed}).status_code == 303
    change = DayChange.objects.get()
    assert office.post(f"/today/{site}/changes", {"act": "end", "change_id": str(change.pk)}).status_code == 303
    one_tap = {"act": "count", "class_name": "5B", "enrolled": "24", "present": "23", "with_substitute": "on"}
    assert office.post(f"/today/{site}/classes", one_tap).status_code == 303
    assert office.post(f"/today/{site}/classes", one_tap | {"present": "25"}).status_code == 422
    assert ClassCount.objects.get().present == 23
    given = {"act": "issue", "kind": "aide", "holder": "B", "devices_at_most": "1", **typed}
    assert office.post(f"/today/{site}/cards", given).status_code == 303
    card = DayCard.objects.get()
    assert office.post(f"/today/{site}/cards", {"act": "end", "card_id": str(card.pk)}).status_code == 303


def test_expected_is_what_was_counted_last_today_and_not_yesterday(cast: Cast) -> None:
    at = datetime.now(UTC)
    given = ClassCountIn(class_name="Room 112", enrolled=22, present=22)
    count_class(user_id=cast.insider.pk, site_id=cast.site.pk, given=given, at=at - timedelta(days=1))
    assert expected_today(cast.site, at) == []

    count_class(user_id=cast.insider.pk, site_id=cast.site.pk, given=given, at=at)
    again = given.model_copy(update={"class_name": "112", "present": 18})
    count_class(user_id=cast.insider.pk, site_id=cast.site.pk, given=again, at=at)
    (one,) = expected_today(cast.site, at)
    assert (one.expected, one.enrolled, one.source, one.counted_at) == (18, 22, ExpectedSource.OFFICE, at)


def test_ten_thousand_check_ins_cost_the_board_what_one_costs(cast: Cast, django_assert_max_num_queries: Any) -> None:
    at = datetime.now(UTC)
    Visitor.objects.bulk_create(
        Visitor(site=cast.site, name=f"Visitor {n}", place=f"Hall {n % 7}", came_at=at) for n in range(10_000)
    )
    room = room_with(cast)

    office = client_of(cast.insider)
    with django_assert_max_num_queries(25):
        read = office.get(f"/api/v1/rooms/{room.pk}/building-today").json()
    assert read["visitors"] == 10_000
    assert len(read["visitors_at"]) == 7
    assert len(read["named"]) <= 200
    with django_assert_max_num_queries(25):
        shown = office.get(f"/today/{cast.site.pk}/visitors")
    assert len(shown.content) < 400_000


def test_who_was_never_checked_out_is_asked_about_and_counts_no_more(cast: Cast) -> None:
    at = datetime.now(UTC)
    before = day_begins(cast.site, at) - timedelta(hours=9)
    check_in(user_id=cast.insider.pk, site_id=cast.site.pk, given=VisitorIn(name="Old Guest"), at=before)

    front = client_of(cast.insider).get(f"/today/{cast.site.pk}").content.decode()
    assert "1 visitor of an earlier day was never checked out" in " ".join(front.split())
    assert today_in(cast.insider, room_with(cast))["visitors"] == 0


def test_who_came_in_the_evening_is_here_after_midnight(cast: Cast) -> None:
    midnight = day_begins(cast.site, datetime.now(UTC))
    came = midnight - timedelta(hours=4)
    check_in(user_id=cast.insider.pk, site_id=cast.site.pk, given=VisitorIn(name="Guest"), at=came)

    late, morning = midnight + timedelta(minutes=30), midnight + timedelta(hours=7)
    assert [here(cast.site, at).count() for at in (late, morning) for here in (visitors_here, visitors_forgotten)] == [
        1,
        0,
        0,
        1,
    ]
    assert [today_lines(cast.insider.pk, at)[0].words for at in (late, morning)] == [
        "1 visitor",
        "Nothing was entered for today",
    ]


def test_a_day_is_deleted_after_its_time_and_a_hold_keeps_it(cast: Cast) -> None:
    fill_day(cast)
    later = datetime.now(UTC) + timedelta(days=KEEP_DAYS + 3)
    hold = LegalHold.objects.create(
        district=cast.district,
        scope=HoldScope.PERSON.value,
        name="Dana Cole",
        reason="suit",
        set_at=later,
        set_by=cast.insider,
    )

    assert delete_old(datetime.now(UTC)) == 0
    (rule,) = list_rules(cast.district, datetime.now(UTC), later, holds_now())
    assert (rule.due, rule.then) == (0, 6)
    assert delete_old(later) == 6
    assert Visitor.objects.get().name == "Dana Cole"
    assert Deletion.objects.filter(data_class="building_today").count() == 3
    LegalHold.objects.filter(pk=hold.pk).update(released_at=later)
    assert delete_old(later) == 1
    assert not Visitor.objects.exists()


def test_an_exercise_reads_the_day_as_it_is(cast: Cast) -> None:
    fill_day(cast)

    assert today_in(cast.insider, room_with(cast, is_exercise=True))["visitors"] == 3
