"""Whom an alarm reaches: said before the day on every page that counts people, and of a press, never mixed."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from coordination.incident.reach.facts import Reach, agreements_that_hold, reach_at, reach_of_all
from coordination.models import User
from mapping.models import Site
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.ledger.answers import acknowledge_event
from push.models import Notification
from push.outbox.delivery import deliver_due
from push.transports.configured import configured_transports
from push.vocabulary import DeviceKind, NotificationState
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
from tests.factories.push import make_device
from tests.stage.incident.panic import press
from tests.stage.served import session_of

pytestmark = pytest.mark.django_db(transaction=True)
POLICE, FIRE, DISPATCH = (
    (AgencyKind.POLICE, AgencyKind.SHERIFF),
    (AgencyKind.FIRE, AgencyKind.EMS),
    (AgencyKind.DISPATCH,),
)
NOT_FOUND = 404


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def keeper_of(cast: Cast) -> User:
    return make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reach(cast: Cast, *sites: Site) -> Reach:
    at = datetime.now(UTC)
    found = reach_at(cast.district, sites or [cast.site], agreements_that_hold(cast.district, at), at)
    return reach_of_all(found.values())


# --- before the day ---------------------------------------------------------------------------------------------------
def test_people_without_any_way_are_reached_by_nothing_and_their_agencies_neither(cast: Cast) -> None:
    found = reach(cast)

    assert (len(found.people), len(found.with_way), found.lacking) == (2, 0, (POLICE, FIRE, DISPATCH))


def test_a_device_of_somebody_on_duty_reaches_their_agency_and_off_duty_it_does_not(cast: Cast) -> None:
    for who in (cast.teacher, cast.officer, cast.dispatcher):
        make_device(user=who)
    before = reach(cast)
    AgencyMember.objects.filter(user=cast.officer).update(is_on_duty=False)

    assert (before.with_way, before.lacking) == (frozenset({cast.teacher.pk}), (FIRE,))
    assert reach(cast).lacking == (POLICE, FIRE)


def test_an_address_that_is_not_confirmed_is_no_way(cast: Cast) -> None:
    make_device(user=cast.teacher, kind=DeviceKind.EMAIL, value="t@example.org", is_confirmed=False)

    assert reach(cast).with_way == frozenset()


def test_an_agreement_without_the_room_reaches_nobody_of_its_agency(cast: Cast) -> None:
    fire = make_agency(AgencyKind.FIRE, name="Fairview Fire")
    make_memorandum(cast.district, fire, grants=[TermKind.FLOORPLAN_ACCESS])
    make_device(user=make_member(fire).user)

    assert FIRE in reach(cast).lacking


def test_an_agreement_for_one_school_reaches_nobody_for_the_other(cast: Cast) -> None:
    for who in (cast.officer, cast.dispatcher):
        make_device(user=who)
    beside = make_site(cast.district, name="Beside")

    assert reach(cast).lacking == (FIRE,)
    assert reach(cast, cast.site, beside).lacking == (POLICE, FIRE)


def test_three_hundred_sites_cost_as_many_queries_as_one(cast: Cast) -> None:
    sites = [cast.site]
    with CaptureQueriesContext(connection) as few:
        reach(cast, *sites)
    sites += [make_site(cast.district, name=f"More {number}") for number in range(30)]

    with CaptureQueriesContext(connection) as many:
        reach(cast, *sites)

    assert len(many) == len(few)


def test_the_checklist_says_in_red_whom_an_alarm_would_not_reach_and_where_to_look(cast: Cast) -> None:
    client = client_of(keeper_of(cast))
    page = client.get("/administration").content.decode()

    assert "An alarm reaches 0 of 3 people of the schools and the district" in page
    assert "No one on duty whom an alarm reaches: Police, Fire, Dispatch" in page
    assert page.count('class="office-grave"') == 2


def test_the_checklist_names_an_agreement_that_opens_no_room(cast: Cast) -> None:
    client = client_of(keeper_of(cast))
    before = client.get("/administration").content.decode()
    make_memorandum(cast.district, make_agency(AgencyKind.FIRE), grants=[])

    assert "opens no incident room" not in before
    assert "1 agreement in force opens no incident room" in client.get("/administration").content.decode()


def test_the_page_of_tiers_counts_ways_and_not_memberships(cast: Cast) -> None:
    make_device(user=cast.officer)
    page = client_of(keeper_of(cast)).get(f"{reverse('panic_tiers')}?site={cast.site.pk}").content.decode()

    grave = page[page.index('id="tier-active_threat"') : page.index('id="tier-secure"')]
    assert "1 of 1" in grave
    assert '<strong class="keys-short">0 of 1</strong>' in grave


def test_only_who_keeps_the_district_reads_whom_an_alarm_would_reach(cast: Cast) -> None:
    address = f"/api/v1/districts/{cast.district.pk}/alarm-reach"
    make_device(user=cast.teacher)

    body = client_of(keeper_of(cast)).get(address).json()

    assert (body["people"], body["with_way"], body["lacking"]) == (3, 1, ["police", "fire", "dispatch"])
    assert len(body["words"]) == 2
    assert [client_of(who).get(address).status_code for who in (cast.insider, cast.officer)] == [NOT_FOUND, NOT_FOUND]


# --- of a press -------------------------------------------------------------------------------------------------------
def raised(cast: Cast, **fields: object) -> dict[str, object]:
    body = {
        "id": str(uuid4()),
        "type": "raise_panic",
        "site_id": str(cast.site.id),
        "is_exercise": False,
        "kind": "active_threat",
        **fields,
    }
    headers = {"X-Session-Token": session_of(cast.teacher)}
    answer = Client().post("/api/v1/panics", body, content_type="application/json", headers=headers)
    found: dict[str, object] = json.loads(answer.content)
    return found


def told_now(cast: Cast, receipt: dict[str, object], who: User) -> dict[str, object]:
    address = f"/api/v1/rooms/{receipt['room_id']}/panics/{receipt['panic_id']}/told"
    answer = Client().get(address, headers={"X-Session-Token": session_of(who)})
    found: dict[str, object] = json.loads(answer.content)
    return {**found, "status": answer.status_code}


def test_a_press_that_reaches_nobody_says_so_and_names_whom_to_call(cast: Cast) -> None:
    told = raised(cast)["told"]

    assert isinstance(told, dict)
    assert (told["chosen"], told["handed"], told["acknowledged"], told["without_way"]) == (3, 0, 0, 3)
    assert told["unreached"] == ["police", "fire", "dispatch"]


def test_what_is_handed_over_and_answered_is_told_when_it_is_asked_again(cast: Cast) -> None:
    make_device(user=cast.officer)
    receipt = raised(cast)
    planned = told_now(cast, receipt, cast.teacher)

    deliver_due(transports=configured_transports(), clock=lambda: datetime.now(UTC))
    handed = told_now(cast, receipt, cast.teacher)
    seq = receipt["seq"]
    with transaction.atomic():
        acknowledge_event(source_key=f"room:{receipt['room_id']}:{seq}", user_id=cast.officer.pk, at=datetime.now(UTC))
    answered = told_now(cast, receipt, cast.teacher)

    counted = [(one["chosen"], one["handed"], one["acknowledged"]) for one in (planned, handed, answered)]
    assert counted == [(3, 0, 0), (3, 1, 0), (3, 1, 1)]
    assert (planned["without_way"], planned["unreached"]) == (2, ["fire", "dispatch"])


def test_a_way_that_failed_for_good_is_none(cast: Cast) -> None:
    make_device(user=cast.officer)
    receipt = raised(cast)
    Notification.objects.update(state=NotificationState.FAILED.value, next_try_at=None)

    told = told_now(cast, receipt, cast.teacher)

    assert (told["without_way"], told["unreached"]) == (3, ["police", "fire", "dispatch"])


def test_a_tier_that_calls_no_police_misses_none(cast: Cast) -> None:
    told = raised(cast, kind="medical")["told"]

    assert isinstance(told, dict)
    assert told["unreached"] == ["fire", "dispatch"]


def test_an_exercise_asks_nobody_to_call(cast: Cast) -> None:
    told = raised(cast, is_exercise=True)["told"]

    assert isinstance(told, dict)
    assert told["unreached"] == []


def test_how_far_a_press_has_come_is_told_to_who_pressed_and_to_nobody_else(cast: Cast) -> None:
    receipt = raised(cast)

    people = (cast.teacher, cast.insider, cast.officer, cast.stranger)
    found = [told_now(cast, receipt, who)["status"] for who in people]

    assert found == [200, NOT_FOUND, NOT_FOUND, NOT_FOUND]


def test_two_agencies_of_one_kind_are_reached_by_either(cast: Cast) -> None:
    sheriff = make_agency(AgencyKind.SHERIFF, name="Fairview Sheriff")
    make_memorandum(cast.district, sheriff)
    make_device(user=make_member(sheriff).user)
    press(cast.teacher, cast.site, kind="active_threat")

    assert POLICE not in reach(cast).lacking
