"""An alarm with twelve browsers, from the press to the end: each line that a page shows was true against the log.

A teacher, two colleagues, the nurse, the principal, the superintendent, a resource officer, a patrol officer, a medic,
a battalion chief, a dispatcher, and an officer of the next town. Slow because it is twelve windows of one real server.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.end_to_end.pages.maps.test_tapped_room import tap_room
from tests.end_to_end.play.twelve.people import AT_SCHOOL, EVERYBODY, RESPONDERS, WITH_ACCOUNT, Twelve
from tests.end_to_end.play.twelve.reading import WIDTHS, shown_on
from tests.end_to_end.play.twelve.truth import CALM_DAY, truth_of, untrue_lines
from tests.end_to_end.play.twelve.written import PAGE, Step, is_as_written, written_down
from tests.stage.devices.windows import PHONE
from tests.support.processes import PATIENCE
from tests.support.services import wait_until

pytestmark = pytest.mark.e2e
MESSAGE = "Everybody stays out of the gym."
SOON_S = 20 * PATIENCE
# Whose phone's app is told of the press; and whom the server tells who is proposed for command.
HANDED = ("principal", "superintendent", "sro", "medic", "chief", "dispatcher")
MAY_TAKE_COMMAND = ("principal", "superintendent", "sro", "patrol", "chief")


@dataclass
class Acted:
    """The play so far: its steps, as they were read."""

    play: Twelve
    steps: list[Step] = field(default_factory=list)

    def read(self, title: str) -> None:
        """Read every page at both widths, and hold each against the log; a page may be on the way to what it says."""
        step, untrue = self.read_once(title)
        until = time.monotonic() + SOON_S
        while untrue and time.monotonic() < until:
            step, untrue = self.read_once(title)
        self.steps.append(step)
        assert untrue == [], "\n".join([title, str(step.truth), *untrue])

    def read_once(self, title: str) -> tuple[Step, list[str]]:
        """Return what every page shows, and what of it is not as the log has it."""
        play, truth = self.play, truth_of(self.play) if self.play.ids else CALM_DAY
        after_s = play.since_the_press() if play.ids else None
        shown = {(who, width): shown_on(play.pages[who], width) for width in reversed(WIDTHS) for who in EVERYBODY}
        untrue = [line for (who, width), one in shown.items() for line in untrue_lines(who, width, one, truth)]
        return Step(title, after_s, truth, shown), untrue

    def everywhere(self, who: Iterator[str] | tuple[str, ...], selector: str, count: int) -> None:
        """Wait until each of these pages has so many of something."""
        for one in who:
            expect(self.play.pages[one].locator(selector), f"{one}: {selector}").to_have_count(count)


def test_twelve_read_the_truth_in_an_alarm(twelve_on_spatialite: Twelve) -> None:
    steps = act(twelve_on_spatialite)

    assert is_as_written(written_down(steps)), f"{PAGE.name} is not what was read; its first lines say how it is made"


def test_twelve_read_the_truth_in_an_alarm_on_postgis(twelve_on_postgis: Twelve) -> None:
    steps = act(twelve_on_postgis)

    assert is_as_written(written_down(steps)), f"{PAGE.name} is not what was read; its first lines say how it is made"


def act(play: Twelve) -> list[Step]:
    acted = Acted(play)
    a_quiet_day(acted)
    the_teacher_presses(acted)
    everybody_comes_in(acted)
    the_nurse_and_a_colleague_press(acted)
    the_principal_asks_for_answers(acted)
    the_resource_officer_takes_command_and_lets_a_guest_in(acted)
    the_chief_is_offered_command_and_it_becomes_unified(acted)
    the_patrol_officer_searches(acted)
    the_lockdown_is_released(acted)
    the_all_clear_takes_two(acted)
    the_chief_closes_it(acted)
    return acted.steps


# --- the acts ---------------------------------------------------------------------------------------------------------
def a_quiet_day(acted: Acted) -> None:
    acted.play.open_first_pages()
    for who in WITH_ACCOUNT:
        if who != "dispatcher":
            expect(acted.play.pages[who].locator("[data-claim]").first, who).to_be_visible()
    acted.read("A quiet day")


def the_teacher_presses(acted: Acted) -> None:
    play = acted.play
    pressed = play.press("teacher", "active_threat", "112 Biology")
    acted.everywhere(AT_SCHOOL, ".response-takeover[open]", 1)
    acted.everywhere(("superintendent", *RESPONDERS, "dispatcher"), ".incident-notice", 1)
    acted.read("The teacher presses: active threat, room 112")
    the_three_numbers_are_those_of_the_ledger(play, pressed)


def the_three_numbers_are_those_of_the_ledger(play: Twelve, pressed: Page) -> None:
    """Chosen, handed and acknowledged: the page that was pressed on keeps asking until it says what the ledger says."""
    panic_id = play.ids["panic_id"]
    numbers = pressed.locator(".told-numbers dd")

    def is_told_as_it_is() -> bool:
        told = play.ask("teacher", f"/rooms/{play.ids['room_id']}/panics/{panic_id}/told")
        wanted = [str(told[one]) for one in ("chosen", "handed", "acknowledged")]
        is_handed = told["handed"] == len(HANDED)
        pressed.wait_for_timeout(100)
        return is_handed and numbers.all_inner_texts() == wanted

    wait_until(is_told_as_it_is, timeout_s=SOON_S, what="the page says other numbers than the ledger")
    pressed.close()


def everybody_comes_in(acted: Acted) -> None:
    for who in WITH_ACCOUNT:
        acted.play.enter(who)
    acted.play.witness = "dispatcher"
    acted.everywhere(WITH_ACCOUNT, ".alarm-call", 1)
    the_people_are_known(acted, 11)
    for who in MAY_TAKE_COMMAND:
        expect(acted.play.pages[who].locator(".command-more"), who).to_contain_text("proposed", ignore_case=True)
    acted.read("Everybody has come in by what their page offered")


def the_people_are_known(acted: Acted, count: int) -> None:
    """Wait until each page has heard of everybody, and has been told who may take command."""
    for who in WITH_ACCOUNT:
        expect(acted.play.pages[who].locator("#people-count"), who).to_have_text(str(count))


def the_nurse_and_a_colleague_press(acted: Acted) -> None:
    play = acted.play
    play.press("nurse", "medical", "113 Art").close()
    acted.everywhere(WITH_ACCOUNT, ".alarm-call", 2)
    acted.read("The nurse presses: medical emergency, room 113")
    play.press("colleague", "active_threat", "115 Room 101").close()
    acted.everywhere(WITH_ACCOUNT, ".alarm-call", 3)
    acted.read("A colleague presses: active threat, room 115")


def the_principal_asks_for_answers(acted: Acted) -> None:
    acted.play.command("principal", "post_priority_message", message_id=str(uuid4()), text=MESSAGE)
    others = tuple(who for who in WITH_ACCOUNT if who != "principal")
    acted.everywhere(others, ".alarm-message", 1)
    press_button(acted.play.pages["patrol"], '[data-alarm="acknowledge_priority_message"]')
    acted.everywhere(("patrol",), ".alarm-message", 0)
    acted.read("The principal writes what everybody has to acknowledge; the patrol officer has")


def the_resource_officer_takes_command_and_lets_a_guest_in(acted: Acted) -> None:
    play = acted.play
    press_button(play.pages["sro"], '[data-command="claim"]')
    acted.everywhere(WITH_ACCOUNT, ".command-part.is-vacant", 0)
    play.let_in_the_guest("sro")
    acted.everywhere(("guest",), ".alarm-call", 3)
    the_people_are_known(acted, 12)
    acted.read("The resource officer takes command, and lets an officer of the next town in")


def the_chief_is_offered_command_and_it_becomes_unified(acted: Acted) -> None:
    play = acted.play
    play.hand_on("sro", "chief", "unified")
    # What waits for the chief's own answer interrupts: it is one of the two lines.
    chief = play.pages["chief"]
    chief.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    expect(chief.locator(".alarm-strip-text", has_text="unified")).to_be_visible()
    press_button(chief, '[data-command="accept"]')
    for who in EVERYBODY:
        expect(play.pages[who].locator(".command-who"), who).to_contain_text("nified")
    acted.read("The battalion chief joins the command")


def the_patrol_officer_searches(acted: Acted) -> None:
    play = acted.play
    patrol = play.pages["patrol"]
    patrol.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    tap_room(patrol, "113")
    patrol.locator('[data-tapped="cleared"]').tap()
    # Where teams are is for responders alone.
    acted.everywhere((*RESPONDERS, "guest", "dispatcher"), ".room-search-room-cleared", 1)
    # A word at the foot says that it was taken; then the page is as before.
    acted.everywhere(("patrol",), "toast-stack .button", 0)
    acted.read("The patrol officer has searched room 113, and says so with two taps")


def the_lockdown_is_released(acted: Acted) -> None:
    play = acted.play
    ((lockdown, _action),) = play.objects("response_actions").items()
    rooms = play.ask("patrol", f"/rooms/{play.ids['room_id']}/response-actions/{lockdown}/rooms")
    locked = [one["space_id"] for one in rooms]
    play.command("patrol", "open_locked_rooms", action_id=lockdown, space_ids=locked)
    play.command("patrol", "release_response_action", action_id=lockdown)
    acted.everywhere(EVERYBODY, ".response-part", 0)
    acted.read("The patrol officer has opened every room, and releases the lockdown")


def the_all_clear_takes_two(acted: Acted) -> None:
    play = acted.play
    play.command("principal", "propose_all_clear", reason="Every room is open.")
    for who in EVERYBODY:
        expect(play.pages[who].locator(".alarm-panic"), who).to_contain_text("Principal proposes the all clear")
    acted.read("The principal proposes the all clear")
    press_button(play.pages["chief"], '[data-alarm="confirm_all_clear"]')
    acted.everywhere(EVERYBODY, ".alarm-panic", 0)
    acted.read("The battalion chief confirms it")


def the_chief_closes_it(acted: Acted) -> None:
    acted.play.command("chief", "close_incident", reason="Handed over to the district.")
    for who in WITH_ACCOUNT:
        expect(acted.play.pages[who].locator("#closed"), who).to_be_visible()
    expect(acted.play.pages["guest"].locator("#ended")).to_be_visible()
    acted.read("The battalion chief closes the incident")


# --- what several acts do ---------------------------------------------------------------------------------------------
def press_button(page: Page, selector: str) -> None:
    """Press what the strip of this page has unfolded."""
    button: Locator = page.locator(selector)
    expect(button).to_have_count(1)
    button.evaluate("(one) => one.click()")
