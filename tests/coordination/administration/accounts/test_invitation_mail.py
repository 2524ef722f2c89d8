"""Invitations of many people go out beside the request: each once, with what became of it, and no code is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from coordination.administration.accounts.invitation_mail import mail_everyone, progress_of
from coordination.administration.accounts.invitations import accept_invitation, code_of_mail, invited_person
from coordination.administration.accounts.people import invite_again
from coordination.administration.models import Invitation
from coordination.environment import mailer_from_url
from coordination.mailing import outbox
from coordination.mailing.models import OutgoingMail
from coordination.mailing.outbox import LEASE, forget_old_mail, send_due_mail, signs_of_mail
from coordination.models import User
from mou.models import AdministrativeAct, Agency, AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member, make_user
from tests.fakes.smtp import FakeSmtp

pytestmark = pytest.mark.django_db(transaction=True)
SEE_OTHER, NOT_FOUND, ACCEPTED = 303, 404, 202


@pytest.fixture
def sink(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as fake:
        settings.MAILERS = {"default": mailer_from_url(f"smtp://127.0.0.1:{fake.port}")}
        settings.HAS_MAIL = True
        settings.PUSH_LINK_ORIGIN = "https://map.example.org"
        yield fake


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    User.objects.update(password="usable")
    return made


def keeper(cast: Cast, username: str = "keeper") -> User:
    user = make_member(cast.district, user=make_user(username=username), role=MemberRole.ADMINISTRATOR).user
    User.objects.filter(pk=user.pk).update(password="usable", email=f"{username}@example.org")
    return user


def new_person(agency: Agency, name: str, email: str) -> User:
    user = make_member(agency, user=make_user(username=name)).user
    facts = {"display_name": name, "home_agency": agency, "password": make_password(None), "email": email}
    User.objects.filter(pk=user.pk).update(**facts)
    return User.objects.get(pk=user.pk)


def browser(user: User) -> Client:
    client = Client()
    # Their password was changed in the table since.
    client.force_login(User.objects.get(pk=user.pk))
    return client


def text_of(answer: object) -> str:
    assert isinstance(answer, HttpResponse)
    return answer.content.decode()


def now() -> datetime:
    return datetime.now(UTC)


def page_of(cast: Cast, name: str = "invitation-mails") -> str:
    return f"/administration/agencies/{cast.district.pk}/{name}"


def plan(cast: Cast, chief: User, *, also_recent: bool = False) -> int:
    return mail_everyone(cast.district, actor_id=chief.pk, also_recent=also_recent, origin="", at=now())


def states() -> list[tuple[str, str, str]]:
    return list(OutgoingMail.objects.order_by("user__username").values_list("state", "fault", "said"))


def test_a_round_goes_out_beside_the_request_and_the_page_says_how_far_it_is(cast: Cast, sink: FakeSmtp) -> None:
    chief, pages = keeper(cast), page_of(cast)
    for number in range(23):
        new_person(cast.school if number % 2 else cast.district, f"p{number:02}", f"p{number:02}@example.org")
    new_person(cast.district, "refused", "550nobody@example.org")
    new_person(cast.district, "paper", "")
    client = browser(chief)

    first = client.post(page_of(cast, "invite"), {"act": "letters", "by": "mail"})

    assert sink.mails == []
    assert "Welcome, paper" in text_of(first)
    assert "24 invitations go out by mail" in text_of(first)
    before = text_of(client.get(pages))
    assert ("Sent: 0 of 24" in before, 'data-over="false"' in before) == (True, True)
    assert "24 mails wait to be sent." in before
    assert signs_of_mail(now())[0].exists()

    assert [send_due_mail(now()), send_due_mail(now())] == [0.0, 2.0]

    after = text_of(client.get(pages))
    assert ("Sent: 23 of 24" in after, 'data-over="true"' in after) == (True, True)
    assert "The mail server refused it." in after
    assert "550 no" in after
    assert sorted(str(one["To"]) for one in sink.mails) == [f"p{number:02}@example.org" for number in range(23)]
    assert not signs_of_mail(now())[0].exists()
    told = client.get(f"/api/v1/agencies/{cast.district.pk}/invitation-mails").json()
    assert [told[name] for name in ("total", "sent", "waiting", "not_needed")] == [24, 23, 0, 0]
    assert [(one["fault"], one["said"]) for one in told["failed"]] == [("refused", "550 no")]
    # Each act stands in the record, by who asked for it.
    acts = AdministrativeAct.objects.filter(kind="invitation_made", actor=chief)
    assert acts.count() == 25

    User.objects.filter(username="refused").update(email="found@example.org")
    batch = OutgoingMail.objects.first()
    assert batch is not None
    assert client.post(pages, {"act": "again", "batch": str(batch.batch)}).status_code == SEE_OTHER
    send_due_mail(now())
    assert "Sent: 24 of 24" in text_of(client.get(pages))


def test_the_link_of_a_mail_works_once_proves_the_address_and_is_stored_nowhere(cast: Cast, sink: FakeSmtp) -> None:
    ann, chief = new_person(cast.district, "ann", "ann@example.org"), keeper(cast)
    plan(cast, chief)
    send_due_mail(now())

    body = str(sink.mails[0].get_payload())
    code = code_of_mail(OutgoingMail.objects.get().pk)

    assert f"https://map.example.org/accounts/welcome/#{code}" in body
    assert code not in str(list(OutgoingMail.objects.values())) + str(list(Invitation.objects.values()))
    accept_invitation(code=code, password="a long one of their own 7", at=now())
    ann.refresh_from_db()
    assert ann.email_proved_at is not None


def test_links_of_just_now_are_left_alone_unless_it_is_asked(cast: Cast, sink: FakeSmtp) -> None:
    chief = keeper(cast)
    ann = new_person(cast.district, "ann", "ann@example.org")
    code = invite_again(actor_id=chief.pk, person_id=ann.public_id, at=now() - timedelta(minutes=5)).code
    new_person(cast.district, "ben", "ben@example.org")

    assert [plan(cast, chief), plan(cast, chief), plan(cast, chief, also_recent=True)] == [1, 0, 1]
    assert invited_person(code, now()) == ann
    send_due_mail(now())

    assert sorted(str(one["To"]) for one in sink.mails) == ["ann@example.org", "ben@example.org"]
    assert not Invitation.objects.filter(user=ann, made_at__lt=now() - timedelta(minutes=4)).exists()


def test_a_letter_is_not_sent_that_someone_needs_no_more_or_that_its_sender_may_not_send(
    cast: Cast, sink: FakeSmtp
) -> None:
    chief = keeper(cast)
    ann, ben = (new_person(cast.district, name, f"{name}@example.org") for name in ("ann", "ben"))
    cyd = new_person(cast.district, "cyd", "cyd@example.org")
    dan = new_person(cast.district, "dan", "dan@example.org")
    plan(cast, chief)
    User.objects.filter(pk=ann.pk).update(password="usable")
    newer = invite_again(actor_id=chief.pk, person_id=ben.public_id, at=now()).code
    User.objects.filter(pk=cyd.pk).update(is_active=False)
    User.objects.filter(pk=dan.pk).update(email="")

    send_due_mail(now())

    assert sink.mails == []
    assert [state for state, _fault, _said in states()] == ["dropped", "dropped", "failed", "failed"]
    assert [fault for _state, fault, _said in states()] == ["", "", "not_allowed", "no_address"]
    assert invited_person(newer, now()) == ben

    eve = new_person(cast.district, "eve", "eve@example.org")
    plan(cast, chief)
    AgencyMember.objects.filter(user=chief).update(ended_at=now())
    send_due_mail(now())
    assert OutgoingMail.objects.get(user=eve).fault == "not_allowed"
    assert sink.mails == []


def test_a_server_that_is_away_is_waited_for_and_the_same_link_goes_once_it_is_back(
    cast: Cast, sink: FakeSmtp, settings: Settings
) -> None:
    chief = keeper(cast)
    for name in ("ann", "ben", "cyd"):
        new_person(cast.district, name, f"{name}@example.org")
    plan(cast, chief)
    there = settings.MAILERS
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:1")}

    send_due_mail(now())

    assert {(state, fault) for state, fault, _said in states()} == {("waiting", "away")}
    # Only the first asked the server: it was away.
    assert Invitation.objects.count() == 1
    page = text_of(browser(chief).get(page_of(cast)))
    assert "The mail server did not answer." in page
    send_due_mail(now())
    settings.MAILERS = there
    OutgoingMail.objects.update(next_try_at=now())
    send_due_mail(now())

    assert len(sink.mails) == 3
    made = AdministrativeAct.objects.filter(kind="invitation_made")
    assert made.count() == 3
    for row in OutgoingMail.objects.all():
        assert invited_person(code_of_mail(row.pk), now()).pk == row.user_id

    plan(cast, chief, also_recent=True)
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:1")}
    OutgoingMail.objects.filter(state="waiting").update(expires_at=now())
    send_due_mail(now())
    assert progress_of(cast.district).is_over
    assert len(progress_of(cast.district).failed) == 3


def test_a_letter_that_is_tried_again_goes_by_the_rights_of_then(
    cast: Cast, sink: FakeSmtp, settings: Settings
) -> None:
    chief, other = keeper(cast), keeper(cast, "other")
    for name, by in (("ann", chief), ("ben", other), ("cyd", chief)):
        new_person(cast.district, name, f"{name}@example.org")
        plan(cast, by)
    there = settings.MAILERS
    settings.MAILERS = {"default": mailer_from_url("smtp://127.0.0.1:1")}
    for _name in range(3):
        # Each is written once, and no server takes it.
        send_due_mail(now())
        OutgoingMail.objects.filter(tries=1).exclude(fault="").update(next_try_at=now() + timedelta(hours=1))
        OutgoingMail.objects.filter(user__invitation__isnull=True).update(next_try_at=now())
    assert Invitation.objects.count() == 3
    settings.MAILERS = there
    AgencyMember.objects.filter(user=other).update(ended_at=now())
    User.objects.filter(username="cyd").update(is_active=False)
    OutgoingMail.objects.update(next_try_at=now())

    send_due_mail(now())

    assert [str(one["To"]) for one in sink.mails] == ["ann@example.org"]
    assert [fault for _state, fault, _said in states()] == ["", "not_allowed", "not_allowed"]


def test_a_turn_begins_no_letter_that_could_outlast_its_lease(
    cast: Cast, sink: FakeSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_person(cast.district, "ann", "ann@example.org")
    plan(cast, keeper(cast))
    monkeypatch.setattr(outbox, "LEASE", timedelta(seconds=20))

    send_due_mail(now())
    assert (sink.mails, OutgoingMail.objects.get().state) == ([], "waiting")

    monkeypatch.undo()
    send_due_mail(now() + LEASE)
    assert len(sink.mails) == 1


def test_of_two_workers_one_sends_a_letter_and_what_one_that_died_held_goes_out_later(
    cast: Cast, sink: FakeSmtp
) -> None:
    new_person(cast.district, "ann", "ann@example.org")
    plan(cast, keeper(cast))
    # One that took it up and died.
    OutgoingMail.objects.update(
        lease_token=OutgoingMail.objects.get().pk, next_try_at=now() + LEASE, tries=F("tries") + 1
    )

    send_due_mail(now())
    assert sink.mails == []
    send_due_mail(now() + LEASE)
    send_due_mail(now() + LEASE)

    assert len(sink.mails) == 1
    forget_old_mail(now() + timedelta(days=89))
    assert OutgoingMail.objects.count() == 1
    forget_old_mail(now() + timedelta(days=91))
    assert OutgoingMail.objects.count() == 0


def test_no_one_else_reads_or_sends_an_agencys_invitations(cast: Cast, sink: FakeSmtp) -> None:
    chief = keeper(cast)
    new_person(cast.district, "ann", "ann@example.org")
    plan(cast, chief)
    officer = make_member(cast.police, user=make_user(username="other"), role=MemberRole.ADMINISTRATOR).user
    api = f"/api/v1/agencies/{cast.district.pk}/invitation-mails"
    for user in (officer, cast.teacher):
        client = browser(user)
        assert client.get(page_of(cast)).status_code == NOT_FOUND
        assert client.get(api).status_code == NOT_FOUND
        for address in (api, f"{api}/retry"):
            assert client.post(address, "{}", content_type="application/json").status_code == NOT_FOUND
    assert OutgoingMail.objects.count() == 1

    Invitation.objects.all().delete()
    OutgoingMail.objects.all().delete()
    own = browser(chief).post(api, "{}", content_type="application/json")
    assert (own.status_code, own.json()["total"]) == (ACCEPTED, 1)
