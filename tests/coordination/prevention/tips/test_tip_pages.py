"""The team's pages of tips: what a tab, a list and a form say, and to whom."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.keeping.holds import Holds, Span
from coordination.models import User
from coordination.prevention.tips.models import Tip, TipDesk, TipRead
from coordination.prevention.tips.vocabulary import TipCategory, TipState, TipStep
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.overdue import TIP_RETENTION
from mou.models import AgencyMember
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.tips import SECRET_WORDS, make_desk, make_tip

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    """The school's desk; the teacher is its team."""
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


def page_of(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def tip_page(user: User, tip: Tip) -> str:
    return page_of(user, f"/prevention/tips/{tip.pk}")


def come_lately(cast: Cast, desk: TipDesk) -> User:
    """Return someone whose place on the desk opens what came in the last five minutes."""
    late = make_member(cast.school).user
    now = datetime.now(UTC)
    desk.team.create(user=late, added_at=now, let_in_at=now, opens_from=now - timedelta(minutes=5))
    return late


def test_a_tab_does_not_say_what_a_tip_is_about_and_the_page_does(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, category=TipCategory.SUICIDE)

    page = tip_page(cast.teacher, tip)
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)

    assert title is not None
    assert "Tip" in title[1]
    assert "take their own life" not in title[1]
    assert "take their own life" in page


def test_the_team_sees_who_read_a_tip_by_which_door_and_an_officer_does_not(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, state=TipState.SENT, is_life_threat=True, to_police=True)

    of_officer, of_team = tip_page(cast.officer, tip), tip_page(cast.teacher, tip)

    assert "Who read it" not in of_officer
    assert "Who read it" in of_team
    assert f"{cast.officer.shown_name()} · " in of_team
    assert set(TipRead.objects.values_list("subject_id", "desk_id", "door")) == {(tip.pk, desk.pk, "page")}


def test_an_officer_is_offered_what_they_may_do_and_nothing_of_the_teams(cast: Cast, desk: TipDesk) -> None:
    tip = make_tip(desk, state=TipState.SENT, is_life_threat=True, to_police=True)

    def offered(user: User) -> set[str]:
        return set(re.findall(r'name="step" value="(\w+)"', tip_page(user, tip)))

    assert offered(cast.officer) == {TipStep.ACKNOWLEDGE}
    assert offered(cast.teacher) == {
        *(TipStep.ACKNOWLEDGE, TipStep.LINK_DUPLICATE, TipStep.MARK_FALSE, TipStep.MARK_TEST)
    }
    assert "new_case" not in tip_page(cast.officer, tip)


def test_who_came_lately_is_not_offered_older_tips_to_link_and_who_was_there_is(cast: Cast, desk: TipDesk) -> None:
    old, new = make_tip(desk, at=datetime.now(UTC) - timedelta(hours=1)), make_tip(desk)
    late = come_lately(cast, desk)

    assert f'value="{old.pk}"' in tip_page(cast.teacher, new)
    page = tip_page(late, new)
    assert f'value="{old.pk}"' not in page
    assert "No other open tip is like it." in page


def test_a_flood_is_cleared_by_the_team_of_what_each_reads(cast: Cast, desk: TipDesk) -> None:
    old = make_tip(desk, at=datetime.now(UTC) - timedelta(hours=1))
    assert "Clear the flood" not in page_of(cast.teacher, "/prevention/tips")
    flooded = make_tip(desk, is_of_flood=True)
    late = come_lately(cast, desk)

    of_team, of_late = page_of(cast.teacher, "/prevention/tips"), page_of(late, "/prevention/tips")

    assert [f'value="{one.pk}"' in of_team for one in (old, flooded)] == [True, True]
    assert [f'value="{one.pk}"' in of_late for one in (old, flooded)] == [False, True]
    assert "Clear the flood" not in page_of(cast.insider, "/prevention/tips")
    assert SECRET_WORDS not in of_team + of_late


def test_a_flood_is_not_cleared_of_what_one_does_not_read(cast: Cast, desk: TipDesk) -> None:
    old = make_tip(desk, at=datetime.now(UTC) - timedelta(hours=1), is_of_flood=True)
    client = Client()
    client.force_login(come_lately(cast, desk))

    answer = client.post("/prevention/tips", {"act": "clear", "words": "all the same", "tip": [str(old.pk)]})

    assert answer.status_code == 422
    old.refresh_from_db()
    assert old.state == TipState.RECEIVED


def test_the_step_that_leads_on_is_open_and_a_second_look_is_not(cast: Cast, desk: TipDesk) -> None:
    page = tip_page(cast.teacher, make_tip(desk, state=TipState.TRIAGED))

    steps = re.findall(r"<details[^>]*office-more[^>]*?( open)?>\s*<summary>([^<]+)</summary>", page)
    assert [name for is_open, name in steps if is_open] == [TipStep.SEND.label]
    assert TipStep.TRIAGE.label in [name for _is_open, name in steps]


def test_who_left_the_school_finds_no_tip(cast: Cast, desk: TipDesk) -> None:
    tip, client = make_tip(desk), Client()
    AgencyMember.objects.filter(user=cast.teacher).update(ended_at=datetime.now(UTC))
    client.force_login(cast.teacher)

    assert client.get(f"/prevention/tips/{tip.pk}").status_code == 404
    assert not TipRead.objects.exists()


# --- retention --------------------------------------------------------------------------------------------------------
def holds(**what: Any) -> Holds:
    nothing: dict[str, Any] = {"incident_ids": (), "site_ids": (), "user_ids": (), "names": (), "spans": ()}
    return Holds(**{**nothing, **what})


def test_a_tip_goes_after_its_days_and_a_hold_keeps_what_it_names(cast: Cast, desk: TipDesk) -> None:
    incident_id, long_ago, now = uuid4(), datetime.now(UTC) - timedelta(days=500), datetime.now(UTC)
    tip = make_tip(desk, state=TipState.FALSE, at=long_ago, incident_id=incident_id)
    make_tip(desk, state=TipState.FALSE, at=now)
    tip.acts.create(step="mark_false", before="sent", after="false", by=cast.teacher, at=long_ago)
    span = Span(cast.district.pk, long_ago - timedelta(days=1), long_ago + timedelta(days=1))
    elsewhere = Span(cast.police.pk, span.since, span.until)

    def goes(**what: Any) -> bool:
        found = list(TIP_RETENTION.going(desk, now, holds(**what)))
        assert TIP_RETENTION.count_going(desk, now, holds(**what)) == len(found)
        assert TIP_RETENTION.is_held(tip, desk, holds(**what)) == (found == [])
        return found == [tip]

    assert goes()
    assert goes(incident_ids=[uuid4()], names=["Someone else"], user_ids=[cast.insider.pk], spans=[elsewhere])
    assert not goes(incident_ids=[incident_id])
    assert not goes(site_ids=[cast.site.pk])
    assert not goes(user_ids=[cast.teacher.pk])
    assert not goes(names=["quince"])
    assert not goes(spans=[span])


def test_what_no_one_has_taken_up_stands_before_what_is_under_way(cast: Cast, desk: TipDesk) -> None:
    now = datetime.now(UTC)
    late = make_tip(desk, state=TipState.IN_PROGRESS, at=now - timedelta(days=2))
    waiting = make_tip(desk, at=now - timedelta(minutes=5))

    listed = TIP_KIND.list_lines(cast.teacher.pk, now, is_open=True)

    assert [one.tip_id for one in listed] == [waiting.pk, late.pk]
