"""One-time tickets: for one socket, once, for half a minute, and never longer than the session."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.actions.tickets import TICKET_TTL_S, Admitted, issue_ticket, redeem_tickets
from coordination.errors import BadTicket
from coordination.models import SocketTicket, User
from coordination.sessions import SessionStore
from mou.queries.epoch import access_epoch
from tests.factories.mou import make_user
from tests.support.stage import session_of

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)


@pytest.fixture
def user() -> User:
    return make_user()


def redeem_ticket(*, token: str, at: datetime) -> Admitted:
    """Use up one ticket that comes alone. Raises: BadTicket."""
    answer = redeem_tickets(tokens=[token], at=at)[0]
    if isinstance(answer, BadTicket):
        raise answer
    return answer


def issue(user: User, session_key: str, *, at: datetime = NOW) -> str:
    return issue_ticket(user_id=user.pk, session_key=session_key, at=at)[0]


def test_a_ticket_admits_its_person_and_session(user: User) -> None:
    session_key = session_of(user)

    admitted = redeem_ticket(token=issue(user, session_key), at=NOW)

    assert admitted == Admitted(user_id=user.pk, session_key=session_key, epoch=access_epoch())


def test_a_ticket_is_used_up(user: User) -> None:
    ticket = issue(user, session_of(user))
    redeem_ticket(token=ticket, at=NOW)

    with pytest.raises(BadTicket):
        redeem_ticket(token=ticket, at=NOW)


def test_of_two_sockets_that_bring_one_ticket_together_one_gets_in(user: User) -> None:
    ticket, other = issue(user, session_of(user)), issue(user, session_of(user))

    answers = redeem_tickets(tokens=[ticket, "made-up", ticket, other], at=NOW)

    assert [isinstance(answer, Admitted) for answer in answers] == [True, False, False, True]


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
