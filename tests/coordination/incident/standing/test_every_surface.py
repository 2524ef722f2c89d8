"""Three people press three things in three places: every page, message and print tells of all three, the worst first.

A new surface that shows presses must stand in SURFACES, or a test fails: a set is never shown by its newest member.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from coordination.home.brief_pages import brief_context
from coordination.incident.panic.pressing.receipts import panic_receipt
from coordination.incident.standing.things import StandingThing, short_lines
from coordination.room.access import incident_for
from coordination.room.dispatch import Accepted
from coordination.vocabulary import PanicKind
from coordination.web.wording.standing_words import OF_PRESS, StandingKind
from mapping.models import Space
from push.models import Notification
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, join, make_cast
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.push import make_device
from tests.stage.incident.panic import press, room_of
from tests.support.processes import ROOT
from tests.support.sources import page_sources, product_modules

pytestmark = pytest.mark.django_db
# What was pressed where, in this order; the worst is neither the newest nor the last in the alphabet.
PRESSED = (("active_threat", "101"), ("medical", "201"), ("fire", "301"))
WORST_FIRST = ("101 Room 101", "301 Room 301", "201 Room 201")


@dataclass(frozen=True, slots=True)
class Story:
    """An incident in which three presses stand. The officer has joined; the medic has not."""

    cast: Cast
    presses: tuple[Accepted, ...]
    at: datetime

    @property
    def newest(self) -> Accepted:
        return self.presses[-1]

    def page(self, who: str, address: str) -> str:
        client = Client()
        client.force_login(getattr(self.cast, who))
        return shown(client.get(address).content.decode())


def shown(text: str) -> str:
    return " ".join(unescape(text).split())


@pytest.fixture
def story() -> Story:
    cast, at = make_cast(), datetime.now(UTC)
    make_device(user=cast.officer, kind=DeviceKind.SMS)
    levels = [
        draw_level(draw_space(number=number, name=f"Room {number}"), ordinal=number[0])
        for number in ("101", "201", "301")
    ]
    make_plan(cast.site, *levels)
    who = {"101": cast.teacher, "201": cast.insider, "301": cast.teacher}
    presses = tuple(
        press(
            who[number],
            cast.site,
            kind=kind,
            space_id=Space.objects.get(number=number).pk,
            at=at + timedelta(seconds=after),
        )
        for after, (kind, number) in enumerate(PRESSED)
    )
    join(cast.dispatcher, room_of(presses[0]), at=at + timedelta(seconds=5))
    return Story(cast, presses, at + timedelta(seconds=9))


def board(story: Story) -> str:
    return story.page("dispatcher", "/api/v1/board")


def first_page(story: Story) -> str:
    return story.page("officer", "/")


def first_page_of_who_joined(story: Story) -> str:
    return story.page("dispatcher", "/")


def join_page(story: Story) -> str:
    return story.page("officer", f"/incidents/{room_of(story.newest).incident_id}")


def strip_of_other_pages(story: Story) -> str:
    return story.page("insider", "/api/v1/response-actions")


def strip_as_it_comes(story: Story) -> str:
    return story.page("insider", "/nothing-is-here/")


def brief(story: Story) -> str:
    return what_stands(story.page("insider", f"/incidents/{room_of(story.newest).incident_id}/brief"))


def brief_on_paper(story: Story) -> str:
    incident_id = room_of(story.newest).incident_id
    grant = incident_for(user_id=story.cast.insider.pk, incident_id=incident_id, at=story.at)
    return what_stands(shown(render_to_string("incident/brief_print.html", brief_context(grant, story.at))))


def what_stands(text: str) -> str:
    """Return the part of a brief that says it: what happened stands further down, in its own order."""
    return text.partition("What stands")[2].partition("</section>")[0]


def text_message(story: Story) -> str:
    """Return what a device without the app is told of the newest press: that one first, then the others."""
    key = f"room:{story.newest.room_id}:{story.newest.seq}"
    told = Notification.objects.filter(recipient__source_key=key, device__kind=DeviceKind.SMS).first()
    assert told is not None
    return told.detail


def read_back_to_whoever_presses(story: Story) -> str:
    """Return what whoever pressed last reads out to 9-1-1: the own press, then the others."""
    made = panic_receipt(story.newest.room_id, seq=story.newest.seq or 0, is_repeat=False, at=story.at)
    return "\n".join([made.dispatch_text, *(one.dispatch_text for one in made.beside)])


# Each with the module that asks what stands. What is told of a press begins with that press; the others follow.
NEWEST_FIRST = ("301 Room 301", "101 Room 101", "201 Room 201")
SURFACES: dict[str, tuple[Callable[[Story], str], str, tuple[str, ...]]] = {
    "the board": (board, "coordination/console/board.py", WORST_FIRST),
    "the first page, not joined": (first_page, "coordination/home/pages.py", WORST_FIRST),
    "the first page, joined": (first_page_of_who_joined, "coordination/home/pages.py", WORST_FIRST),
    "the page before one joins": (join_page, "coordination/home/pages.py", WORST_FIRST),
    "the strip of other pages": (strip_of_other_pages, "coordination/incident/standing/directives.py", WORST_FIRST),
    "the strip as it comes": (strip_as_it_comes, "coordination/incident/standing/directives.py", WORST_FIRST),
    "the brief": (brief, "coordination/home/brief_pages.py", WORST_FIRST),
    "the brief on paper": (brief_on_paper, "coordination/home/brief_pages.py", WORST_FIRST),
    "a text message": (text_message, "coordination/incident/panic/telling.py", NEWEST_FIRST),
    "words for 9-1-1": (
        read_back_to_whoever_presses,
        "coordination/incident/panic/pressing/receipts.py",
        NEWEST_FIRST,
    ),
}
# What finds it, carries words of one press, or writes it; and what reads presses for another question.
NO_SURFACE = {
    "coordination/home/cards.py": "carries what the first page asked for",
    "coordination/incident/panic/capability.py": "declares it",
    "coordination/incident/panic/actions.py": "writes it",
    "coordination/incident/panic/pressing/presses.py": "writes it",
    "coordination/incident/panic/pressing/places.py": "finds the place of one press",
    "coordination/incident/panic/pressing/words_to_say.py": "words of one press",
    "coordination/incident/panic/standing.py": "finds it",
    "coordination/incident/panic/standing_queries.py": "finds it",
    "coordination/incident/panic/api.py": "carries a receipt",
    "coordination/incident/standing/queries.py": "finds it",
    "coordination/incident/standing/things.py": "finds it",
    "coordination/replay/tracks.py": "a file of points: each press that has one is in it, where it was",
    "coordination/incident/accountability/my_room.py": "where someone pressed is where they are",
}
ASKS = re.compile(r"\bPanicAlert\b|\bPanicPlace\b|panic_alerts|\bStandingThing\b|\bstanding_in\b|\bpresses_\w+\(")
OPENS = {
    "coordination/standing/standing.js": "the same set in the page",
    "coordination/incident/offers/offers.js": "what may be done while one stands; shows none",
}


@pytest.mark.parametrize("name", SURFACES)
def test_all_three_places_are_told_in_the_right_order(story: Story, name: str) -> None:
    said, _, expected = SURFACES[name]

    text = said(story)

    assert [one for one in expected if one not in text] == []
    assert sorted(expected, key=lambda one: last_mention(text, one)) == list(expected)


@pytest.mark.parametrize("name", ["the board", "the strip of other pages", "the strip as it comes"])
def test_whether_two_threats_are_one_is_said_to_be_open_wherever_two_are_told(story: Story, name: str) -> None:
    said, _, _ = SURFACES[name]
    places = "Main building, Level 1, room 101 Room 101; Main building, Level 3, room 301 Room 301"
    assert "one threat" not in said(story)

    press(
        story.cast.insider,
        story.cast.site,
        kind="active_threat",
        space_id=Space.objects.get(number="301").pk,
        at=story.at,
    )

    assert f"{places}: no one has said whether it is one threat." in said(story)


@pytest.mark.parametrize(
    ("who", "address", "row"),
    [("officer", "/", r'role="listitem">([^<]+)<'), ("insider", "/nothing-is-here/", r"<li>([^<]+: [^<]+)</li>")],
    ids=["the first page", "the strip as it comes"],
)
def test_many_calls_are_said_by_kind_in_short_rows(story: Story, who: str, address: str, row: str) -> None:
    for kind, number in (("active_threat", "201"), ("medical", "301")):
        room = Space.objects.get(number=number).pk
        press(story.cast.insider, story.cast.site, kind=kind, space_id=room, at=story.at)

    rows = re.findall(row, story.page(who, address))

    assert rows[:3] == [
        "Active threat: Level 1, room 101 Room 101; Level 2, room 201 Room 201 · Main building",
        "Fire: Level 3, room 301 Room 301",
        "Medical emergency: Level 2, room 201 Room 201; Level 3, room 301 Room 301",
    ]


def test_many_calls_of_one_kind_are_a_row_each() -> None:
    """A strip that has one line says the press that began it, and no other."""
    things = [threat_in(room) for room in ("room 1", "room 2", "room 3", "room 4")]

    assert short_lines(things) == [
        "Active threat: room 1 · Main building",
        "Active threat: room 2",
        "Active threat: room 3",
        "Active threat: room 4",
    ]
    assert short_lines(things[:3]) == [one.words for one in things[:3]]


def threat_in(room: str) -> StandingThing:
    return StandingThing(
        kind=StandingKind.ACTIVE_THREAT,
        what="Active threat",
        where=f"Main building, {room}",
        words=f"Active threat · Main building, {room} · door 1",
        since="2026-01-01T00:00:00Z",
        count=1,
        level_id=None,
        lon=None,
        lat=None,
        is_simulated=False,
    )


def last_mention(text: str, place: str) -> int:
    """Return where a place stands in the set; the incident's title before it names one of them as well."""
    return text.rindex(f"oom {place}") if f"oom {place}" in text else text.rindex(place)


def test_whatever_shows_presses_is_asked_here() -> None:
    """A module that reads presses and is in neither table fails: say first that it tells of all of them."""
    asking = {str(path.relative_to(ROOT)) for path in product_modules() if ASKS.search(path.read_text())}

    assert asking - {module for _, module, _ in SURFACES.values()} - set(NO_SURFACE) == set()
    assert set(NO_SURFACE) - asking == set()


def test_scripts_read_presses_in_one_place() -> None:
    scripts = page_sources(".js")
    reading = {address for address, path in scripts.items() if "panic_alerts" in path.read_text()}

    assert len(scripts) > 100
    assert reading - set(OPENS) == set()


def test_every_kind_of_press_has_a_rank() -> None:
    assert set(OF_PRESS) == set(PanicKind)
    assert OF_PRESS[PanicKind.ACTIVE_THREAT].rank < OF_PRESS[PanicKind.MEDICAL].rank
    assert len(StandingKind) == len({kind.rank for kind in StandingKind})
