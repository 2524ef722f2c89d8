"""What the page of a card says is so: also where it was opened long ago, and of a part of the school alone."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from coordination.building_today.cards.acts import issue_card
from coordination.building_today.models import DayCard
from coordination.building_today.vocabulary import DayCardKind
from coordination.building_today.wire import DayCardIn
from coordination.room.models import Incident, Participant
from coordination.sign_in.sessions.duties import STATE
from mou.vocabulary import AgencyKind, MemberRole
from tests.coordination.building_today.cards import PAGE, PRESS, later, make_card, press, report, scan
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mapping import make_plan, make_site
from tests.factories.mou import make_agency, make_member, make_memorandum
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def test_what_is_not_said_of_the_whole_school_or_not_sent_is_not_said_as_if_it_were(cast: Cast) -> None:
    plan = make_plan(cast.site)
    card = make_card(cast)
    phone, late = scan(card), scan(make_card(cast, holder="Sam"))
    room = open_room(cast, at=datetime.now(UTC))
    level = str(plan.levels[0].level_id)
    run(cast.insider, room.pk, "start_response_action", action_id=uuid4(), kind="lockdown", level_id=level)

    shown = phone.get(f"{PAGE}?said=pressed").content.decode()
    assert "Only for: " in shown
    assert "As of " in shown
    # An old address is opened again: no alarm was sent.
    assert "Your alarm was sent" not in shown
    press(phone)
    assert "Your alarm was sent" in phone.get(f"{PAGE}?said=pressed").content.decode()
    DayCard.objects.filter(holder="Sam").update(ends_at=datetime.now(UTC))
    refused = press(late)
    assert refused.status_code == 403
    assert "Nothing was sent. If you need help, call 911." in refused.content.decode()
    assert "llame al 911" in late.post(PRESS, {"act": "press"}, headers={"Accept-Language": "es"}).content.decode()


def test_a_card_reports_where_its_school_has_joined_the_incident_of_another(cast: Cast) -> None:
    district = make_agency(AgencyKind.DISTRICT, name="Hill Schools")
    own = make_member(district, role=MemberRole.ADMINISTRATOR).user
    elsewhere = make_site(district, name="Hill Hall")
    card_id = issue_card(
        user_id=own.pk,
        site_id=elsewhere.pk,
        given=DayCardIn(
            kind=DayCardKind.AIDE, holder="A", place="7", starts_at=datetime.now(UTC), ends_at=later(hours=2)
        ),
        at=datetime.now(UTC),
    )
    make_memorandum(district, cast.dispatch)
    room = open_room(cast, by=cast.dispatcher, at=datetime.now(UTC))
    phone = scan(DayCard.objects.get(pk=card_id))
    run(cast.dispatcher, room.pk, "join_site", site_id=elsewhere.pk)
    assert report(phone).status_code == 422
    start: Any = {"action_id": uuid4(), "kind": "hold", "space_ids": [], "site_id": elsewhere.pk}
    run(cast.dispatcher, room.pk, "start_response_action", **start)

    assert "Report your room" in phone.get(PAGE).content.decode()
    assert report(phone).status_code == 303
    assert Participant.objects.filter(room=room, name="Classroom aide, Room 7").exists()


def test_a_card_is_none_of_the_schools_people(cast: Cast) -> None:
    room = open_room(cast, at=datetime.now(UTC))
    board, people = f"/api/v1/rooms/{room.pk}/rooms-to-account-for", f"/api/v1/agencies/{cast.school.pk}/members"
    client = Client()
    client.force_login(cast.teacher)
    run(cast.teacher, room.pk, "join_room")
    before, known = client.get(board).json()["people"], client.get(people).json()
    scan(make_card(cast))

    # No one could tell it anything: it is not one of those whom the alert has not reached.
    assert client.get(board).json()["people"] == before
    assert client.get(people).json() == known


def test_what_the_account_of_the_same_phone_owes_stands_before_no_card(cast: Cast) -> None:
    phone = scan(make_card(cast))
    phone.force_login(cast.officer)
    session = phone.session
    # Of a row that is gone: it has to begin again.
    session[STATE] = 10**9
    session.save()

    assert phone.get("/").status_code == 302
    answer = press(phone)
    assert (answer.status_code, answer["Location"]) == (303, f"{PAGE}?said=pressed")
    assert "Your alarm was sent" in phone.get(answer["Location"]).content.decode()


def test_a_press_from_a_page_of_before_someone_signed_in_there_says_that_nothing_was_sent(cast: Cast) -> None:
    phone = scan(make_card(cast), Client())
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies

    refused = press(strict)
    assert refused.status_code == 403
    assert "Nothing was sent. If you need help, call 911." in refused.content.decode()
    assert not Incident.objects.exists()
