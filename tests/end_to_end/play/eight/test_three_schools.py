"""An alarm at one school that two more join: one command, and to each school what is its own, in eight browsers."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.play.eight.people import EVERYBODY, Eight
from tests.end_to_end.play.twelve.reading import shown_on
from tests.stage.incident.three_schools import SITES
from tests.support.processes import PATIENCE
from tests.support.services import wait_until

pytestmark = pytest.mark.e2e
SOON_S = 20 * PATIENCE
LINCOLN, HILL = ("teacher", "principal"), ("hill_teacher", "hill_principal")
CEDAR = ("cedar_principal",)
WHO_COME = ("dispatcher", "sheriff", "officer")


def test_three_schools_under_one_command(eight_on_spatialite: Eight) -> None:
    act(eight_on_spatialite)


def test_three_schools_under_one_command_on_postgis(eight_on_postgis: Eight) -> None:
    act(eight_on_postgis)


def act(play: Eight) -> None:
    play.open_first_pages()
    a_teacher_presses_and_only_lincoln_hears_it(play)
    two_schools_join(play)
    each_school_does_its_own(play)
    one_person_commands_all_three(play)
    each_school_reads_its_own_rooms(play)
    dispatch_looks_at_one_school(play)
    one_school_leaves(play)
    it_ends_for_all_who_are_left(play)


# --- the acts ---------------------------------------------------------------------------------------------------------
def a_teacher_presses_and_only_lincoln_hears_it(play: Eight) -> None:
    body = {"id": str(uuid4()), "type": "raise_panic", "site_id": play.sites["lincoln"], "is_exercise": False}
    pressed = play.ask("teacher", "/panics", {**body, "kind": "active_threat"})
    play.ids = {name: pressed[name] for name in ("room_id", "incident_id")}
    for who in (*LINCOLN, *WHO_COME):
        expect(play.news(who).first, who).to_be_visible()
    for who in (*LINCOLN, *WHO_COME):
        play.come_in(who)
    # All that those heard came by the same way: what had been for others would be there by now.
    for who in (*HILL, *CEDAR):
        play.hears_nothing(who)


def two_schools_join(play: Eight) -> None:
    for number, name in enumerate(("hill", "cedar"), start=1):
        page = play.tap("dispatcher", "join_site")
        page.select_option("#ask-join-site [name=site_id]", label=SITES[name])
        page.click("#ask-join-site .primary")
        expect(page.locator(".entry-site_joined")).to_have_count(number)
    for who in (*HILL, *CEDAR):
        expect(play.news(who).first, who).to_be_visible()
        play.come_in(who)
    for who in EVERYBODY:
        expect(play.pages[who].locator(".bar-site"), who).to_contain_text("+ 2")


def each_school_does_its_own(play: Eight) -> None:
    play.command(
        "hill_principal", "start_response_action", action_id=str(uuid4()), kind="secure", site_id=play.sites["hill"]
    )
    for who, wanted in (("teacher", "Lockdown!"), ("principal", "Lockdown!"), ("hill_teacher", "Secure!")):
        first_line_becomes(play.pages[who], wanted)
    assert not first_line(play.pages["cedar_principal"]).startswith(("Lockdown!", "Secure!"))
    # No agreement of the town's police is about Hill: it is not theirs to release.
    (hills,) = [key for key, one in play.objects("response_actions").items() if one["kind"] == "secure"]
    instead = {"action_id": str(uuid4()), "replaces": hills, "kind": "lockdown", "site_id": play.sites["hill"]}
    assert "not_allowed" in play.refused("officer", "change_response_action", **instead)


def first_line(page: Page) -> str:
    """Return the first line above the map of a phone."""
    return next(iter(shown_on(page, "phone").strip), "")


def first_line_becomes(page: Page, wanted: str) -> None:
    what = f"{wanted} stands first"
    wait_until(lambda: first_line(page).startswith(wanted), timeout_s=SOON_S, what=what)


def one_person_commands_all_three(play: Eight) -> None:
    play.pages["sheriff"].locator('[data-command="claim"]').first.evaluate("(button) => button.click()")
    for who in EVERYBODY:
        expect(play.pages[who].locator(".command-part"), who).not_to_contain_text("No one is in command")
        expect(play.pages[who].locator(".command-who"), who).to_contain_text("in command", ignore_case=True)
    assert "command_held" in play.refused("principal", "claim_command")


def each_school_reads_its_own_rooms(play: Eight) -> None:
    play.command("teacher", "report_room", room="101", state="ok", students=20)
    play.command("hill_teacher", "report_room", room="101", state="ok", students=18)
    for who, students in (("principal", "20"), ("hill_principal", "18")):
        board = play.rooms_board(who)
        expect(board.locator(".rooms-total-students dd")).to_have_text(students)
        board.locator("[data-close]").click()
    board = play.rooms_board("sheriff")
    for name, students in (("hill", "18"), ("lincoln", "20")):
        board.locator("[data-board-site]").select_option(label=SITES[name])
        expect(board.locator(".rooms-total-students dd")).to_have_text(students)
    board.locator("[data-close]").click()


def dispatch_looks_at_one_school(play: Eight) -> None:
    play.command("hill_teacher", "post_message", text="The gym of Hill is locked")
    page = play.pages["dispatcher"]
    school, says = page.locator("#timeline [data-by-school] select"), page.locator("#timeline [data-says]")
    hills, lincolns = (page.locator(".entry", has_text=f"The gym of {one} is locked") for one in ("Hill", "Lincoln"))
    expect(hills).to_be_visible()

    school.focus()
    school.select_option(label=SITES["hill"])
    play.command("teacher", "post_message", text="The gym of Lincoln is locked")

    # Lincoln's is there and not shown, which is said; its press is shown, and says whose it is.
    expect(says).to_contain_text("Newer than the last one shown: 1.")
    expect(hills).to_be_visible()
    expect(lincolns).to_be_hidden()
    expect(page.locator(".entry-panic_pressed .entry-school")).to_have_text(SITES["lincoln"])
    expect(page.locator(".entry-panic_pressed")).not_to_have_attribute("hidden", "")
    school.select_option(value="")
    expect(lincolns).to_be_visible()
    expect(says).to_be_empty()
    # On a phone the same list stands above the same lines.
    assert play.pages["sheriff"].locator("#timeline [data-by-school] option").count() == 1 + len(SITES)


def one_school_leaves(play: Eight) -> None:
    page = play.tap("dispatcher", "leave_site")
    page.select_option("#ask-leave-site [name=site_id]", label=SITES["cedar"])
    page.fill("#ask-leave-site [name=reason]", "He was seen at the river.")
    page.click("#ask-leave-site .primary")
    expect(play.pages["cedar_principal"].locator("#ended")).to_be_visible()
    assert play.is_kept_out("cedar_principal")
    for who in (*LINCOLN, *HILL, *WHO_COME):
        expect(play.pages[who].locator("#ended"), who).to_be_hidden()
        expect(play.pages[who].locator(".bar-site"), who).to_contain_text("+ 1")


def it_ends_for_all_who_are_left(play: Eight) -> None:
    for key, one in play.objects("response_actions").items():
        if one["kind"] == "lockdown":
            rooms = play.ask("sheriff", f"/rooms/{play.ids['room_id']}/response-actions/{key}/rooms")
            spaces = [room["space_id"] for room in rooms]
            play.command("sheriff", "open_locked_rooms", action_id=key, space_ids=spaces)
        play.command("sheriff", "release_response_action", action_id=key)
    play.command("principal", "propose_all_clear", reason="He was taken at the river")
    play.command("sheriff", "confirm_all_clear")
    page = play.tap("sheriff", "close_incident")
    page.fill("#ask-reason input", "Handed over to the district")
    page.click("#ask-reason .danger")
    for who in (*LINCOLN, *HILL, *WHO_COME):
        expect(play.pages[who].locator(".entry-incident_closed"), who).to_have_count(1)
        expect(play.pages[who].locator("#closed"), who).to_be_visible()
        expect(play.pages[who].locator(".response-part, .alarm-call"), who).to_have_count(0)
        expect(play.pages[who].locator(".alarm-strip-line:visible"), who).to_have_count(0)
