"""What an administrator does for a person who cannot sign in: remove lost factors, release a locked account."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import transaction

from coordination.administration.access import account_for
from coordination.administration.accounts.people import record_account_act
from coordination.administration.accounts.sign_ins import end_everything
from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.models import User
from coordination.sign_in.attempts.account_locks import release_lock
from coordination.sign_in.sessions.duties import FACTORS
from coordination.sign_in.sessions.held import weigh_memberships_of
from mou.administrative_acts import administrative_act
from mou.errors import NotAllowed
from mou.vocabulary import AdministrativeActKind


def factors_of(person: User) -> int:
    """Return how many second factors a person has. One query."""
    return int(Authenticator.objects.filter(user=person, type__in=FACTORS).count())


@administrative_act(
    who="who keeps the account: administrators of its home agency; never one's own",
    second_person="for an administrator or someone of a confidential team",
    told="the person, who is signed out on all devices, at their address",
    recorded="account_changed",
)
def reset_factors(*, actor_id: int, person_id: UUID, at: datetime) -> None:
    """Remove a person's factors and recovery codes and sign them out everywhere, in one durable transaction.

    For those who keep the account, and never for one's own: these are removed with the factor itself. Locks the
    account's row.
    Raises: PersonNotFound, NotYours, NotAllowed, SecondPersonNeeded.
    """
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        if grant.is_self:
            raise NotAllowed("No one removes their own factors without having one.")
        home = grant.person.home_agency
        if home is not None:
            speaking = Speaking(SpeakingAct.RESET_FACTORS, home, grant.person)
            check_may_speak(speaking, actor_id=actor_id, at=at)
            tell_whom_it_is_about(speaking, what="factors_reset", actor_id=actor_id)
        before = factors_of(grant.person)
        Authenticator.objects.filter(user=grant.person).delete()
        end_everything(grant.person, at)
        weigh_memberships_of(grant.person.pk, at)
        changes = {"second_factors": (str(before), "0")}
        record_account_act(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)


@administrative_act(
    who="who keeps the account: administrators of its home agency",
    told="the agency's record",
    recorded="account_changed",
)
def release_account(*, actor_id: int, person_id: UUID, at: datetime) -> None:
    """Let an account sign in again that wrong passwords have locked, in one durable transaction.

    By who keeps the account. Locks its row. Raises: PersonNotFound, NotYours.
    """
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        if release_lock(grant.person):
            changes = {"locked": ("True", "False")}
            record_account_act(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)
