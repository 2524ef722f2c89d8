"""A lockdown from the press to the release and the hand-over, in the windows of everybody who comes, on one server.

A teacher, a colleague without an app, a principal, a resource officer, a dispatcher, a patrol officer, a battalion
chief, and an officer of a town without an agreement. The push worker is the real one; what each device sounds like is
read from the providers.
"""

import contextlib
import re
import sqlite3
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from coordination.incident.panic.capability import PRESS_WORDS
from coordination.incident.response_actions.capability import DIRECTIVES
from coordination.vocabulary import PanicKind, ResponseActionKind
from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.end_to_end.pages.incident.test_panic_page import HELD_MS, hold
from tests.end_to_end.play.acting import Play
from tests.stage.devices.windows import PHONE
from tests.stage.incident.lockdown import NUMBERS, OTHER_OFFICERS
from tests.support.push_words import event_titles
from tests.support.services import wait_until

pytestmark = pytest.mark.e2e
SOON_S = 20
SIGNED_OUT = 401
SAID = event_titles()
FIRST_WORD = DIRECTIVES[ResponseActionKind.LOCKDOWN].title
ALARM = PRESS_WORDS[PanicKind.ACTIVE_THREAT].title
# What ends it, as everybody hears who did not do it.
ENDS = ("response_action_released", "all_clear_given", "incident_closed")


def test_a_lockdown_from_the_press_to_the_hand_over(play: Play) -> None:
    the_teacher_presses(play)
    everybody_at_the_school_hears_it_once(play)
    responders_come(play)
    the_teacher_reports_without_a_network(play)
    the_board_shows_who_has_reported(play)
    the_colleague_answers_by_text(play)
    the_resource_officer_takes_command(play)
    the_fifth_officer_is_offered_command_and_it_becomes_unified(play)
    the_chief_lets_an_officer_of_the_next_town_in(play)
    nobody_at_the_school_ends_the_lockdown(play)
    responders_open_room_by_room_and_release(play)
    the_alarm_ends_and_the_incident_is_closed(play)
    the_officer_of_the_next_town_is_out_again(play)
    the_phones_were_told_this_and_nothing_else(play)


# --- the acts --------------------------------------------------------------------------------------------------------
def the_teacher_presses(play: Play) -> None:
    page = play.windows.open(play.room.token("teacher"), size=PHONE)
    page.goto(f"{play.room.url}/panic", wait_until="networkidle")
    page.select_option("[name=space_id]", label="112 Biology")
    page.check("[name=kind][value=active_threat]")
    with page.expect_response("**/api/v1/panics") as answered:
        hold(page, ms=HELD_MS)
    pressed = answered.value.json()
    play.ids = {name: pressed[name] for name in ("room_id", "incident_id")}
    expect(page.locator("#panic-words")).to_contain_text("112")
    play.pages["teacher"] = page


def everybody_at_the_school_hears_it_once(play: Play) -> None:
    play.hears([("critical", FIRST_WORD)], lambda: play.phones.app("principal"))
    play.hears([("sounds", FIRST_WORD)], play.phones.browser_notes)
    for name in ("colleague", "principal"):
        play.hears(1, lambda name=name: len(play.phones.texts(NUMBERS[name])))
        (text,) = play.phones.texts(NUMBERS[name])
        assert text.count(FIRST_WORD) == 2
        assert "Lincoln High School" in text
        assert "112" in text
        play.hears([FIRST_WORD], lambda name=name: play.phones.mails(name))
    for name in ("sro", "patrol", "dispatcher", "chief", "keeper"):
        play.hears([("critical", ALARM)], lambda name=name: play.phones.app(name)[:1])


def responders_come(play: Play) -> None:
    for name in ("sro", *OTHER_OFFICERS, "patrol", "chief", "dispatcher", "keeper", "principal"):
        play.command(name, "join_room")
    for name in ("sro", *OTHER_OFFICERS):
        play.command(name, "set_status", status="OnScene")
    for name in ("principal", "dispatcher", "sro"):
        play.enter(name)


def the_teacher_reports_without_a_network(play: Play) -> None:
    page = play.pages["teacher"]
    page.goto(f"{play.room.url}/incidents/{play.ids['incident_id']}/my-room", wait_until="networkidle")
    expect(page.locator("[name=space_id] option:checked")).to_have_text("112 Biology")
    page.context.set_offline(True)
    # The room is known from the press: how it stands, what is there, send.
    page.click(".my-room-help")
    page.click("[data-stepper]:has([name=students]) [data-step='1']")
    page.click("#my-room [type=submit]")
    expect(page.locator("[data-say]")).to_contain_text("NOT SENT YET")
    assert play.state("room_reports") == {}
    # The phone is put away, and comes back with a network.
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{play.room.url}/incidents/{play.ids['incident_id']}/my-room")
    expect(page.locator("[name=students]")).to_be_visible()
    wait_until(lambda: play.state("room_reports") != {}, timeout_s=SOON_S, what="the report was not sent")
    play.pages["teacher"] = page


def the_board_shows_who_has_reported(play: Play) -> None:
    (report,) = play.state("room_reports").values()
    assert (report["room"], report["state"], report["students"]) == ("112 Biology", "need_help", 1)
    board = play.pages["principal"]
    board.locator("[data-rooms-board]").evaluate("(button) => button.click()")
    expect(board.locator(".rooms-state-need_help")).to_be_visible()
    expect(board.locator(".rooms-board")).to_contain_text("NOT REPORTED")
    expect(board.locator(".rooms-people")).to_contain_text("Colleague")


def the_colleague_answers_by_text(play: Play) -> None:
    """She has a telephone and no app, and hides: nothing comes back that would ring."""
    (asked,) = play.phones.texts(NUMBERS["colleague"])
    assert "112 OK 19" in asked
    answer = play.phones.answer_by_text(play.room.url, NUMBERS["colleague"], "113 ok 19 locked")
    assert b"<Message>" not in answer
    board = play.pages["principal"]
    expect(board.locator(".rooms-state-ok")).to_be_visible()
    expect(board.locator(".rooms-total-students dd")).to_have_text("20")
    expect(board.locator(".rooms-board")).not_to_contain_text("NOT REPORTED")
    board.locator("#rooms-board [data-close]").click()


def the_resource_officer_takes_command(play: Play) -> None:
    page = play.pages["sro"]
    expect(page.locator(".command-more")).to_contain_text("proposed")
    page.click('[data-command="claim"]')
    expect(play.pages["principal"].locator(".command-who")).to_contain_text("In command: Sro")
    # A second one who would take it too is refused: there is one commander, or one unified command.
    assert "command_held" in play.refused("patrol", "claim_command")
    assert "command_held" in play.refused("principal", "claim_command")
    draw_hot_zone(page)
    wait_until(lambda: play.state("ground_places") != {}, timeout_s=SOON_S, what="no zone was set")
    (zone,) = play.state("ground_places").values()
    assert (zone["kind"], zone["name"]) == ("hot_zone", "East wing")
    expect(play.pages["dispatcher"].locator(".entry-ground_place_set")).to_be_visible()


def draw_hot_zone(page: Page) -> None:
    """Draw a zone around what the map shows."""
    page.locator('[data-do="ground"]').evaluate("(button) => button.click()")
    page.click("#ground-panel [data-set]")
    page.check("#ask-ground-place [value=hot_zone]")
    page.fill("#ask-ground-place [name=name]", "East wing")
    page.click("#ask-ground-place .primary")
    expect(page.locator("#map.is-placing, .is-placing")).to_be_attached()
    box = page.locator("#map").bounding_box()
    assert box is not None
    for across, down in ((0.35, 0.35), (0.65, 0.35), (0.5, 0.65)):
        page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])
    page.click("#tool-bar .accent")


def the_fifth_officer_is_offered_command_and_it_becomes_unified(play: Play) -> None:
    patrol, sro = play.enter("patrol"), play.pages["sro"]
    patrol.locator('#people [data-do="set_status"]').evaluate("(button) => button.click()")
    patrol.click("#ask-status [value=OnScene]")
    expect(patrol.locator(".command-more")).to_contain_text("fifth")
    expect(sro.locator(".command-more")).to_contain_text("fifth")
    hand_on(sro, "Patrol", "transfer")
    patrol.locator('[data-command="accept"]').click()
    expect(sro.locator(".command-who")).to_contain_text("In command: ")
    chief = play.enter("chief")
    hand_on(patrol, "Chief", "unified")
    chief.locator('[data-command="accept"]').click()
    for page in (patrol, chief, play.pages["principal"]):
        expect(page.locator(".command-part")).to_contain_text("nified")
    (held,) = play.state("incident_command").values()
    assert len(held["commanders"]) == 2  # type: ignore[arg-type]  # who is in command


def hand_on(page: Page, to: str, kind: str) -> None:
    page.click('[data-command="offer"]')
    option = page.locator("#ask-offer select option", has_text=to)
    page.select_option("#ask-offer select", value=option.get_attribute("value"))
    page.check(f"#ask-offer [value={kind}]")
    page.click("#ask-offer .primary")


def the_chief_lets_an_officer_of_the_next_town_in(play: Play) -> None:
    chief = play.pages["chief"]
    chief.locator('[data-do="mutual_aid"]').evaluate("(button) => button.click()")
    dialog = chief.locator("#aid-dialog")
    dialog.locator("[name=agency]").fill("Riverbend Police")
    dialog.locator("[name=person]").fill("Officer Guest")
    dialog.get_by_role("button", name="Get a code").click()
    expect(dialog.locator(".aid-digits")).to_have_text(re.compile(r"\d{3}\s?\d{3}"))
    code = "".join(re.findall(r"\d", dialog.locator(".aid-digits").inner_text()))
    guest = come_by_the_picture(play, code)
    expect(guest.locator("#chip")).to_have_attribute("data-state", "current")
    expect(guest.locator(".plan-space").first).to_be_visible()
    expect(chief.locator(".entry-mutual_aid_joined")).to_contain_text("Riverbend Police")
    # What was read over a shoulder opens nothing: a code works once.
    late = come_with(play, "stranger", code)
    expect(late.locator(".problem[role=alert]")).to_contain_text("not valid, or not any more")
    dialog.locator("[data-cancel]").click()
    play.pages["guest"] = guest


def come_by_the_picture(play: Play, code: str) -> Page:
    """Open on a phone what the QR code leads to: nothing is typed, and the code stays in no address."""
    page = play.windows.open(None, size=PHONE)
    page.goto(f"{play.room.url}/aid#{code}")
    expect(page.locator("[name=code]")).to_have_value(code)
    assert page.url == f"{play.room.url}/aid"
    page.click("#code-form [type=submit]")
    return page


def come_with(play: Play, who: str, code: str) -> Page:
    """Type a code on a phone; return the page that comes."""
    page = play.windows.open(play.room.token(who), size=PHONE)
    page.goto(f"{play.room.url}/aid")
    page.fill("[name=code]", code)
    page.click("#code-form [type=submit]")
    return page


def the_officer_of_the_next_town_is_out_again(play: Play) -> None:
    """With the incident: the window says so, and no door opens any more."""
    guest = play.pages["guest"]
    expect(guest.locator("#ended")).to_be_visible()
    guest.goto(f"{play.room.url}/incidents/{play.ids['incident_id']}")
    guest.wait_for_url("**/aid")
    assert guest.context.request.get(f"{play.room.url}/api/v1/rooms/{play.ids['room_id']}/state").status == SIGNED_OUT


def nobody_at_the_school_ends_the_lockdown(play: Play) -> None:
    """A loudspeaker ends nothing: neither a release nor an all clear of the school's, and no closing either."""
    lockdown = the_lockdown(play)
    assert "only_responders_release" in play.refused("principal", "release_response_action", action_id=lockdown)
    assert "rooms_not_opened" in play.refused("chief", "release_response_action", action_id=lockdown)
    for who in ("principal", "chief"):
        assert "lockdown_in_force" in play.refused(who, "propose_all_clear", reason="said by the loudspeaker")
        expect(play.pages[who].locator('[data-alarm="propose_all_clear"]')).to_have_count(0)
    assert "alarm_open" in play.refused("chief", "close_incident", reason="all quiet")
    expect(play.pages["principal"].locator('[data-response-do="release"]')).to_have_count(0)


def the_lockdown(play: Play) -> str:
    ((action_id, _),) = play.state("response_actions").items()
    return action_id


def responders_open_room_by_room_and_release(play: Play) -> None:
    page, lockdown = play.pages["patrol"], the_lockdown(play)
    rooms = ask(play.room, "patrol", f"/rooms/{play.ids['room_id']}/response-actions/{lockdown}/rooms")
    for number in range(len(rooms)):
        page.click('[data-response-do="rooms"]')
        expect(page.locator("#ask-rooms")).to_be_visible()
        page.locator("#ask-rooms input[type=checkbox]:not(:disabled)").first.check()
        page.click("#ask-rooms .primary")
        # What is open stays open: nothing makes a cleared room unsearched again.
        wait_until(partial(has_opened, play, number + 1), timeout_s=SOON_S, what="no room was opened")
    expect(page.locator(".response-room-open").first).to_be_visible()
    page.click('[data-response-do="release"]')
    expect(play.pages["principal"].locator(".response-part")).to_have_count(0)
    (action,) = play.state("response_actions").values()
    opened = list(action["opened"].values())  # type: ignore[attr-defined]  # rooms
    people = play.state("people")
    assert {people[one["opened_by"]]["name"] for one in opened} == {"Patrol"}
    assert (action["status"], action["release_mode"]) == ("released", "room_by_room")


def has_opened(play: Play, count: int) -> bool:
    (action,) = play.state("response_actions").values()
    return len(action.get("opened", {})) == count  # type: ignore[arg-type]  # rooms


def the_alarm_ends_and_the_incident_is_closed(play: Play) -> None:
    # People act on what they were told. What is said at the same moment may reach a phone in any order.
    everybody_has_heard(play, "response_action_released")
    play.command("principal", "propose_all_clear", reason="every room is open")
    has_heard(play, "dispatcher", "all_clear_proposed")
    has_heard(play, "keeper", "all_clear_proposed")
    play.command("chief", "confirm_all_clear")
    chief = play.pages["chief"]
    with chief.context.expect_page() as opened:
        chief.click(".command-part a")
    brief = opened.value
    expect(brief.locator("h1")).to_contain_text("Hand-over brief")
    expect(brief.locator(".brief-parts")).to_contain_text("Chief")
    expect(brief.locator(".brief-parts")).to_contain_text("East wing")
    expect(brief.locator(".brief-parts")).to_contain_text("Rooms that need help: 112 Biology")
    brief.close()
    everybody_has_heard(play, "all_clear_given")
    has_heard(play, "patrol", "all_clear_given")
    chief.click('[data-do="close_incident"]')
    chief.fill("#ask-reason input", "Handed over to the district")
    chief.click("#ask-reason .danger")
    expect(play.pages["principal"].locator(".entry-incident_closed")).to_be_visible()


def has_heard(play: Play, name: str, event: str) -> None:
    """Wait until someone's app was told of an event."""
    play.hears(True, lambda: SAID[event] in [title for _, title in play.phones.app(name)])


def everybody_has_heard(play: Play, event: str) -> None:
    """Wait until all who are told of what ends an alarm were told of it, by app, mail and text."""
    for name in ("teacher", "principal", "sro", "dispatcher", "keeper"):
        has_heard(play, name, event)
    play.hears(True, lambda: SAID[event] in play.phones.mails("colleague"))
    play.hears(True, lambda: SAID[event] in map(title_of, play.phones.texts(NUMBERS["colleague"])))


def the_phones_were_told_this_and_nothing_else(play: Play) -> None:
    """Every device in order: one loud word at the school, then silence until the release."""
    app, ends = play.phones.app, [("standard", SAID[one]) for one in ENDS]
    quiet = [("silent", SAID["room_reported"])]
    alarm = [("critical", ALARM)]
    asked, proposed = [("standard", SAID["room_reported"])], [("standard", SAID["all_clear_proposed"])]
    offered = [("standard", SAID["command_offered"])]
    # She pressed, and reported: no one tells her what she said herself.
    play.hears(ends, lambda: app("teacher"))
    play.hears([("critical", FIRST_WORD), *quiet, *ends], lambda: app("principal"))
    play.hears(
        [(one if one == "silent" else "sounds", text) for one, text in app("principal")], play.phones.browser_notes
    )
    # Those who are not at the school hear as ever; no one is told of what they did themselves.
    play.hears([*alarm, *ends], lambda: app("sro"))
    ends_as_proposed = [ends[0], *proposed, *ends[1:]]
    play.hears([*alarm, *asked, *ends_as_proposed], lambda: app("dispatcher"))
    let_in = [("standard", SAID["mutual_aid_joined"])]
    play.hears([*alarm, *asked, *let_in, *ends_as_proposed], lambda: app("keeper"))
    play.hears([*alarm, *offered, *ends[1:]], lambda: app("patrol"))
    play.hears([*alarm, *asked, *offered, ends[0], *proposed], lambda: app("chief"))
    # Text messages and mail ring: one each, at the first word, and at the end for who has no app, in that order.
    assert [to for to, _ in play.phones.sms.texts if to == NUMBERS["principal"]] == [NUMBERS["principal"]]
    assert play.phones.mails("principal") == [FIRST_WORD]
    ended = [SAID[one] for one in ENDS]
    play.hears([FIRST_WORD, *ended], lambda: play.phones.mails("colleague"))
    play.hears([FIRST_WORD, *ended], lambda: [title_of(one) for one in play.phones.texts(NUMBERS["colleague"])])
    assert {to for to, _ in play.phones.sms.texts} == {NUMBERS["colleague"], NUMBERS["principal"]}
    assert steps_at_the_school(play) == {0}


def title_of(text: str) -> str:
    """Return which of the known titles a text message begins with."""
    return next((one for one in (FIRST_WORD, *(SAID[end] for end in ENDS)) if text.startswith(one)), text)


def steps_at_the_school(play: Play) -> set[int]:
    """Return which rungs of the ladder were ever planned for people at the school before the release."""
    query = """SELECT DISTINCT notification.step FROM push_notification notification
               JOIN push_device device ON device.id = notification.device_id
               JOIN coordination_user person ON person.id = device.user_id
               WHERE person.username IN ('teacher', 'colleague', 'principal')
               AND notification.kind NOT IN ('response_action_released', 'all_clear_given', 'incident_closed')"""
    with contextlib.closing(sqlite3.connect(play.room.server.env["MUSTERPOINT_VAR"] + "/app.sqlite3")) as database:
        return {step for (step,) in database.execute(query)}
