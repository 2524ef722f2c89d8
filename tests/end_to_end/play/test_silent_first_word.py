"""A district chooses a silent first word on the page of its tiers; what that page shows is what the phones then do."""

import pytest
from playwright.sync_api import Locator, Page, expect

from coordination.incident.panic.capability import PRESS_WORDS
from coordination.incident.response_actions.capability import DIRECTIVES
from coordination.vocabulary import PanicKind, ResponseActionKind, ToldGroup
from push.vocabulary import Manner
from tests.end_to_end.pages.incident.test_alarm_bar import ask
from tests.end_to_end.play.acting import Play
from tests.stage.devices.windows import DESK, PHONE
from tests.stage.incident.lockdown import APPS, NUMBERS
from tests.support.push_words import event_titles

pytestmark = pytest.mark.e2e
SAID = event_titles()
FIRST_WORD = DIRECTIVES[ResponseActionKind.LOCKDOWN].title
ALARM = PRESS_WORDS[PanicKind.ACTIVE_THREAT].title
AT_SCHOOL = ("principal", "colleague")
ELSEWHERE = ("keeper", "sro", "dispatcher", "patrol", "chief")


def test_a_silent_first_word_is_shown_chosen_and_kept_by_every_device_at_the_school(play: Play) -> None:
    page = the_keeper_reads_who_is_told(play)
    the_keeper_chooses_silence(page)
    a_teacher_presses(play)
    nobody_at_the_school_hears_anything(play)
    everybody_elsewhere_hears_as_the_page_said(play)
    what_comes_later_is_silent_there_too(play)


# --- the acts ---------------------------------------------------------------------------------------------------------
def the_keeper_reads_who_is_told(play: Play) -> Page:
    page = play.windows.open(play.room.token("keeper"), size=DESK)
    page.goto(f"{play.room.url}/panic-tiers")
    how, whose = Manner.labels(), ToldGroup.labels()

    shown = rows(tier(page))
    assert shown[:2] == [
        (whose["office"], "1 of 1", how["first_word"], FIRST_WORD),
        (whose["staff"], "2 of 2", how["first_word"], FIRST_WORD),
    ]
    # After those who must lock down: the district elsewhere, then whoever comes to help.
    assert {row[2:] for row in shown[2:]} == {(how["ladder"], ALARM)}
    assert shown[2][:2] == (whose["district"], "1 of 1")
    assert sum(int(row[1].split()[0]) for row in shown[3:]) >= len(ELSEWHERE) - 1
    # What follows, in order, where someone does not answer.
    expect(tier(page)).to_contain_text("Where someone does not answer: again after")
    return page


def the_keeper_chooses_silence(page: Page) -> None:
    tier(page).locator("summary").click()
    tier(page).locator("[name=first_word]").select_option("silent")
    tier(page).get_by_role("button", name="Save this tier").click()

    expect(tier(page).locator("tbody tr").nth(0)).to_contain_text(Manner.labels()["silent"])
    how = [row[2] for row in rows(tier(page))]
    assert how[:2] == [Manner.labels()["silent"]] * 2
    assert set(how[2:]) == {Manner.labels()["ladder"]}


def a_teacher_presses(play: Play) -> None:
    page = play.windows.open(play.room.token("principal"), size=PHONE)
    page.goto(play.room.url)
    site_id = play.room.stage.site_id
    places: list[dict[str, str]] = ask(play.room, "teacher", f"/sites/{site_id}/panic-places")  # type: ignore[assignment]  # a list
    (room,) = (one["space_id"] for one in places if one["label"] == "112 Biology")
    body = {"id": "0191f000-0000-7000-8000-00000000aa01", "site_id": site_id, "kind": "active_threat", "space_id": room}
    pressed = ask(play.room, "teacher", "/panics", {**body, "type": "raise_panic", "is_exercise": False})
    play.ids = {name: str(pressed[name]) for name in ("room_id", "incident_id")}
    play.pages["principal"] = page


def nobody_at_the_school_hears_anything(play: Play) -> None:
    """The devices show it; the screen that is open shows term and directive; nothing makes a sound."""
    play.hears([("silent", FIRST_WORD)], lambda: play.phones.app("principal"))
    play.hears([("silent", FIRST_WORD)], play.phones.browser_notes)
    takeover = play.pages["principal"].locator(".response-takeover")
    expect(takeover.locator(".response-term")).to_have_text([FIRST_WORD])
    expect(takeover).to_contain_text("Alarm from 112 Biology, Level 0, Main building. Nearest")
    expect(takeover).to_contain_text("Nearest exterior door 1, 20 ft (6 m)")
    assert play.phones.app("teacher") == []
    # Text messages and mail ring, so that there are none.
    assert [play.phones.texts(NUMBERS[name]) for name in AT_SCHOOL] == [[], []]
    assert [play.phones.mails(name) for name in AT_SCHOOL] == [[], []]


def everybody_elsewhere_hears_as_the_page_said(play: Play) -> None:
    for name in ELSEWHERE:
        play.hears([("critical", ALARM)], lambda name=name: play.phones.app(name)[:1])


def what_comes_later_is_silent_there_too(play: Play) -> None:
    play.command("principal", "join_room")
    play.command("teacher", "report_room", room="112", state="need_help")
    play.hears([("silent", FIRST_WORD), ("silent", SAID["room_reported"])], lambda: play.phones.app("principal"))
    assert {to for to, _ in play.phones.sms.texts}.isdisjoint({NUMBERS[name] for name in (*AT_SCHOOL, "teacher")})
    assert {sound for name in APPS if name in AT_SCHOOL for sound, _ in play.phones.app(name)} == {"silent"}


# --- the page ---------------------------------------------------------------------------------------------------------
def tier(page: Page) -> Locator:
    return page.locator("#tier-active_threat")


def rows(card: Locator) -> list[tuple[str, ...]]:
    """Return who is told, how many, how and in which words, in the order of the page."""
    return [
        tuple(one.strip() for one in row.locator("th, td").all_inner_texts()) for row in card.locator("tbody tr").all()
    ]
