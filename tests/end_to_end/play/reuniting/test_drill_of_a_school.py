"""A reunification of a whole school in six browsers and a crowd, at two servers, of which one is killed and comes back.

Two of the browsers are offline meanwhile. None is lost, doubled or handed to an adult who was held, and what a window
showed was true. MUSTERPOINT_TEST_DRILL=full plays it with 1,200 students, 900 guardians and forty people of the staff,
two windows offline for five minutes.
"""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import batched
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.bench.rig.reuniting.drill import (
    BATCH,
    STUDENTS,
    Database,
    Work,
    releases_of,
    require_done,
    resolve_held,
    strangers_for,
)
from tests.bench.rig.reuniting.scene import Scene, set_scene
from tests.bench.rig.reuniting.staff import Client, Done, Staff
from tests.end_to_end.play.reuniting import six as s
from tests.end_to_end.play.reuniting.crowd import KILLED_AFTER, SIZE, Crowd, Shares, share_out_families
from tests.end_to_end.play.reuniting.six import AWAY, Six
from tests.end_to_end.play.reuniting.truth import GROUPS, Sum, count_log, read_log, read_stored, said_by_product
from tests.stage.devices.windows import watched_windows
from tests.support.services import AppServer, PostgisServer, ValkeyServer

pytestmark = pytest.mark.e2e
# A child whom no one knows, and the adult who comes for them: no roster lists either.
ADDED, THEIR_ADULT = "Blue jacket", "Ana Jacket"
LOOKS_EACH_MS = 300
TWICE, NOT_CLEARED = "409 student_released", "409 pick_up_not_cleared"


@dataclass
class Drill:
    """The windows, the crowd, the two servers, and what those who played have heard of it."""

    six: Six
    crowd: Crowd
    shares: Shares
    second: AppServer
    database: Database
    director: Client
    added: str = ""
    by_windows: dict[str, str] = field(default_factory=dict)
    offline_since: float = 0.0

    @property
    def scene(self) -> Scene:
        return self.crowd.scene

    @property
    def staff(self) -> Staff:
        return self.crowd.staff

    def watch(self, work: Future[Done]) -> Done:
        """Read what the windows show for as long as the crowd works; return what its works came to."""
        while not work.done():
            self.six.look()
            self.wait()
        return work.result()

    def wait(self) -> None:
        self.six.pages["director"].wait_for_timeout(LOOKS_EACH_MS)


@pytest.fixture
def drill(
    postgis: PostgisServer, postgis_template: str, valkey: ValkeyServer, tmp_path: Path, browser: Browser
) -> Iterator[Drill]:
    name = postgis.create_database(template=postgis_template)
    url = postgis.url(name)
    scene = set_scene(url, var=tmp_path, students=SIZE.students, staff=SIZE.staff)
    assert (len(scene.codes), len(scene.families)) == (SIZE.students, SIZE.guardians)
    with (
        AppServer(url, valkey.url, var=tmp_path) as first,
        AppServer(url, valkey.url, var=tmp_path) as second,
        watched_windows(browser, first.url) as at_first,
        watched_windows(browser, second.url) as at_second,
        Crowd(scene, [first.url, second.url]) as crowd,
        postgis.connect(name) as database,
        closing(crowd.staff.client("director")) as director,
    ):
        six = Six(scene, (at_first, at_second))
        yield Drill(six, crowd, share_out_families(scene), second, database, director)


def test_a_school_is_reunited_while_two_windows_are_offline_and_a_server_is_killed(drill: Drill) -> None:
    everyone_opens_their_page(drill)
    a_child_whom_no_one_knows_is_added_and_their_adult_cleared(drill)
    the_families_come_and_some_strangers(drill)
    a_held_child_looks_like_any_other(drill)
    two_windows_go_offline_and_nothing_is_done_by_what_they_press(drill)
    the_crowd_hands_over_while_a_server_is_killed_and_comes_back(drill)
    those_who_were_offline_come_back(drill)
    the_windows_hand_the_last_ones_over(drill)
    the_held_the_gone_and_the_absent_are_accounted_for(drill)
    the_director_closes_it(drill)
    nothing_was_lost_doubled_or_untrue(drill)


# --- the acts ---------------------------------------------------------------------------------------------------------
def everyone_opens_their_page(drill: Drill) -> None:
    six = drill.six
    for who, path in (("director", ""), ("wall", "/wall")):
        expect(six.open(who, path).locator("#sum .reuniting-group")).to_have_count(len(GROUPS))
    for who in ("greeter", "checker", "checker_away", "reunifier_away"):
        expect(six.open(who, "/work").locator("h1")).to_be_visible()
    for who in ("checker", "checker_away"):
        s.take_vest(six.pages[who], "checker", "Checker")
    six.look()


def a_child_whom_no_one_knows_is_added_and_their_adult_cleared(drill: Drill) -> None:
    greeter, desk = drill.six.pages["greeter"], drill.six.pages["director"]
    form = s.form_of(greeter, "add")
    form.locator("[name=given_name]").fill(ADDED)
    s.send(form)
    expect(greeter.locator("h1")).to_have_text(ADDED)
    drill.added = greeter.url.rpartition("/")[2]
    s.send(s.fill_card(greeter, THEIR_ADULT))
    expect(greeter.get_by_text(s.ADULTS_WAIT)).to_be_visible()
    # The greeter is not told that the director decides.
    expect(greeter.locator("#content")).not_to_contain_text("With the director")
    desk.reload()
    decision = s.form_of(desk, "decide")
    decision.locator("[name=is_cleared]").check()
    decision.locator("[name=words]").fill("Her teacher knows her.")
    s.send(decision)
    expect(desk.locator('form:has(> input[value="decide"])')).to_have_count(0)


def the_families_come_and_some_strangers(drill: Drill) -> None:
    staff, shares = drill.staff, drill.shares
    families: list[Work] = [partial(staff.check_in, adult=one.adult, codes=one.codes) for one in shares.crowd]
    for works in (families, strangers_for(staff, shares.crowd_codes)):
        require_done(drill.watch(drill.crowd.begin("greeter", works)), "200")
    for step in ("pull", "bring"):
        steps: list[Work] = [partial(staff.step, step=step, codes=some) for some in batched(shares.crowd_codes, BATCH)]
        require_done(drill.watch(drill.crowd.begin("reunifier", steps)), "204")


def a_held_child_looks_like_any_other(drill: Drill) -> None:
    (code,) = drill.shares.held[0].codes
    page = drill.six.open_student("reunifier_away", code)
    expect(page.locator("#content header .badge")).to_have_text("Asked for")
    expect(page.locator("#release-title")).to_have_count(0)
    page.get_by_role("button", name="Fetched", exact=True).click()
    expect(page.locator("#content .problem").first).to_contain_text("This cannot be done with this student now")
    expect(page.locator("#content")).not_to_contain_text("Held")


def two_windows_go_offline_and_nothing_is_done_by_what_they_press(drill: Drill) -> None:
    six, shares = drill.six, drill.shares
    overtaken, offline = shares.overtaken, shares.offline
    s.check_in(six.open_student("greeter", overtaken.codes[0]), overtaken)
    release = s.fetch_child(six.open_student("reunifier_away", overtaken.codes[0]))
    six.open_student("checker_away", offline.codes[0])
    for who in AWAY:
        six.pages[who].context.set_offline(True)
        expect(six.pages[who].locator("#away")).to_be_visible()
    drill.offline_since = time.monotonic()
    card = s.fill_card(six.pages["checker_away"], offline.adult)
    for form in (card, release):
        s.send(form)
    for who in AWAY:
        s.expect_not_sent(six.pages[who])
    six.away = AWAY
    # What was typed stands there still, and nothing came of it.
    expect(card.locator("[name=adult_name]")).to_have_value(offline.adult)
    expect(release.locator("[name=initials]")).to_have_value("BR")
    stored = read_stored(drill.database)
    assert stored.releases == {}
    assert not [code for code, _state in stored.pick_ups if code == offline.codes[0]]


def the_crowd_hands_over_while_a_server_is_killed_and_comes_back(drill: Drill) -> None:
    six, second, cut_off = drill.six, drill.second, drill.shares.cut_off
    # The child of the window that is offline is handed over at another table.
    wanted = {*(code for one in drill.shares.crowd for code in one.codes), *drill.shares.overtaken.codes}
    works = drill.crowd.spread(releases_of(drill.staff, drill.database, wanted), SIZE.offline_s)
    card = s.fill_card(six.open_student("checker", cut_off.codes[0]), cut_off.adult)
    releasing = drill.crowd.begin("reunifier", works)
    while len(drill.staff.released) < KILLED_AFTER * len(wanted) and not releasing.done():
        six.look()
        drill.wait()
    killed = second.pid
    second.kill9()
    assert not second.process.is_running
    drill.crowd.second_was_killed.set()

    # With a network, and without a server.
    s.send(card)
    s.expect_not_sent(six.pages["checker"])
    expect(six.pages["wall"].locator("#stale")).to_be_visible()
    assert not [code for code, _state in read_stored(drill.database).pick_ups if code == cut_off.codes[0]]
    second.start()
    assert second.pid != killed
    expect(six.pages["wall"].locator("#stale")).to_be_hidden()
    expect(six.pages["wall"].locator("#sum")).to_be_visible()
    # What was typed is sent by a second press.
    expect(card.locator("[name=adult_name]")).to_have_value(cut_off.adult)
    s.send(card)
    expect(six.pages["checker"].get_by_text(s.ADULTS_WAIT)).to_be_visible()

    told = drill.watch(releasing)
    assert set(told.answers) == {"200", TWICE, NOT_CLEARED}, told
    # Everything once more, also at the server that has come back: each was released already, or is not cleared.
    again = drill.watch(drill.crowd.begin("reunifier", releases_of(drill.staff, drill.database, wanted)))
    assert set(again.answers) == {TWICE, NOT_CLEARED}, again


def those_who_were_offline_come_back(drill: Drill) -> None:
    six, shares = drill.six, drill.shares
    while time.monotonic() < drill.offline_since + SIZE.offline_s:
        six.look()
        drill.wait()
    six.look()
    six.away = ()
    for who in AWAY:
        six.pages[who].context.set_offline(False)
        expect(six.pages[who].locator("#away")).to_be_hidden()
        # It was not sent by itself: a person presses again.
        expect(six.pages[who].locator("#not-sent")).to_be_visible()
    reunifier, checker = six.pages["reunifier_away"], six.pages["checker_away"]
    s.send(s.form_of(reunifier, "release"))
    expect(reunifier.locator("#content .problem").first).to_contain_text("This student has been released already.")
    expect(reunifier.locator("#content header .badge")).to_have_text("Released")
    s.send(s.form_of(checker, "card"))
    expect(checker.get_by_text(s.ADULTS_WAIT)).to_be_visible()
    assert read_stored(drill.database).releases[shares.overtaken.codes[0]] == 1


def the_windows_hand_the_last_ones_over(drill: Drill) -> None:
    shares = drill.shares
    going = {one.codes[0]: one.adult for one in (shares.offline, shares.cut_off)} | {drill.added: THEIR_ADULT}
    queue = drill.six.open("reunifier_away", "/work")
    for code in going:
        expect(queue.locator(f'.reuniting-student[href$="/{code}"]')).to_have_count(1)
    for code, adult in going.items():
        page = drill.six.open_student("reunifier_away", code)
        form = s.fetch_child(page)
        expect(page.locator("#release-title")).to_contain_text(adult)
        s.send(form)
        expect(page.locator("#content header .badge")).to_have_text("Released")
        drill.by_windows[code] = adult


def the_held_the_gone_and_the_absent_are_accounted_for(drill: Drill) -> None:
    resolve_held(drill.staff, drill.database)
    (ran,), (absent,) = drill.shares.ran.codes, drill.shares.absent.codes
    accountant = drill.staff.client("accountant")
    for code, step, words in (
        (ran, "report_run", "To her aunt, by herself"),
        (ran, "confirm_run", "With her aunt, her aunt says so"),
        (absent, "mark_missing", ""),
        (absent, "mark_absent", ""),
    ):
        assert drill.staff.step(accountant, step, [code], words) == "204", step
        drill.six.look()


def the_director_closes_it(drill: Drill) -> None:
    desk, wall = drill.six.pages["director"], drill.six.pages["wall"]
    for page in (desk, wall):
        expect(page.locator("#sum")).to_contain_text("The sum closes: every student is accounted for.")
    drill.six.look()
    s.send(s.form_of(desk, "close"))
    expect(desk.locator("p.problem", has_text="Closed")).to_be_visible()
    expect(wall.locator('#sum[data-over="true"]')).to_be_visible()
    drill.six.look()


# --- what is true -----------------------------------------------------------------------------------------------------
def nothing_was_lost_doubled_or_untrue(drill: Drill) -> None:
    scene, shares, stored = drill.scene, drill.shares, read_stored(drill.database)
    wanted = {**shares.adult_of(), drill.added: THEIR_ADULT}
    held = [code for one in shares.held for code in one.codes]
    assert (len(held), len(wanted)) == (SIZE.students // 40, SIZE.students - SIZE.students // 40 - 2 + 1)

    # The tables: each child with their adult, once, and no one waits.
    assert stored.released == wanted
    assert set(stored.releases.values()) == set(stored.steps.values()) == {1}
    assert set(stored.steps) == set(wanted)
    assert not [one for one in stored.pick_ups if one[1] == "waiting"]
    # Sent from a page that had no line, and sent again: one card.
    for family in (shares.overtaken, shares.offline, shares.cut_off):
        assert stored.pick_ups[family.codes[0], "done"] == 1
    # What was acknowledged is stored, and was acknowledged once.
    acknowledged = Counter([*drill.staff.released, *drill.by_windows])
    assert set(acknowledged.values()) == {1}
    assert set(acknowledged) <= set(wanted)

    # The log: the way of each child, as the play went.
    counted = count_log(read_log(drill.director, scene.room_id), scene.operation_id, scene.codes)
    ways = {code: ["here", "reunited" if code in wanted else "with_police"] for code in (*wanted, *held)}
    ways |= {shares.ran.codes[0]: ["here", "ran", "elsewhere"], shares.absent.codes[0]: ["here", "missing", "absent"]}
    assert counted.ways == ways
    last = counted.sums[-1]
    groups = {"reunited": len(wanted), "with_police": len(held), "elsewhere": 1}
    assert last == Sum(SIZE.students + 1, 1, tuple(groups.get(one, 0) for one in GROUPS))
    assert stored.groups == {**groups, "absent": 1}

    # What the product says, and what its windows have shown, was so at an entry of the log, and none went back.
    status, told = drill.director.send("GET", drill.staff.path)
    assert isinstance(told, dict)
    assert (status, said_by_product(told), told["is_whole"], told["closes"]) == (200, last, True, True)
    assert drill.six.untrue == []
    for who, shown in drill.six.shown.items():
        assert shown[-1] == last, who
        assert set(shown) <= set(counted.sums), who
        firsts = [counted.sums.index(one) for one in dict.fromkeys(shown)]
        assert firsts == sorted(firsts), who
    assert count_students(drill.database) == SIZE.students + 1


def count_students(database: Database) -> int:
    """Return how many students the table holds."""
    (number,) = database.execute(f"SELECT count(*) FROM {STUDENTS}").fetchone() or (None,)
    return int(str(number))
