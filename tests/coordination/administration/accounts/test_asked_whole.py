"""What a second person agrees to is what is done: they read all of it, and nothing of it may differ then."""

from dataclasses import replace
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from coordination.administration.models import AgencyProvider, DirectoryRoles, SpeakingAct, SpeakingRequest
from coordination.administration.second_person.asked import WHOLE_MAX_CHARS, whole_of, whole_of_list
from coordination.administration.second_person.deciding import confirm_either
from coordination.administration.second_person.requests import ask_to_speak_for_all
from coordination.administration.single_sign_on.group_roles import GroupRoles, change_directory_roles
from coordination.administration.single_sign_on.providers import ProviderGiven, change_provider
from coordination.models import User
from coordination.templatetags.asked_lines import asked_lines
from mou.errors import SecondPersonNeeded, WrongChange
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
# Longer than any line of a form.
MANY = tuple(f"Patrol of the {number}th precinct, late shift" for number in range(30))
GIVEN = ProviderGiven(
    issuer="https://login.prairie.example",
    client_id="musterpoint",
    secret="s",
    domains=("prairie.example", "schools.prairie.example"),
    groups_claim="groups",
    groups={"planner": MANY},
    default_role="",
    makes_accounts=False,
    trusts_factor=False,
    is_on=True,
)
OTHERS: dict[str, ProviderGiven] = {
    "issuer": replace(GIVEN, issuer="https://login.mallory.example"),
    "client_id": replace(GIVEN, client_id="mallory"),
    "domains": replace(GIVEN, domains=(*GIVEN.domains, "mallory.example")),
    "groups_claim": replace(GIVEN, groups_claim="roles"),
    "one group more": replace(GIVEN, groups={"planner": (*MANY, "Mallory")}),
    "another role": replace(GIVEN, groups={"supervisor": MANY}),
    "default_role": replace(GIVEN, default_role="supervisor"),
    "makes_accounts": replace(GIVEN, makes_accounts=True),
    "trusts_factor": replace(GIVEN, trusts_factor=True),
}


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT, name="Prairie District")


@pytest.fixture
def mallory(district: Agency) -> User:
    return keeper(district, "mallory")


@pytest.fixture
def second(district: Agency) -> User:
    return keeper(district, "second")


def keeper(district: Agency, name: str) -> User:
    person = make_member(district, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user
    User.objects.filter(pk=person.pk).update(home_agency=district, last_login=timezone.now())
    return User.objects.get(pk=person.pk)


def set_provider(actor: User, district: Agency, given: ProviderGiven = GIVEN) -> None:
    change_provider(actor_id=actor.pk, agency_id=district.pk, given=given, at=timezone.now())


def set_groups(actor: User, district: Agency, given: GroupRoles) -> None:
    change_directory_roles(actor_id=actor.pk, agency_id=district.pk, given=given, at=timezone.now())


def ask(actor: User, district: Agency, act: SpeakingAct, detail: str) -> SpeakingRequest:
    asked = ask_to_speak_for_all(
        actor_id=actor.pk, agency_id=district.pk, act=act, detail=detail, reason="New", at=timezone.now()
    )
    return SpeakingRequest.objects.get(pk=asked)


def asked_of_provider(actor: User, district: Agency) -> SpeakingRequest:
    with pytest.raises(SecondPersonNeeded) as refused:
        set_provider(actor, district)
    return ask(actor, district, SpeakingAct.CHANGE_PROVIDER, refused.value.asks)


@pytest.mark.parametrize("name", OTHERS)
def test_no_other_sign_in_than_the_one_that_was_confirmed_is_set(
    mallory: User, second: User, district: Agency, name: str
) -> None:
    row = asked_of_provider(mallory, district)
    confirm_either(actor_id=second.pk, request_id=row.pk, at=timezone.now())

    with pytest.raises(SecondPersonNeeded):
        set_provider(mallory, district, OTHERS[name])

    set_provider(mallory, district)
    assert AgencyProvider.objects.get().trusts_factor is False


def test_a_second_person_reads_all_of_a_sign_in_on_their_page(mallory: User, second: User, district: Agency) -> None:
    row, browser = asked_of_provider(mallory, district), Client()
    browser.force_login(second)

    page = unescape(browser.get(f"/administration/agencies/{district.pk}").content.decode())

    assert len(row.detail) > 1_000
    assert [one for one in (GIVEN.issuer, "musterpoint", *GIVEN.domains, *MANY) if one not in page] == []


def test_groups_are_asked_with_what_they_make(mallory: User, second: User, district: Agency) -> None:
    wanted = GroupRoles({"planner": ("Patrol", "Desk, late")}, "staff")
    browser = Client()
    browser.force_login(mallory)
    form = {"act": "group_roles", "groups_planner": "Patrol\nDesk, late", "default_role": "staff"}

    page = browser.post(f"/security/{district.pk}/directory", form).content.decode()
    with pytest.raises(SecondPersonNeeded) as refused:
        set_groups(mallory, district, wanted)
    sent = {"act": "ask_all", "speaking_act": "group_roles", "detail": refused.value.asks, "reason": "New"}
    browser.post(f"/security/{district.pk}/directory", sent)
    row = SpeakingRequest.objects.get()
    confirm_either(actor_id=second.pk, request_id=row.pk, at=timezone.now())
    with pytest.raises(SecondPersonNeeded):
        set_groups(mallory, district, replace(wanted, default_role="supervisor"))
    browser.post(f"/security/{district.pk}/directory", form)

    assert "Desk, late" in page.split("The second person reads this")[1]
    assert row.detail.splitlines() == ["groups_planner: Patrol", "groups_planner: Desk, late", "default_role: staff"]
    assert DirectoryRoles.objects.get().groups == {"planner": ["Patrol", "Desk, late"]}


def test_what_says_nothing_of_what_will_be_is_not_asked(mallory: User, second: User, district: Agency) -> None:
    with pytest.raises(WrongChange):
        ask(mallory, district, SpeakingAct.GROUP_ROLES, "")


def test_a_request_is_kept_whole_or_not_at_all(mallory: User, second: User, district: Agency) -> None:
    with pytest.raises(WrongChange):
        ask(mallory, district, SpeakingAct.CHANGE_PROVIDER, "x" * (WHOLE_MAX_CHARS + 1))

    whole = "x" * WHOLE_MAX_CHARS
    assert ask(mallory, district, SpeakingAct.CHANGE_PROVIDER, whole).detail == whole


def test_of_more_than_anybody_reads_the_rest_is_counted_and_bound() -> None:
    names = [f"{number:06}@prairie.example" for number in range(2_000)]

    one, other = (whole_of(whole_of_list("teachers", found)) for found in (names, [*names[:-1], "z@z.example"]))

    assert len(one) < WHOLE_MAX_CHARS
    assert names[0] in one
    assert "teachers_more: " in one
    assert one != other


def test_what_is_asked_reads_in_the_reader_s_language_and_names_stay_as_they_are() -> None:
    detail = "issuer: https://login.example\ntrusts_factor: yes\ngroups_officer: staff\ndefault_role: staff"

    with override("es"):
        lines = dict(asked_lines(detail))

    assert lines["Emisor"] == "https://login.example"
    assert lines["Grupos para Agente"] == "staff"
    assert lines["Función de quien no está en ningún grupo"] == "Personal"
    assert asked_lines("Samuel: Fordyce") == [("", "Samuel: Fordyce")]
