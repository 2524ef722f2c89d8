"""What an administrator does for somebody who cannot sign in: remove lost factors, release a locked account."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from coordination.administration.access import account_for
from coordination.administration.accounts.people import record
from coordination.administration.accounts.sign_ins import end_everything
from coordination.models import User
from coordination.sign_in.attempts.account_locks import release
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from coordination.sign_in.sessions.duties import FACTORS
from coordination.sign_in.sessions.held import weigh_memberships_of
from mou.errors import NotAllowed
from mou.vocabulary import AdministrativeActKind


def factors_of(person: User) -> int:
    """Return how many second factors a person has. One query."""
    return int(Authenticator.objects.filter(user=person, type__in=FACTORS).count())


def reset_factors(*, actor_id: int, person_id: UUID, at: datetime) -> None:
    """Remove a person's factors and recovery codes and sign them out everywhere, in one durable transaction.

    By who keeps the account; nobody's own: these are removed with the factor itself. Locks the account's row.
    Raises: PersonNotFound, NotYours, NotAllowed.
    """
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        if grant.is_self:
            raise NotAllowed("Nobody removes their own factors without having one.")
        before = factors_of(grant.person)
        Authenticator.objects.filter(user=grant.person).delete()
        end_everything(grant.person, at)
        weigh_memberships_of(grant.person.pk, at)
        changes = {"second_factors": (str(before), "0")}
        record(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)
    if grant.person.email:
        language = grant.person.language or "en"
        words = {"what": notice_words("factors_reset", language)}
        send_beside("account/email/notice", grant.person.email, language, words)


def release_account(*, actor_id: int, person_id: UUID, at: datetime) -> None:
    """Let an account sign in again that wrong passwords have locked, in one durable transaction.

    By who keeps the account. Locks its row. Raises: PersonNotFound, NotYours.
    """
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        if release(grant.person):
            changes = {"locked": ("True", "False")}
            record(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)
