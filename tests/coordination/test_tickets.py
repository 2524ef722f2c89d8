"""One-time tickets: for one socket, once, for half a minute, and never longer than the session."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from coordination.errors import BadTicket
from coordination.models import User
from coordination.room.people.sign_ins import SignIn
from coordination.sessions import SessionStore
from coordination.sockets.models import SocketTicket
from coordination.sockets.tickets import TICKET_TTL_S, redeem_tickets
from mou.access.epoch import access_epoch
from tests.factories.mou import make_user
from tests.stage.served import session_of, ticket_of_session

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


@pytest.fixture
def user() -> User:
    return make_user()


def redeem_ticket(*, token: str, at: datetime) -> SignIn:
    """Use up one ticket that comes alone. Raises: BadTicket."""
    answer = redeem_tickets(tokens=[token], at=at)[0]
    if isinstance(answer, BadTicket):
        raise answer
    return answer


def issue(user: User, session_key: str, *, at: datetime = NOW) -> str:
    return ticket_of_session(user.pk, session_key, at)


def test_a_ticket_admits_its_person_and_session(user: User) -> None:
    session_key = session_of(user)

    sign_in = redeem_ticket(token=issue(user, session_key), at=NOW)

    assert sign_in == SignIn(user.pk, session_key, user.get_session_auth_hash(), access_epoch())


def test_a_ticket_is_used_up(user: User) -> None:
    ticket = issue(user, session_of(user))
    redeem_ticket(token=ticket, at=NOW)

    with pytest.raises(BadTicket):
        redeem_ticket(token=ticket, at=NOW)


def test_of_two_sockets_that_bring_one_ticket_together_one_gets_in(user: User) -> None:
    ticket, other = issue(user, session_of(user)), issue(user, session_of(user))

    answers = redeem_tickets(tokens=[ticket, "made-up", ticket, other], at=NOW)

    assert [isinstance(answer, SignIn) for answer in answers] == [True, False, False, True]


def test_a_ticket_ends_with_its_time(user: User) -> None:
    ticket = issue(user, session_of(user))

    with pytest.raises(BadTicket):
        redeem_ticket(token=ticket, at=NOW + timedelta(seconds=TICKET_TTL_S))


def test_a_ticket_ends_with_its_session(user: User) -> None:
    session_key = session_of(user)
    ticket = issue(user, session_key)
    SessionStore(session_key).delete()

    with pytest.raises(BadTicket):
        redeem_ticket(token=ticket, at=NOW)


def test_a_ticket_ends_with_the_password_that_its_session_began_with(user: User) -> None:
    """The session's own row stays, as Django has it: only its hash tells that it is over."""
    here, elsewhere = session_of(user), session_of(user)
    before = [issue(user, here), issue(user, elsewhere)]
    user.set_password("another long password")
    user.save(update_fields=["password"])

    late = [*before, issue(user, elsewhere), issue(user, session_of(user))]

    assert [isinstance(answer, SignIn) for answer in redeem_tickets(tokens=late, at=NOW)] == [False, False, False, True]


def test_a_ticket_goes_on_when_the_secret_key_is_replaced(user: User, settings: Settings) -> None:
    ticket = issue(user, session_of(user))

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a newer key", [settings.SECRET_KEY]

    assert redeem_ticket(token=ticket, at=NOW).user_id == user.pk


def test_a_ticket_of_somebody_who_was_deactivated_admits_nobody(user: User) -> None:
    ticket = issue(user, session_of(user))
    User.objects.filter(pk=user.pk).update(is_active=False)

    with pytest.raises(BadTicket):
        redeem_ticket(token=ticket, at=NOW)


@pytest.mark.parametrize("token", ["", "made-up", "x" * 10_000])
def test_a_ticket_that_was_never_given_admits_nobody(user: User, token: str) -> None:
    issue(user, session_of(user))

    with pytest.raises(BadTicket):
        redeem_ticket(token=token, at=NOW)


def test_only_the_hash_of_a_ticket_is_kept(user: User) -> None:
    ticket = issue(user, session_of(user))

    assert ticket not in str(list(SocketTicket.objects.values()))


def test_old_tickets_are_cleared_away(user: User) -> None:
    session_key = session_of(user)
    issue(user, session_key, at=NOW - timedelta(hours=2))
    issue(user, session_key, at=NOW)

    assert SocketTicket.objects.count() == 1
