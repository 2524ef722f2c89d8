"""Tokens of agencies' directories: shown once, kept as a hash, ended by a date or by an administrator."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.administration.errors import TooManyTokens
from coordination.administration.models import DirectoryToken, SpeakingAct
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from mou.access import fetch
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.models import Agency
from mou.vocabulary import AdministrativeActKind

# Long enough to be changed once a year, by which it is changed.
LIVES = timedelta(days=365)
# The one in use and the one that takes its place.
TOKENS_MOST = 2
PREFIX, NOTED_EVERY = "mps_", timedelta(minutes=5)


@administrative_act(
    who="administrators of the agency or its district",
    second_person="where others of the agency are administrators or of confidential teams",
    told="its administrators and those people",
    recorded="agency_changed",
)
def make_token(*, actor_id: int, agency_id: UUID, at: datetime) -> str:
    """Return a new token of an agency, in one durable transaction; only its hash is kept. Locks the agency's row.

    Raises: AgencyNotFound, NotAllowed, SecondPersonNeeded, TooManyTokens: one of the two has to go first.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        agency = _managed_agency(actor_id, agency_id, at)
        if len(tokens_of(agency, at)) >= TOKENS_MOST:
            raise TooManyTokens
        speaking = Speaking(SpeakingAct.MAKE_TOKEN, agency)
        check_may_speak(speaking, actor_id=actor_id, at=at)
        tell_whom_it_is_about(speaking, what="speaking_done", actor_id=actor_id)
        row = DirectoryToken.objects.create(
            agency=agency, token_hash=_hash_token(token), made_by_id=actor_id, made_at=at, expires_at=at + LIVES
        )
        changes = {"directory_token": ("", str(row.pk))}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)
    return token


@administrative_act(
    who="administrators of the agency or its district",
    told="the agency's record",
    recorded="agency_changed",
)
def revoke_token(*, actor_id: int, agency_id: UUID, token_id: UUID, at: datetime) -> None:
    """End a token now, in one durable transaction; one that has ended stays so. Locks the agency's row.

    Raises: AgencyNotFound, NotAllowed.
    """
    with transaction.atomic(durable=True):
        agency = _managed_agency(actor_id, agency_id, at)
        if DirectoryToken.objects.filter(pk=token_id, agency=agency, revoked_at=None).update(revoked_at=at):
            changes = {"directory_token": (str(token_id), "")}
            record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)


def tokens_of(agency: Agency, at: datetime) -> list[DirectoryToken]:
    """Return an agency's tokens that count, the newest first. One query."""
    rows = DirectoryToken.objects.select_related("made_by").filter(agency=agency, revoked_at=None, expires_at__gt=at)
    return list(rows.order_by("-made_at"))


def token_behind(header: str, at: datetime) -> DirectoryToken | None:
    """Return the token that a request's Authorization carries, if it counts. Commits, every few minutes."""
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.startswith(PREFIX):
        return None
    rows = DirectoryToken.objects.select_related("agency").filter(revoked_at=None, expires_at__gt=at)
    found = rows.filter(token_hash=_hash_token(token.strip()), agency__is_active=True).first()
    if found is not None and (found.used_at is None or at - found.used_at > NOTED_EVERY):
        DirectoryToken.objects.filter(pk=found.pk).update(used_at=at)
    return found


def _managed_agency(actor_id: int, agency_id: UUID, at: datetime) -> Agency:
    return fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)


def _hash_token(token: str) -> str:
    # 256 random bits need no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()
