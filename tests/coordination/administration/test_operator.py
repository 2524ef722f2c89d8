"""The operator is not above the record: each act is told, and a lost agency is recovered by two people alone."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from coordination.administration.models import AgencyRecovery
from coordination.administration.operator.telling import tell_of_operator
from coordination.administration.second_person.recovery import MAY_OBJECT_FOR, confirm_recovery
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.sign_in.attempts.account_locks import note_wrong_password_of
from coordination.sign_in.mail import wait_until_sent
from mou.agencies.acts import BY_ITSELF, record_act
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import OPERATOR, AdministrativeActKind, AgencyKind, MemberRole
from push.models import Notification, Recipient
from tests.factories.mou import make_agency, make_member, make_user
from tests.factories.push import make_device
from tests.stage.served import session_of

# Telling commits for each agency.
pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/administration/recovery"


@pytest.fixture(autouse=True)
def mail_server(settings: Settings) -> None:
    settings.HAS_MAIL = True


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT)


@pytest.fixture
def chief(district: Agency) -> User:
    """The administrator; last here two weeks ago."""
    return administrator(district, "chief")


def administrator(agency: Agency, name: str, *, days_ago: int = 14) -> User:
    last = timezone.now() - timedelta(days=days_ago)
    user = make_member(agency, user=make_user(username=name), role=MemberRole.ADMINISTRATOR).user
    user.email, user.last_login = f"{name}@example.org", last
    user.save()
    return user


def operator(name: str) -> User:
    user = make_user(username=name)
    user.is_operator = True
    user.save()
    return user


def member(agency: Agency, name: str) -> User:
    return make_member(agency, user=make_user(username=name), role=MemberRole.STAFF).user


def signed_in(user: User) -> Client:
    client = Client()
    # As a session that began before: it is no sign-in of today.
    last = user.last_login
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(last_login=last)
    return client


def begin_telling() -> datetime:
    tell_of_operator(timezone.now() - timedelta(minutes=1))
    return timezone.now()


def act(agency: Agency, at: datetime, *, actor: User | None = None, reason: str = "") -> None:
    actor_id = OPERATOR if actor is None else actor.pk
    record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, reason=reason, at=at)


# --- told -------------------------------------------------------------------------------------------------------------
def test_what_the_console_or_an_operator_s_account_did_is_told_to_the_agency_s_administrators_once(
    district: Agency, chief: User
) -> None:
    phone, other = make_device(user=chief), administrator(make_agency(AgencyKind.DISTRICT), "elsewhere")
    at = begin_telling()
    act(district, at)
    act(district, at, actor=operator("ops"))

    told = [tell_of_operator(timezone.now()) for _look in range(2)]

    assert told == [1, 0]
    assert list(Recipient.objects.values_list("user_id", flat=True)) == [chief.pk]
    assert list(Notification.objects.values_list("device_id", "kind")) == [(phone.pk, "operator_acted")]
    wait_until_sent()
    assert {one.to[0] for one in mail.outbox} == {chief.email}
    assert other.pk not in Recipient.objects.values_list("user_id", flat=True)


def test_of_a_school_that_has_no_administrator_the_district_s_are_told(district: Agency, chief: User) -> None:
    school = make_agency(AgencyKind.SCHOOL, parent=district)
    at = begin_telling()

    act(school, at)
    tell_of_operator(timezone.now())
    told = [set(Recipient.objects.values_list("user_id", flat=True))]
    Recipient.objects.all().delete()
    principal = administrator(school, "principal")
    act(school, timezone.now())
    tell_of_operator(timezone.now())
    told.append(set(Recipient.objects.values_list("user_id", flat=True)))

    assert told == [{chief.pk}, {principal.pk}]


def test_nobody_is_told_of_their_own_administrators_of_the_server_itself_or_of_what_was_before(
    district: Agency, chief: User
) -> None:
    act(district, timezone.now() - timedelta(hours=1))
    at = begin_telling()
    act(district, at, actor=chief)
    act(district, at, reason=BY_ITSELF)

    assert tell_of_operator(timezone.now()) == 0
    assert not Recipient.objects.exists()


def test_a_release_at_the_console_stands_in_the_agency_s_record(district: Agency) -> None:
    person = member(district, "locked")
    User.objects.filter(pk=person.pk).update(home_agency=district)
    from coordination.models import AccountLock

    for _ in range(5):
        note_wrong_password_of(User.objects.get(pk=person.pk), timezone.now())
    AccountLock.objects.update_or_create(user=person, defaults={"locked_at": timezone.now(), "wrong_at": []})

    call_command("release_account", "locked", stdout=StringIO())

    (row,) = AdministrativeAct.objects.filter(agency=district, kind=AdministrativeActKind.ACCOUNT_CHANGED.value)
    assert (row.actor_id, row.changes) == (None, {"locked": ["True", "False"]})


# --- a lost agency ----------------------------------------------------------------------------------------------------
def ask(agency: Agency, login: str = "deputy") -> AgencyRecovery:
    call_command("recover_agency", agency.name, administrator=login, reason="The chief has left.", stdout=StringIO())
    return AgencyRecovery.objects.get(ended_at__isnull=True)


def post(user: User, step: str, row: AgencyRecovery) -> int:
    return int(signed_in(user).post(PAGE, {"act": step, "recovery": str(row.pk)}).status_code)


def role_of(user: User) -> str:
    return AgencyMember.objects.get(user=user, ended_at__isnull=True).role


def grown_old(row: AgencyRecovery) -> AgencyRecovery:
    """Let its three days be over."""
    AgencyRecovery.objects.filter(pk=row.pk).update(asked_at=timezone.now() - MAY_OBJECT_FOR - timedelta(minutes=1))
    return row


def test_an_agency_that_lost_its_administrators_gets_one_by_the_operator_and_a_colleague(
    district: Agency, chief: User
) -> None:
    deputy, colleague = member(district, "deputy"), member(district, "colleague")

    row = ask(district)
    wait_until_sent()
    too_early = post(colleague, "confirm", row)
    role_then = role_of(deputy)
    confirmed = post(colleague, "confirm", grown_old(row))

    assert [one.to for one in mail.outbox] == [[chief.email]]
    assert (too_early, role_then) == (422, MemberRole.STAFF.value)
    assert (confirmed, role_of(deputy)) == (303, MemberRole.ADMINISTRATOR.value)
    kinds = list(AdministrativeAct.objects.filter(agency=district).order_by("at").values_list("kind", flat=True))
    assert {"second_person_asked", "second_person_confirmed", "member_changed"} <= set(kinds)


def test_without_any_administrator_nobody_has_to_be_waited_for(district: Agency) -> None:
    deputy, colleague = member(district, "deputy"), member(district, "colleague")

    assert post(colleague, "confirm", ask(district)) == 303
    assert role_of(deputy) == MemberRole.ADMINISTRATOR.value


@pytest.mark.parametrize("has_left", [False, True])
def test_the_operator_alone_appoints_no_administrator_of_an_agency_that_has_or_had_people(
    district: Agency, has_left: bool
) -> None:
    """The invitation would have asked no one, and recovery asks a second person."""
    person = member(district, "deputy")
    if has_left:
        AgencyMember.objects.filter(user=person).update(ended_at=timezone.now())
    ops = operator("ops")
    client = Client(headers={"X-Session-Token": session_of(ops)})

    answer = client.post(
        f"/api/v1/agencies/{district.pk}/people",
        {"name": "Sock", "username": "sock", "role": "administrator"},
        content_type="application/json",
    )
    page = signed_in(ops).get("/administration").content.decode()

    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert not AgencyMember.objects.filter(role=MemberRole.ADMINISTRATOR.value).exists()
    assert "Invite the first one" not in page


def test_nobody_makes_themselves_administrator_and_one_operator_is_no_second_person(
    district: Agency, chief: User
) -> None:
    deputy, ops = member(district, "deputy"), operator("ops")
    row = grown_old(ask(district))

    answers = (post(deputy, "confirm", row), post(ops, "confirm", row))

    assert answers == (422, 422)
    assert role_of(deputy) == MemberRole.STAFF.value


def test_a_second_operator_is_one(district: Agency, chief: User) -> None:
    deputy = member(district, "deputy")
    operator("ops")
    row = grown_old(ask(district))

    assert post(operator("second"), "confirm", row) == 303
    assert role_of(deputy) == MemberRole.ADMINISTRATOR.value


def test_an_administrator_who_is_there_refuses_it_for_good(district: Agency, chief: User) -> None:
    deputy, colleague = member(district, "deputy"), member(district, "colleague")
    row = ask(district)

    leads_there = PAGE in signed_in(chief).get("/administration").content.decode()
    refused = post(chief, "refuse", row)
    later = post(colleague, "confirm", grown_old(row))

    assert (leads_there, refused, later) == (True, 303, 404)
    assert role_of(deputy) == MemberRole.STAFF.value


@pytest.mark.parametrize("who", ["an administrator who was here lately", "a stranger", "an administrator already"])
def test_the_operator_alone_cannot_take_an_agency_that_is_not_lost_or_bring_somebody_in(
    district: Agency, chief: User, who: str
) -> None:
    member(district, "deputy")
    member(make_agency(AgencyKind.DISTRICT), "stranger")
    if who.endswith("lately"):
        administrator(district, "second", days_ago=1)
    login = {"a stranger": "stranger", "an administrator already": "chief"}.get(who, "deputy")

    with pytest.raises(CommandError):
        ask(district, login)

    assert not AgencyRecovery.objects.exists()


def test_a_chief_who_comes_back_meanwhile_ends_it(district: Agency, chief: User) -> None:
    deputy, colleague = member(district, "deputy"), member(district, "colleague")
    row = grown_old(ask(district))
    User.objects.filter(pk=chief.pk).update(last_login=timezone.now())

    with pytest.raises(CoordinationError) as refused:
        confirm_recovery(actor_id=colleague.pk, recovery_id=row.pk, at=timezone.now())

    assert refused.value.code == "agency_not_lost"
    assert role_of(deputy) == MemberRole.STAFF.value


def test_who_is_locked_out_finds_the_page_from_the_sign_in_and_the_colleague_from_their_account(
    district: Agency, chief: User
) -> None:
    deputy, colleague = member(district, "deputy"), member(district, "colleague")
    before = PAGE in signed_in(colleague).get("/account/sessions").content.decode()
    ask(district)

    assert PAGE in Client().get("/accounts/login/").content.decode()
    assert (before, PAGE in signed_in(colleague).get("/account/sessions").content.decode()) == (False, True)
    assert deputy.shown_name() in signed_in(colleague).get(PAGE).content.decode()


def test_strangers_read_of_no_recovery_there(district: Agency, chief: User) -> None:
    member(district, "deputy")
    stranger = member(make_agency(AgencyKind.DISTRICT), "stranger")
    row = ask(district)

    page = signed_in(stranger).get(PAGE)
    assert (page.status_code, b"Nothing waits for your decision here." in page.content) == (200, True)
    assert district.name not in page.content.decode()
    assert post(stranger, "confirm", row) == 404
    assert Client().get(PAGE).status_code == 302


# --- an agency that everybody has left --------------------------------------------------------------------------------
def ask_for(agency: Agency, login: str) -> None:
    call_command("recover_agency", agency.name, administrator=login, reason="All have left", stdout=StringIO())


def test_where_everybody_has_left_one_who_was_there_comes_back_by_two_operators(district: Agency, chief: User) -> None:
    clerk, first = member(district, "clerk"), operator("first")
    AgencyMember.objects.filter(agency=district).update(ended_at=timezone.now() - timedelta(days=40))
    ask_for(district, "clerk")
    page = signed_in(first)

    alone = page.post(PAGE, {"act": "confirm", "recovery": str(AgencyRecovery.objects.get().pk)}).status_code
    second = operator("second")
    by_two = signed_in(second).post(PAGE, {"act": "confirm", "recovery": str(AgencyRecovery.objects.get().pk)})

    now = AgencyMember.objects.get(user=clerk, ended_at__isnull=True)
    assert (alone, by_two.status_code, now.role) == (422, 303, MemberRole.ADMINISTRATOR.value)
    assert not AgencyMember.objects.filter(user=chief, ended_at__isnull=True).exists()


def test_while_anybody_is_there_nobody_who_left_comes_back_so(district: Agency, chief: User) -> None:
    member(district, "clerk")
    AgencyMember.objects.filter(user=chief).update(ended_at=timezone.now() - timedelta(days=40))

    with pytest.raises(CommandError):
        ask_for(district, "chief")


def test_a_file_at_the_console_makes_no_administrator_of_an_agency_that_has_or_had_people(
    district: Agency, chief: User, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,email,role\nMal Lory,mallory@elsewhere.example,administrator\n")

    for ended_at in (None, timezone.now() - timedelta(days=40)):
        AgencyMember.objects.filter(agency=district).update(ended_at=ended_at)
        with pytest.raises(CommandError):
            call_command("import_people", str(file), agency=district.name, stdout=StringIO(), stderr=StringIO())
    assert not User.objects.filter(email="mallory@elsewhere.example").exists()
