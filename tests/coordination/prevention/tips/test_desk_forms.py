"""The forms of the team and of a desk's keepers: what is wrong stands at its field, and strangers change nothing."""

import pytest
from django.test import Client

from coordination.models import User
from coordination.prevention.tips.models import Tip, TipDesk, TipTeamMember
from coordination.prevention.tips.vocabulary import TipCategory
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member
from tests.factories.prevention.tips import make_desk, make_tip

pytestmark = pytest.mark.django_db
ROUTES = {
    f"{one.value}-{name}": value
    for one in TipCategory
    for name, value in (("priority", "urgent"), ("school_hours", "school"), ("other_hours", "police"))
}


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> TipDesk:
    return make_desk(cast.school, team=[cast.teacher], short_address="lincoln")


@pytest.fixture
def neighbor(cast: Cast) -> User:
    """Someone who keeps the desk of another district's school, and is on its team."""
    school = make_agency(AgencyKind.SCHOOL, parent=make_agency(AgencyKind.DISTRICT))
    person = make_member(school, role=MemberRole.ADMINISTRATOR).user
    make_desk(school, team=[person])
    return person


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address_of(desk: TipDesk) -> str:
    return f"/prevention/tips/desks/{desk.agency_id}"


def settings(**changed: str) -> dict[str, str]:
    return {"act": "set", "short_address": "lincoln", "keep_days": "365", "is_open": "on", **changed}


def test_days_without_school_are_lines_that_stay(cast: Cast, desk: TipDesk) -> None:
    keeper, days = signed_in(cast.insider), "2026-12-21 2027-01-01\r\n2026-11-11"

    saved = keeper.post(address_of(desk), settings(short_address="Lincoln-High", closed_days=days))

    desk.refresh_from_db()
    assert (saved.status_code, desk.short_address) == (303, "lincoln-high")
    assert desk.closed_days == [["2026-12-21", "2027-01-01"], ["2026-11-11", "2026-11-11"]]
    assert "2026-12-21 2027-01-01\n2026-11-11 2026-11-11</textarea>" in keeper.get(address_of(desk)).content.decode()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("short_address", "receipt"),
        ("short_address", "a b"),
        ("keep_days", "5"),
        ("keep_days", "x"),
        ("closed_days", "2026-13-01"),
        ("closed_days", "2026-12-21 2026-12-22 2026-12-23"),
        ("closed_days", "2027-01-01 2026-12-21"),
    ],
)
def test_a_setting_that_cannot_be_stands_at_its_field(cast: Cast, desk: TipDesk, name: str, value: str) -> None:
    given = {"closed_days": "", **settings(short_address="other-address"), name: value}

    refused = signed_in(cast.insider).post(address_of(desk), given)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert f'href="#set-{name}"' in page
    assert f'id="set-{name}_error"' in page
    assert value in page
    desk.refresh_from_db()
    assert desk.short_address == "lincoln"


def test_a_row_of_routes_that_cannot_be_is_named_and_the_other_rows_stay(cast: Cast, desk: TipDesk) -> None:
    keeper = signed_in(cast.insider)
    without = {name: value for name, value in ROUTES.items() if name != "fight-other_hours"}

    refused = keeper.post(address_of(desk), {"act": "routes", **without})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "A fight, Other hours: This field is required." in page
    assert page.count('<option value="urgent" selected>') == len(TipCategory)
    desk.refresh_from_db()
    assert desk.routes == {}
    assert keeper.post(address_of(desk), {"act": "routes", **ROUTES}).status_code == 303
    desk.refresh_from_db()
    assert set(desk.routes) == {one.value for one in TipCategory}


def test_the_desk_leads_to_the_lessons_where_it_is_written_who_was_taught(cast: Cast, desk: TipDesk) -> None:
    keeper, lessons = signed_in(cast.insider), f"/prevention/lessons/{cast.school.pk}"

    assert f'href="{lessons}"' in keeper.get(address_of(desk)).content.decode()
    assert keeper.get(lessons).status_code == 200


def test_a_person_of_another_schools_desk_changes_nothing_here(cast: Cast, desk: TipDesk, neighbor: User) -> None:
    tip, client = make_tip(desk), signed_in(neighbor)
    person = str(cast.teacher.public_id)
    incident = {"act": "incident", "incident_type": "WEAPON", "severity": "extreme", "title": "x"}
    posts = [
        (address_of(desk), settings(short_address="mine-now")),
        (address_of(desk), {"act": "routes", **ROUTES}),
        (address_of(desk), {"act": "add", "person_id": str(neighbor.public_id)}),
        (address_of(desk), {"act": "remove", "person_id": person}),
        (f"/prevention/tips/{tip.pk}", {"act": "step", "step": "mark_false", "words": "Nothing"}),
        (f"/prevention/tips/{tip.pk}", {"act": "answer", "text": "Hello"}),
        (f"/prevention/tips/{tip.pk}", incident),
    ]

    assert {client.post(address, form).status_code for address, form in posts} == {404}
    chosen = client.post("/prevention/tips", {"act": "clear", "tip": str(tip.pk), "words": "Nothing"})

    assert chosen.status_code == 422
    desk.refresh_from_db()
    assert (desk.short_address, desk.routes) == ("lincoln", {})
    assert [one.user_id for one in TipTeamMember.objects.filter(desk=desk)] == [cast.teacher.pk]
    assert Tip.objects.get().state == "received"
    assert tip.messages.count() == 0


def test_no_one_of_another_desk_is_chosen_or_removed_here(cast: Cast, desk: TipDesk, neighbor: User) -> None:
    keeper = signed_in(cast.insider)

    chosen = keeper.post(address_of(desk), {"act": "add", "person_id": str(neighbor.public_id)})
    removed = keeper.post(address_of(desk), {"act": "remove", "person_id": str(neighbor.public_id)})

    assert (chosen.status_code, removed.status_code) == (422, 422)
    assert TipTeamMember.objects.filter(user=neighbor).exists()
    assert not TipTeamMember.objects.filter(desk=desk, user=neighbor).exists()


def test_the_tips_of_a_flood_that_were_chosen_are_false_and_the_others_are_not(cast: Cast, desk: TipDesk) -> None:
    first, second = make_tip(desk, is_of_flood=True), make_tip(desk, is_of_flood=True)
    team = signed_in(cast.teacher)

    silent = team.post("/prevention/tips", {"act": "clear", "tip": [str(first.pk)], "words": ""})
    nothing = team.post("/prevention/tips", {"act": "clear", "words": "All the same"})
    done = team.post("/prevention/tips", {"act": "clear", "tip": [str(first.pk)], "words": "All the same"})

    assert (silent.status_code, nothing.status_code, done.status_code) == (422, 422, 303)
    assert f'value="{first.pk}" id="clear-tip_' in silent.content.decode()
    assert " checked" in silent.content.decode()
    assert "All the same" in nothing.content.decode()
    states = dict(Tip.objects.values_list("pk", "state"))
    assert states == {first.pk: "false", second.pk: "received"}


def test_a_step_that_lacks_something_says_so_at_the_field_and_keeps_the_rest(cast: Cast, desk: TipDesk) -> None:
    tip, team = make_tip(desk), signed_in(cast.teacher)
    address = f"/prevention/tips/{tip.pk}"

    wrong = team.post(address, {"act": "step", "step": "triage", "priority": "soon", "words": "Looked at it"})
    silent = team.post(address, {"act": "step", "step": "mark_false", "words": ""})

    assert (wrong.status_code, silent.status_code) == (422, 422)
    assert 'id="step-triage-priority_error"' in wrong.content.decode()
    assert 'value="Looked at it"' in wrong.content.decode()
    assert 'id="step-mark_false-words_error"' in silent.content.decode()
    assert team.post(address, {"act": "step", "step": "resolve"}).status_code == 404
    tip.refresh_from_db()
    assert tip.state == "received"
