"""Six windows of a reunification: the director's desk, a greeter, two checkers, a reunifier, and the wall."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect

from tests.bench.rig.reuniting.scene import Family, Scene
from tests.end_to_end.play.reuniting.truth import GROUPS, Sum
from tests.stage.devices.windows import DESK, PHONE, Windows

# Who: whose vest, the how manieth of them, how large, and at which of the two servers.
WINDOWS = {
    "director": ("director", 0, DESK, 0),
    "greeter": ("greeter", 0, PHONE, 0),
    "checker": ("greeter", 1, PHONE, 1),
    "checker_away": ("greeter", 2, PHONE, 0),
    "reunifier_away": ("reunifier", 0, PHONE, 1),
    "wall": ("accountant", 0, DESK, 1),
}
AWAY = ("checker_away", "reunifier_away")
SHOW_SUM = ("director", "wall")
ADULTS_WAIT = "Checked in. Ask the adult to wait"
# What stands in the part with the sum, read at once: none while the page is just loading.
SHOWN = """(() => {
  const part = document.getElementById("sum");
  if (part === null || part.querySelector(".reuniting-groups") === null) return null;
  const number = (one) => Number(one.textContent);
  return {
    equation: [...part.querySelectorAll(".reuniting-equation strong")].map(number),
    groups: [...part.querySelectorAll(".reuniting-group strong")].map(number),
    problems: part.querySelectorAll(".problem").length,
  };
})()"""


@dataclass
class Six:
    """The windows, one server's and the other's, and every sum that one of them has shown, by window."""

    scene: Scene
    at: tuple[Windows, Windows]
    pages: dict[str, Page] = field(default_factory=dict)
    shown: dict[str, list[Sum]] = field(default_factory=lambda: {who: [] for who in SHOW_SUM})
    untrue: list[str] = field(default_factory=list)
    away: tuple[str, ...] = ()

    def open(self, who: str, path: str = "") -> Page:
        """Show a page of the operation in someone's window."""
        role, number, size, server = WINDOWS[who]
        if who not in self.pages:
            self.pages[who] = self.at[server].open(self.scene.staff[role][number], size=size)
        page = self.pages[who]
        page.goto(f"{self.at[server].url}/reunifications/{self.scene.operation_id}{path}")
        return page

    def open_student(self, who: str, code: str) -> Page:
        return self.open(who, f"/students/{code}")

    # --- what they show -----------------------------------------------------------------------------------------------
    def look(self) -> None:
        """Read the sums that two of them show, and what those say who are offline and have pressed."""
        for who in SHOW_SUM:
            self._note_sum(who)
        for who in self.away:
            page = self.pages[who]
            said = [page.locator(one).is_visible() for one in ("#away", "#not-sent")]
            if said != [True, True]:
                self.untrue.append(f"{who}, offline, does not say so: {said}")

    def _note_sum(self, who: str) -> None:
        try:
            found: dict[str, Any] | None = self.pages[who].evaluate(SHOWN)
        except PlaywrightError:
            # It is loading again: what it shows then is read the next time.
            return
        if found is None:
            return
        enrolled, absent, expected = found["equation"]
        one = Sum(enrolled, absent, tuple(found["groups"]))
        self.shown[who].append(one)
        if len(one.groups) != len(GROUPS) or one.expected != expected or sum(one.groups) != expected:
            self.untrue.append(f"{who} shows {one}, and {expected} are expected")
        if found["problems"]:
            self.untrue.append(f"{who} says that {one} does not match")


# --- what they do -----------------------------------------------------------------------------------------------------
def form_of(page: Page, act: str) -> Locator:
    """Return the form of an act, unfolded."""
    form = page.locator(f'form:has(> input[name="act"][value="{act}"])')
    expect(form).to_have_count(1)
    form.evaluate("(form) => { const fold = form.closest('details'); if (fold) fold.open = true; }")
    return form


def send(form: Locator) -> None:
    form.locator("button[type=submit]").click()


def take_vest(page: Page, role: str, words: str) -> None:
    """Take a role on one's own phone."""
    form = form_of(page, "take")
    form.locator("[name=role]").select_option(role)
    send(form)
    expect(page.locator("h1")).to_contain_text(words)


def fill_card(page: Page, adult: str) -> Locator:
    """Fill the card of an adult who has come for the child of this page; it is not sent yet."""
    card = form_of(page, "card")
    card.locator("[name=adult_name]").fill(adult)
    card.locator("[name=id_kind]").select_option("passport")
    return card


def check_in(page: Page, family: Family) -> None:
    """Check the adult of a child in."""
    send(fill_card(page, family.adult))
    expect(page.get_by_text(ADULTS_WAIT)).to_be_visible()


def fetch_child(page: Page) -> Locator:
    """Bring the child of this page to the reunification area; return the form of the hand-over, filled."""
    page.get_by_role("button", name="Fetched", exact=True).click()
    page.get_by_role("button", name="At the reunification area", exact=True).click()
    form = form_of(page, "release")
    form.locator("[name=is_comfortable]").select_option("yes")
    form.locator("[name=initials]").fill("BR")
    return form


def expect_not_sent(page: Page) -> None:
    """Wait until a page says that what was pressed was not sent."""
    expect(page.locator("#not-sent")).to_contain_text("NOT SENT")
    expect(page.locator("#not-sent")).to_contain_text("no child was released")
    expect(page.locator("#not-sent")).to_be_visible()
