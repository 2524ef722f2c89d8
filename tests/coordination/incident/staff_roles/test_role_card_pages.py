"""The office half of role cards, at its doors: who changes them, who may not, and what may not be written there."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from coordination.incident.staff_roles.models import CardEdition, RolePlace
from coordination.incident.staff_roles.queries import cards_at
from coordination.incident.staff_roles.rules import MOST_STEPS
from coordination.incident.staff_roles.vocabulary import StaffRole
from coordination.models import User
from mou.models import AgencyMember
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_agency, make_member

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("{role}")</script> %(n)s'


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def card(steps: int = 1, words: str = "Gas off.", drawn_from: str = "library") -> dict[str, object]:
    return {"drawn_from": drawn_from, "steps": [{"phase": "next_ten", "words": words}] * steps}


def put(user: User, address: str, body: Any) -> Any:
    return client_of(user).put(f"/api/v1/agencies/{address}", body, content_type="application/json")


def now_of(cast: Cast) -> Any:
    return cards_at(cast.school, cast.district, datetime.now(UTC))[StaffRole.CUSTODIAN]


def test_a_card_is_changed_on_its_page_and_taken_back_and_hostile_text_is_text(cast: Cast) -> None:
    address = f"/role-cards/{cast.school.pk}/custodian"
    principal = client_of(cast.insider)
    typed: dict[str, Any] = {"act": "change", "drawn_from": "library", "joins_within_min": 5}
    typed |= {"steps-phase": "next_ten", "steps-action": "", "steps-words": HOSTILE, "steps-words_es": ""}

    assert principal.post(address, typed).status_code == 303
    shown = principal.get(address).content.decode()
    assert HOSTILE not in shown
    assert "&lt;script&gt;" in shown
    assert (now_of(cast).version, now_of(cast).joins_within_min) == ("school 1", 5)
    # Who had the page open before saves nothing over it.
    assert principal.post(address, typed).status_code == 422
    assert principal.post(address, {"act": "take_back"}).status_code == 303
    assert now_of(cast).version == "library"
    assert principal.post(address, {"act": "take_back"}).status_code == 422


def test_an_edition_is_kept_as_it_is(cast: Cast) -> None:
    put(cast.insider, f"{cast.school.pk}/role-cards/custodian", card())

    with pytest.raises(DatabaseError), transaction.atomic():
        CardEdition.objects.update(steps=[])


def test_a_school_has_its_own_card_before_the_districts_and_another_school_has_not(cast: Cast) -> None:
    keeper = make_member(cast.district, role=MemberRole.ADMINISTRATOR).user
    other = make_agency(AgencyKind.SCHOOL, parent=cast.district)

    assert put(keeper, f"{cast.district.pk}/role-cards/custodian", card()).json() == {"version": "district 1"}
    assert now_of(cast).version == "district 1"
    own = card(words="Ours.", drawn_from="district 1")
    assert put(cast.insider, f"{cast.school.pk}/role-cards/custodian", own).json() == {"version": "school 1"}
    assert now_of(cast).steps[0].words == "Ours."
    assert cards_at(other, cast.district, datetime.now(UTC))[StaffRole.CUSTODIAN].version == "district 1"


def test_who_may_not_change_cards_changes_none(cast: Cast) -> None:
    other_school = make_agency(AgencyKind.SCHOOL, parent=cast.district)
    neighbor = make_member(other_school, role=MemberRole.ADMINISTRATOR).user
    hostile = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user

    for user, status in ((cast.teacher, 403), (neighbor, 404), (hostile, 404), (cast.dispatcher, 404)):
        for tail, body in (("custodian", card()), ("custodian/people", {"people": []})):
            assert put(user, f"{cast.school.pk}/role-cards/{tail}", body).status_code == status, (user, tail)
        page = client_of(user).post(f"/role-cards/{cast.school.pk}/custodian", {"act": "take_back"})
        # For those who read the page, too, it has no such form.
        assert page.status_code == 404
    # A school changes nothing of its district's; police have no cards, also where they administer themselves.
    assert put(cast.insider, f"{cast.district.pk}/role-cards/custodian", card()).status_code == 404
    assert put(hostile, f"{cast.police.pk}/role-cards/custodian", card()).status_code == 404
    assert not CardEdition.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        card(MOST_STEPS + 1),
        card(0),
        card(words="x" * 201),
        card(words="two\nlines"),
        card(words="\u202ehidden"),
        card() | {"joins_within_min": 0},
    ],
)
def test_too_much_and_what_hides_is_refused(cast: Cast, body: dict[str, object]) -> None:
    assert put(cast.insider, f"{cast.school.pk}/role-cards/custodian", body).status_code == 422
    assert not CardEdition.objects.exists()


def test_people_of_the_school_and_district_are_named_each_once_and_no_one_else(cast: Cast) -> None:
    address = f"{cast.school.pk}/role-cards/principal/people"
    teacher, officer = (str(AgencyMember.objects.get(user=one).pk) for one in (cast.teacher, cast.officer))
    former = str(make_member(cast.school, ended_at=datetime(2026, 1, 1, tzinfo=UTC)).pk)

    for wrong in ([officer], [former], [teacher, teacher]):
        people = {"people": [{"member_id": one} for one in wrong]}
        assert put(cast.insider, address, people).status_code == 422, wrong
    assert put(cast.insider, address.replace("principal", "sro"), {"people": []}).status_code == 409
    assert not RolePlace.objects.exists()
    typed = {"act": "people", "people-member_id": [teacher, ""]}
    assert client_of(cast.insider).post(f"/role-cards/{cast.school.pk}/principal", typed).status_code == 303
    assert list(RolePlace.objects.values_list("role", "position")) == [("principal", 0)]


def test_the_print_has_a_sheet_for_each_role(cast: Cast) -> None:
    page = client_of(cast.insider).get(f"/role-cards/{cast.school.pk}/print").content.decode()

    assert page.count("<article") == len(StaffRole)
    assert [one for one in StaffRole if f"<h2>{one.label}</h2>" not in page] == []
