"""The timeline of one school of several: what stands in it, what is only counted, and who may ask."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.incident.sites.by_school import Schools
from coordination.incident.sites.capability import IncidentSite
from coordination.models import User
from coordination.room.models import Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from coordination.web.wording.timeline_words import line_rules
from mapping.models import Level
from tests.coordination.web import scripts
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.mapping import make_plan
from tests.stage.incident.joined_school import Other, joined
from tests.stage.incident.panic import run
from tests.stage.served import session_of

CASES: dict[str, Any] = json.loads((Path(scripts.__path__[0]) / "by_school_cases.json").read_text())
SCHOOLS = Schools(
    own_site_id="own",
    names={one: said["name"] for one, said in CASES["schools"].items()},
    agency_ids={one: said["school_id"] for one, said in CASES["schools"].items()},
    levels={one: site_id for one, site_id in CASES["levels"].items() if site_id in CASES["schools"]},
)


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    make_plan(cast.site)
    return cast


@pytest.fixture
def other(cast: Cast) -> Other:
    return Other(cast)


@pytest.fixture
def room(cast: Cast, other: Other) -> Room:
    room = open_room(cast, by=cast.dispatcher)
    for one in (cast.officer, cast.insider, cast.teacher):
        join(one, room)
    return joined(cast, other, room)


def answer(user: User, room: Room, query: str) -> Any:
    address = f"/api/v1/rooms/{room.pk}/entries/search?{query}"
    return Client().get(address, headers={"X-Session-Token": session_of(user)}).json()


def texts(found: Any) -> list[str]:
    return [one["content"]["event"].get("text", one["content"]["event"]["type"]) for one in found["entries"]]


def say(user: User, room: Room, text: str, **fields: Any) -> None:
    run(user, room.pk, "post_message", text=text, **fields)


@pytest.mark.parametrize(
    ("event_type", "fields", "by", "expected"),
    [one[1:] for one in CASES["cases"]],
    ids=[one[0] for one in CASES["cases"]],
)
def test_an_entry_is_of_the_school_that_the_page_says(
    event_type: str, fields: dict[str, str], by: tuple[str, str], expected: str | None
) -> None:
    content: Any = {"by": {"agency_id": by[0], "agency_kind": by[1]}, "event": {"type": event_type, **fields}}

    assert SCHOOLS.school_of(content, CASES["known"]) == expected


def test_the_cases_have_the_rules_of_the_server() -> None:
    rules = {one: line_rules()[one] for one in CASES["rules"]}

    assert CASES["rules"] == {
        word: {"about": list(one.about) if one.about else None, "of_site": one.of_site, "calls": one.calls}
        for word, one in rules.items()
    }


@pytest.mark.django_db
def test_a_school_has_its_own_entries_and_the_whole_incidents_and_the_others_are_counted(
    cast: Cast, other: Other, room: Room
) -> None:
    say(other.teacher, room, "sweep hill")
    say(cast.teacher, room, "sweep lincoln")
    say(cast.officer, room, "sweep police")
    say(other.teacher, room, "sweep hill again")

    hill = answer(cast.dispatcher, room, f"q=sweep&site_id={other.site.pk}")
    lincoln = answer(cast.dispatcher, room, f"q=sweep&site_id={cast.site.pk}")

    assert texts(hill) == ["sweep hill again", "sweep police", "sweep hill"]
    assert texts(lincoln) == ["sweep police", "sweep lincoln"]
    assert [(one["others"], one["more"]) for one in (hill, lincoln)] == [(1, False), (2, False)]
    assert answer(cast.dispatcher, room, "q=sweep")["others"] == 0


@pytest.mark.django_db
def test_a_page_of_them_counts_what_is_newer_and_goes_on_below(cast: Cast, other: Other, room: Room) -> None:
    for number in range(3):
        say(other.teacher, room, f"sweep hill {number}")
        say(cast.teacher, room, f"sweep lincoln {number}")

    first = answer(cast.dispatcher, room, f"q=sweep&limit=2&site_id={other.site.pk}")
    rest = answer(cast.dispatcher, room, f"q=sweep&site_id={other.site.pk}&before={first['entries'][-1]['seq']}")

    assert (texts(first), first["others"], first["more"]) == (["sweep hill 2", "sweep hill 1"], 2, True)
    assert (texts(rest), rest["others"], rest["more"]) == (["sweep hill 0"], 1, False)


@pytest.mark.django_db
def test_a_call_for_help_is_there_whichever_school_is_asked(cast: Cast, other: Other, room: Room) -> None:
    action = {"action_id": uuid4(), "kind": "secure", "site_id": other.site.pk}
    run(other.principal, room.pk, "start_response_action", **action)
    say(other.principal, room, "doors are shut")

    lincoln = answer(cast.dispatcher, room, f"site_id={cast.site.pk}")

    assert "response_action_started" in texts(lincoln)
    assert "doors are shut" not in texts(lincoln)


@pytest.mark.django_db
def test_what_stands_on_a_floor_is_of_its_school_and_goes_with_no_other(cast: Cast, other: Other, room: Room) -> None:
    floor = Level.objects.filter(site=other.site, building__isnull=False).first()
    assert floor is not None
    place = {"lon": other.site.location.x, "lat": other.site.location.y, "level_id": str(floor.pk)}
    run(cast.officer, room.pk, "place_marker", marker_id=uuid4(), kind="hazard", label="Glass", **place)

    kinds = "kind=marker_placed&site_id="
    assert [answer(cast.dispatcher, room, f"{kinds}{one.pk}")["others"] for one in (other.site, cast.site)] == [0, 1]


@pytest.mark.django_db
def test_what_a_reader_may_not_read_is_neither_there_nor_counted(cast: Cast, other: Other, room: Room) -> None:
    run(other.teacher, room.pk, "report_room", room="101", state="ok", students=20)
    say(cast.insider, room, "sweep for the school", audience="school")

    assert answer(cast.officer, room, f"kind=room_reported&site_id={cast.site.pk}")["others"] == 0
    assert answer(cast.officer, room, f"kind=room_reported&site_id={other.site.pk}")["entries"] == []
    assert len(answer(other.principal, room, f"kind=room_reported&site_id={other.site.pk}")["entries"]) == 1
    assert answer(other.principal, room, f"q=sweep&site_id={other.site.pk}")["others"] == 0
    assert answer(other.hostile, room, f"site_id={other.site.pk}")["code"] == "not_found"


@pytest.mark.django_db
def test_a_school_that_left_can_still_be_asked_for_and_one_that_never_came_cannot(
    cast: Cast, other: Other, room: Room
) -> None:
    say(other.teacher, room, "sweep hill")
    run(cast.dispatcher, room.pk, "leave_site", site_id=other.site.pk, reason="He was seen elsewhere.")

    assert texts(answer(cast.dispatcher, room, f"q=sweep&site_id={other.site.pk}")) == ["sweep hill"]
    assert answer(cast.dispatcher, room, f"q=sweep&site_id={uuid4()}")["code"] == "site_not_in_incident"
    # Nothing asked is refused as before; marks alone are no words, also at a school.
    assert answer(cast.dispatcher, room, "q=")["code"] == "bad_command"
    assert answer(cast.dispatcher, room, f"q=!&site_id={cast.site.pk}")["code"] == "bad_command"


@pytest.mark.django_db
def test_who_joins_says_of_which_school_it_is(other: Other, room: Room) -> None:
    (site,) = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.EVERYONE]).of(IncidentSite).values()

    assert site.school_id == other.school.pk
