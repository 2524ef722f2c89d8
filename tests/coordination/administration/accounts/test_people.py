"""People are invited once, kept by the agency that made their account, and taken in from files whole or not at all."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from coordination.administration.accounts.invitations import VALID_FOR, accept_invitation
from coordination.administration.accounts.people import (
    Invited,
    PersonGiven,
    change_account,
    invite_again,
    invite_person,
)
from coordination.administration.accounts.sign_ins import deactivate_account, end_session, reach_of, reactivate_account
from coordination.administration.errors import (
    AccountOff,
    AccountTaken,
    BadAccount,
    BadPassword,
    InvitationNotFound,
    NotYours,
    SessionNotFound,
)
from coordination.models import User
from mou.access.epoch import access_epoch
from mou.access.fetch import active_memberships
from mou.agencies.memberships.members import Post
from mou.errors import AgencyNotFound, AlreadyMember, LastAdministrator, NotAllowed, PersonNotFound, SecondPersonNeeded
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole
from push.models import Device
from push.vocabulary import DeviceKind
from tests.factories.cast import Cast, make_cast, open_room
from tests.factories.mou import make_agency, make_member, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long way to the ford"
NOW = datetime.now(UTC)
STAFF = Post(MemberRole.STAFF)


@pytest.fixture(autouse=True)
def nobody_guessed_before() -> None:
    cache.clear()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def given(name: str = "Teo Banks", *, email: str = "", username: str = "") -> PersonGiven:
    return PersonGiven(name=name, username=username, email=email, phone="", language="")


def keeper_of(agency: Agency) -> int:
    return make_member(agency, role=MemberRole.ADMINISTRATOR).user_id


def invited(cast: Cast, who: PersonGiven | None = None, *, actor_id: int | None = None) -> Invited:
    return invite_person(
        actor_id=actor_id or cast.insider.pk,
        agency_id=cast.school.id,
        given=who or given(),
        post=STAFF,
        at=NOW,
    )


# --- invitations ------------------------------------------------------------------------------------------------------
def test_an_invitation_sets_a_password_once_and_the_person_is_signed_in(cast: Cast) -> None:
    made = invited(cast, given("Teo Banks", email="teo@example.org"))
    client = Client()

    asked = client.post("/accounts/welcome/", {"act": "begin", "code": made.code.lower().replace("-", " ")})
    done = client.post(
        "/accounts/welcome/", {"act": "choose", "code": made.code, "password": PASSWORD, "again": PASSWORD}
    )
    again = Client().post(
        "/accounts/welcome/", {"act": "choose", "code": made.code, "password": PASSWORD, "again": PASSWORD}
    )

    assert "teo@example.org" in asked.content.decode()
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/account/sessions").status_code == 200
    assert again.status_code == 404
    assert UserSession.objects.get().user.username == made.username


def test_a_code_that_is_old_used_or_replaced_and_one_that_never_was_look_the_same(cast: Cast) -> None:
    old, replaced = invited(cast), invited(cast, given("Ann Reed"))
    newer = invite_again(actor_id=cast.insider.pk, person_id=replaced.person_id, at=NOW)

    for code, at in ((old.code, NOW + VALID_FOR), (replaced.code, NOW), ("AAAAA-BBBBB", NOW), ("", NOW)):
        with pytest.raises(InvitationNotFound):
            accept_invitation(code=code, password=PASSWORD, at=at)
    assert accept_invitation(code=newer.code, password=PASSWORD, at=NOW).public_id == replaced.person_id


# Eleven characters, and twelve that everybody tries.
@pytest.mark.parametrize("weak", ["way to ford", "qwerty123456", "1q2w3e4r5t6y"])
def test_a_weak_password_uses_no_invitation_up(cast: Cast, weak: str) -> None:
    made = invited(cast)

    with pytest.raises(BadPassword):
        accept_invitation(code=made.code, password=weak, at=NOW)
    assert accept_invitation(code=made.code, password=PASSWORD, at=NOW).check_password(PASSWORD)


def test_a_code_for_an_account_that_was_switched_off_meanwhile_opens_nothing(cast: Cast) -> None:
    made = invited(cast)
    deactivate_account(actor_id=cast.insider.pk, person_id=made.person_id, reason="Never came.", at=NOW)

    with pytest.raises(InvitationNotFound):
        accept_invitation(code=made.code, password=PASSWORD, at=NOW)


@pytest.mark.parametrize("act", ["suspend", "end"])
def test_a_code_for_a_membership_that_is_over_makes_no_account(cast: Cast, act: str) -> None:
    made, kept = invited(cast), invited(cast, given("Ann Reed"))
    client = Client()
    client.force_login(cast.insider)
    form = {"act": act, "agency_id": str(cast.school.id), "member_id": str(made.member_id), "reason": "Never came."}
    assert client.post(f"/administration/people/{made.person_id}", form).status_code == 303

    sent = {"act": "choose", "password": PASSWORD, "again": PASSWORD}
    over = Client().post("/accounts/welcome/", {"code": made.code, **sent})
    wanted = Client().post("/accounts/welcome/", {"code": kept.code, **sent})

    assert (over.status_code, wanted.status_code) == (404, 302)
    assert not User.objects.get(public_id=made.person_id).has_usable_password()


def test_who_tries_codes_has_to_wait_and_nobody_at_another_address_does(cast: Cast) -> None:
    made = invited(cast)
    sent = {"act": "choose", "code": made.code, "password": PASSWORD, "again": PASSWORD}

    def tried(code: str, address: str) -> int:
        return Client().post("/accounts/welcome/", {**sent, "code": code}, REMOTE_ADDR=address).status_code

    # Of one subscriber's network, from an address of its own each time.
    wrong = [tried("AAAAA-BBBBB", f"2001:db8:0:1::{number:x}") for number in range(1, 33)]

    assert wrong == [404] * 30 + [429] * 2
    assert tried(made.code, "2001:db8:0:1::ffff") == 429
    assert tried(made.code, "2001:db8:0:2::1") == 302


def test_an_invitation_is_mailed_in_the_persons_language_with_the_code_in_the_fragment_alone(
    cast: Cast, settings: Settings
) -> None:
    settings.HAS_MAIL = True
    client = Client()
    client.force_login(cast.insider)
    form = {"act": "invite", "name": "Ana Río", "email": "ana@example.org", "language": "es", "role": "staff"}

    page = client.post(f"/administration/agencies/{cast.school.id}/invite", {**form, "by": "mail"})

    sent = mail.outbox[0]
    address = re.search(r"http\S+", str(sent.body))
    assert address is not None
    path, _, code = address[0].partition("#")
    assert path.endswith("/accounts/welcome/")
    assert accept_invitation(code=code, password=PASSWORD, at=NOW).email == "ana@example.org"
    assert "cuenta" in str(sent.body)
    assert code not in page.content.decode()


def test_a_letter_that_cannot_be_mailed_is_shown_to_be_printed(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.insider)
    form = {"act": "invite", "name": "Ana Río", "email": "ana@example.org", "role": "staff", "by": "mail"}

    page = client.post(f"/administration/agencies/{cast.school.id}/invite", form).content.decode()

    assert "<svg" in page
    assert re.search(r"data-address=\"http\S+#[0-9A-Z-]{29}\"", page)


# --- who is invited ---------------------------------------------------------------------------------------------------
def test_whom_the_agency_keeps_already_is_taken_in_with_their_account_and_gets_no_code(cast: Cast) -> None:
    """The district's administrator keeps the accounts of all its schools."""
    keeper = keeper_of(cast.district)
    User.objects.filter(pk=cast.teacher.pk).update(email="Tess@example.org", password="usable")
    second = make_agency(AgencyKind.SCHOOL, name="Cottonwood", parent=cast.district)

    made = invite_person(
        actor_id=keeper, agency_id=second.pk, given=given("Other", email="tess@EXAMPLE.org"), post=STAFF, at=NOW
    )

    cast.teacher.refresh_from_db()
    assert (made.person_id, made.code, made.offer_id) == (cast.teacher.public_id, "", None)
    assert cast.teacher.display_name == "Teacher"
    assert {one.agency_id for one in active_memberships(cast.teacher.pk, NOW)} == {cast.school.id, second.pk}
    with pytest.raises(AlreadyMember):
        invite_person(actor_id=keeper, agency_id=second.pk, given=given(email="tess@example.org"), post=STAFF, at=NOW)


def test_an_address_that_nobody_proved_is_anybodys_text_and_finds_nobody(cast: Cast) -> None:
    first = invited(cast, given(email="teo@example.org"))
    chief = keeper_of(cast.police)

    second = invite_person(
        actor_id=chief, agency_id=cast.police.id, given=given(email="teo@example.org"), post=STAFF, at=NOW
    )

    assert second.person_id != first.person_id
    assert accept_invitation(code=second.code, password=PASSWORD, at=NOW).home_agency == cast.police
    with pytest.raises(PersonNotFound):
        invite_again(actor_id=chief, person_id=first.person_id, at=NOW)


@pytest.mark.parametrize(
    ("username", "email", "wrong"),
    [("officer", "", AccountTaken), ("a b", "", BadAccount), ("", "no address", BadAccount)],
)
def test_what_cannot_be_an_account_makes_nobody(cast: Cast, username: str, email: str, wrong: type[Exception]) -> None:
    before = User.objects.count()

    with pytest.raises(wrong):
        invited(cast, given(username=username, email=email))
    assert User.objects.count() == before


def test_two_people_of_one_name_get_two_user_names(cast: Cast) -> None:
    assert [invited(cast).username for _ in range(2)] == ["teo.banks", "teo.banks2"]


def test_only_who_administers_an_agency_invites_into_it(cast: Cast) -> None:
    for actor, wrong in ((cast.teacher.pk, NotAllowed), (cast.officer.pk, AgencyNotFound)):
        with pytest.raises(wrong):
            invited(cast, actor_id=actor)


# --- accounts ---------------------------------------------------------------------------------------------------------
def test_only_the_agency_that_made_an_account_changes_its_address(cast: Cast) -> None:
    made = invited(cast, given(email="teo@example.org"))
    person = User.objects.get(public_id=made.person_id)
    chief = make_member(cast.police, role=MemberRole.ADMINISTRATOR).user_id
    make_member(cast.police, user=person)

    with pytest.raises(NotYours):
        change_account(actor_id=chief, person_id=made.person_id, given=given(email="mine@example.org"), at=NOW)
    with pytest.raises(PersonNotFound):
        change_account(actor_id=cast.stranger.pk, person_id=made.person_id, given=given(), at=NOW)
    change_account(actor_id=cast.insider.pk, person_id=made.person_id, given=given(email="new@example.org"), at=NOW)

    assert User.objects.get(public_id=made.person_id).email == "new@example.org"


def test_nobody_takes_the_address_of_another_not_even_in_other_letters(cast: Cast) -> None:
    made = invited(cast, given(email="teo@example.org"))
    invited(cast, given("Ann Reed", email="ann@example.org"))

    with pytest.raises(AccountTaken):
        change_account(actor_id=cast.insider.pk, person_id=made.person_id, given=given(email="ANN@example.org"), at=NOW)


def test_an_account_that_is_switched_off_loses_everything_at_once_and_comes_back_without_it(cast: Cast) -> None:
    made = invited(cast)
    accept_invitation(code=made.code, password=PASSWORD, at=NOW)
    person = User.objects.get(public_id=made.person_id)
    client = Client()
    client.post("/accounts/login/", {"login": person.username, "password": PASSWORD})
    key = client.session.session_key or ""
    Device.objects.create(
        user=person, kind=DeviceKind.CONSOLE.value, value="phone", session_key=key, registered_at=NOW, confirmed_at=NOW
    )
    before, epoch = reach_of(person), access_epoch()

    deactivate_account(actor_id=cast.insider.pk, person_id=made.person_id, reason="Left.", at=NOW)

    assert (before.sessions, before.devices) == (1, 1)
    assert access_epoch() > epoch
    assert client.get("/account/sessions").status_code == 302
    assert (reach_of(person).sessions, reach_of(person).devices) == (0, 0)
    with pytest.raises(AccountOff):
        invite_again(actor_id=cast.insider.pk, person_id=made.person_id, at=NOW)
    reactivate_account(actor_id=cast.insider.pk, person_id=made.person_id, reason="Came back.", at=NOW)
    assert [one.agency_id for one in active_memberships(person.pk, NOW)] == [cast.school.id]


def test_switching_an_account_off_does_not_get_round_the_second_person(cast: Cast) -> None:
    first = keeper_of(cast.district)
    with pytest.raises(LastAdministrator):
        _switch_off(cast, first)
    second = keeper_of(cast.district)

    with pytest.raises(SecondPersonNeeded):
        _switch_off(cast, second)
    with pytest.raises(NotAllowed):
        deactivate_account(actor_id=first, person_id=_home(first, cast.district), reason="Left.", at=NOW)


def _home(user_id: int, agency: Agency) -> UUID:
    User.objects.filter(pk=user_id).update(home_agency=agency)
    return User.objects.get(pk=user_id).public_id


def _switch_off(cast: Cast, user_id: int) -> None:
    # The account is kept by a school, whose district's administrators keep it as well.
    other = keeper_of(cast.school)
    person_id = _home(user_id, cast.school)
    deactivate_account(actor_id=other, person_id=person_id, reason="Left.", at=NOW)


def test_an_administrator_signs_a_lost_phone_out_and_nobody_elses(cast: Cast) -> None:
    made = invited(cast)
    accept_invitation(code=made.code, password=PASSWORD, at=NOW)
    phone, desk = Client(), Client()
    for client in (phone, desk):
        client.post("/accounts/login/", {"login": made.username, "password": PASSWORD})
    row = UserSession.objects.get(session_key=phone.session.session_key)

    with pytest.raises(SessionNotFound):
        end_session(actor_id=cast.insider.pk, person_id=cast.teacher.public_id, session_id=row.pk, at=NOW)
    with pytest.raises(PersonNotFound):
        end_session(actor_id=cast.officer.pk, person_id=made.person_id, session_id=row.pk, at=NOW)
    end_session(actor_id=cast.insider.pk, person_id=made.person_id, session_id=row.pk, at=NOW)

    assert [client.get("/account/sessions").status_code for client in (phone, desk)] == [302, 200]


def test_what_a_person_would_lose_is_counted(cast: Cast) -> None:
    open_room(cast, by=cast.teacher, at=NOW)

    assert reach_of(cast.teacher).open_rooms == 1
    assert reach_of(cast.officer).open_rooms == 0


# --- commands ---------------------------------------------------------------------------------------------------------
def test_the_first_account_is_made_without_a_password_and_again_gives_another_address(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("create_operator", "ada", origin="https://muster.example")
    first = capsys.readouterr().out
    call_command("create_operator", "ada")
    second = capsys.readouterr().out

    codes = [re.findall(r"welcome/#([0-9A-Z-]{29})", text)[0] for text in (first, second)]
    assert "https://muster.example/accounts/welcome/#" in first
    assert codes[0] != codes[1]
    with pytest.raises(InvitationNotFound):
        accept_invitation(code=codes[0], password=PASSWORD, at=NOW)
    ada = accept_invitation(code=codes[1], password=PASSWORD, at=NOW)
    assert (ada.is_operator, ada.is_superuser, ada.home_agency) == (True, False, None)


def test_no_persons_account_becomes_an_operators(cast: Cast) -> None:
    with pytest.raises(CommandError, match="a person's account"):
        call_command("create_operator", "officer")
    assert not User.objects.get(username="officer").is_operator


def test_people_come_from_a_file_at_the_console_and_a_dry_run_takes_nobody(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    agency = make_agency(AgencyKind.FIRE, name="Ford Fire")
    path = tmp_path_factory.mktemp("people") / "people.csv"
    path.write_text("name,role,unit\nBo Hill,officer,Engine 3\n")

    call_command("import_people", path, agency="Ford Fire", dry_run=True)
    dry = User.objects.filter(home_agency=agency).count()
    call_command("import_people", path, agency="Ford Fire")
    path.write_text("name,role\n,officer\n")
    with pytest.raises(CommandError):
        call_command("import_people", path, agency="Ford Fire")

    assert (dry, User.objects.filter(home_agency=agency).count()) == (0, 1)
    assert "row 2: name" in capsys.readouterr().err


def test_an_account_of_an_agency_of_devices_is_no_person(cast: Cast) -> None:
    device = make_user(username="badge")
    User.objects.filter(pk=device.pk).update(is_device=True, home_agency=cast.school)
    make_member(cast.school, user=device)

    with pytest.raises(PersonNotFound):
        deactivate_account(actor_id=cast.insider.pk, person_id=device.public_id, reason="Odd.", at=NOW)
