"""Four people's windows at a long day: at each checkpoint their pages show what the day's own steps count.

The dispatcher reads the units, a lieutenant at a desk how many casualties there are, a medic with a phone the
casualties themselves, and the principal which rooms have reported. Dispatcher and lieutenant read the search of rooms.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from coordination.incident.casualties.vocabulary import CasualtyCategory, CasualtyState
from coordination.incident.room_search.vocabulary import SearchState
from tests.end_to_end.play.long_day.playing import Day
from tests.end_to_end.play.long_day.truth import Told
from tests.stage.devices.windows import DESK, PHONE, Windows, becomes
from tests.stage.incident.long_day import FLOORS

WATCHING = {"dispatcher": DESK, "principal": DESK, "lieutenant": DESK, "medic_1": PHONE}
SEARCHERS = ("dispatcher", "lieutenant")
SEARCHED = ("cleared", "secured")
NEWEST = "Number(document.querySelector('[data-entries]').lastElementChild?.dataset.seq ?? 0)"
SLIDER = "Number(document.querySelector('#past-slider').value)"


@dataclass
class Watchers:
    """The windows of those who have come so far."""

    windows: Windows
    day: Day
    pages: dict[str, Page] = field(default_factory=dict)

    def look(self, told: Told) -> None:
        """Open the pages of who has come since, and hold each page against the count."""
        for who, size in WATCHING.items():
            if who not in told.people:
                continue
            if who not in self.pages:
                self.pages[who] = self._open(who, size)
            page = self.pages[who]
            becomes(page, NEWEST, self.day.head)
            READ[who](page, told)
            if who in SEARCHERS:
                read_search(page, told)

    def replay(self, told_at: dict[int, Told]) -> None:
        """Let the medic replay the day, and hold the board of each checkpoint against what was told by that entry."""
        page = self.pages["medic_1"]
        page.goto(f"{self.day.server.url}/incidents/{self.day.incident_id}/replay")
        expect(page.locator("#player")).to_be_visible()
        for seq, told in told_at.items():
            page.evaluate("(seq) => { location.hash = `#${seq}`; }", seq)
            becomes(page, SLIDER, seq)
            read_past(page, told)
        # A moment that is drawn writes itself into the address, also just after another one was asked for.
        first, *_rest, last = told_at
        page.evaluate(
            "([asked, drawn]) => { location.hash = `#${asked}`; history.replaceState(null, '', `#${drawn}`); }",
            [first, last],
        )
        becomes(page, SLIDER, first)

    def _open(self, who: str, size: tuple[int, int]) -> Page:
        page = self.windows.open(self.day.stage.tokens[who], size=size)
        page.goto(f"{self.day.server.url}/incidents/{self.day.incident_id}")
        expect(page.locator("#chip")).to_have_attribute("data-state", "current")
        return page


@contextmanager
def opened(page: Page, button: str, panel: str) -> Iterator[Locator]:
    """Open a panel and close it again. Where its button stands depends on the width; that is asked elsewhere."""
    page.locator(button).first.evaluate("(button) => button.click()")
    dialog = page.locator(panel)
    expect(dialog).to_be_visible()
    yield dialog
    dialog.locator("[data-close]").first.click()
    expect(dialog).to_be_hidden()


# --- what each of them reads ------------------------------------------------------------------------------------------
def read_units(page: Page, told: Told) -> None:
    """Each unit that has checked in has one row."""
    with opened(page, '[data-do="units"]', "#units-panel") as panel:
        rows = panel.locator("table-twin tbody tr")
        expect(rows).to_have_count(len(told.units))
        names = rows.locator(":scope > :first-child").all_inner_texts()
        assert {name.split(" · ")[0] for name in names} == told.units


def read_counts(page: Page, told: Told) -> None:
    """A lieutenant reads how many there are, and none of them."""
    wanted = told.casualty_counts()
    with opened(page, '[data-do="casualties"]', "#casualties-panel") as panel:
        expect(panel.locator("[data-list]")).to_have_count(0)
        said = f"{wanted.total()} casualties" if wanted else "No casualties are entered."
        expect(panel.locator("[data-counts] > p").first).to_contain_text(said)


def read_casualties(page: Page, told: Told) -> None:
    """A medic's phone lists each casualty that counts, in its category and where it is."""
    wanted = Counter(
        (str(CasualtyCategory(category).label), str(CasualtyState(state).label))
        for category, state in told.casualty_counts().elements()
    )
    with opened(page, '[data-do="casualties"]', "#casualties-panel") as panel:
        lines = panel.locator("[data-list] .casualties-line")
        expect(lines).to_have_count(wanted.total())
        for (category, state), number in wanted.items():
            alike = lines.filter(has=page.locator("strong", has_text=category)).filter(has_text=state)
            expect(alike).to_have_count(number)


def read_reports(page: Page, told: Told) -> None:
    """The principal's board counts each room that has reported."""
    number = len({room for _who, room in told.reports})
    with opened(page, "[data-rooms-board]", "#rooms-board") as board:
        reported = board.locator("[data-totals] > div").first.locator("dd")
        expect(reported).to_have_text(f"{number} / {sum(len(rooms) for rooms in FLOORS.values())}")


def read_search(page: Page, told: Told) -> None:
    """Each floor's share is that of its rooms which were cleared or secured."""
    with opened(page, '[data-do="mark_space"]', "#room-search-panel") as panel:
        wanted = [share_of(rooms, told) for rooms in FLOORS.values()]
        lines = panel.locator("[data-floors] li")
        expect(lines).to_have_count(len(wanted))
        for number, share in enumerate(wanted):
            expect(lines.nth(number)).to_contain_text(share)


def share_of(rooms: range, told: Told) -> str:
    """Return what a floor's line ends with."""
    searched = sum(told.rooms.get(str(room)) in SEARCHED for room in rooms)
    return f" {100 * searched // len(rooms)} % of {len(rooms)} rooms"


READ = {"dispatcher": read_units, "lieutenant": read_counts, "medic_1": read_casualties, "principal": read_reports}


# --- and in the replay ------------------------------------------------------------------------------------------------
def read_past(page: Page, told: Told) -> None:
    """The board of the replay counts units, searched rooms and casualties as they were counted then."""
    lines = board_lines(page, "Units")
    assert {line.split(" · ")[0] for line in lines} == told.units
    found = Counter(told.rooms.values())
    searched = {f"{SearchState(state).label}: {number}" for state, number in found.items()}
    assert set(board_lines(page, "Search of rooms")) == searched
    casualties = told.casualty_counts().total()
    said = board_lines(page, "Casualties")
    assert len(said) == (1 if casualties else 0)
    if casualties:
        assert said[0].startswith(f"{casualties} casualties")


def board_lines(page: Page, title: str) -> list[str]:
    """Return the lines under a title of the replay's board; none where it has no such part."""
    part = page.locator("#past-board .past-part").filter(has=page.locator("h3", has_text=title))
    return part.locator(".past-line > span").all_inner_texts()
