"""What a district says about the connection to its school's system: where it is, as whom, when; try it, read now."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection as database
from django.db import transaction

from coordination.administration.models import SpeakingAct
from coordination.administration.second_person.asked import whole_of
from coordination.administration.second_person.speaking import Speaking, check_may_speak, tell_whom_it_is_about
from coordination.planning_bell import ring_on_commit
from coordination.rosters.access import district_kept_for
from coordination.rosters.connection.addresses import base_of, checked_address, outbound_calls
from coordination.rosters.connection.client import Account, SisClient, Timing
from coordination.rosters.connection.due import next_night
from coordination.rosters.connection.failures import RosterNotRead
from coordination.rosters.errors import (
    BadRosterConnection,
    RosterConnectionNotFound,
    RosterReadUnderWay,
    TooManyRosterTests,
)
from coordination.rosters.models import RosterConnection
from coordination.rosters.vocabulary import RosterReadFailure
from coordination.rosters.work.uploads import roster_for
from coordination.sign_in.sealed import SealedUnreadable, seal_secret, unseal_secret
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.foundation.lanes import step_aside
from mou.models import Agency
from mou.vocabulary import ActorId, AdministrativeActKind, Operator
from push.outgoing.calls import ROSTER_TRY

PURPOSE = "coordination.rosters.connection"
CLIENT_MAX_CHARS, SECRET_MAX_CHARS, SCOPES_MAX_CHARS = 255, 500, 500
# OneRoster 1.2: people, classes and enrollments, without demographics.
SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"
HOUR = 2
# What makes it another system, or another view of it.
SOURCE = frozenset(f"roster_connection_{name}" for name in ("base_url", "token_url", "client_id"))
# A server that does not answer takes a thread for each who tries; all other requests need theirs.
TESTS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class ConnectionGiven:
    """A connection as its keeper writes it down. Without a secret the one that is there stays."""

    base_url: str
    token_url: str
    client_id: str
    secret: str
    scopes: str
    hour: int
    is_nightly: bool


@dataclass(frozen=True, slots=True)
class RosterConnectionTest:
    """Whether the school's system answers as one of OneRoster 1.2; if so how many organizations it has, if it says."""

    answers: bool
    failure: RosterReadFailure | None
    organizations: int | None


def connection_of(district: Agency) -> RosterConnection | None:
    """Return a district's connection."""
    return RosterConnection.objects.select_related("roster__district").filter(roster__district=district).first()


def account_of(row: RosterConnection) -> Account:
    """Return where a roster is read, and as whom. Raises: RosterNotRead: the secret cannot be read any more."""
    try:
        secret = unseal_secret(PURPOSE, row.sealed_secret).decode()
    except SealedUnreadable:
        raise RosterNotRead(RosterReadFailure.KEY_CHANGED) from None
    return Account(row.base_url, row.token_url, row.client_id, secret, row.scopes)


@administrative_act(
    who="administrators of the district",
    second_person="for another system, where others of the district or its schools are administrators "
    "or of confidential teams",
    told="the district's record; of another system, its administrators and those people",
    recorded="agency_changed",
)
def set_connection(*, actor_id: int, agency_id: UUID, given: ConnectionGiven, at: datetime) -> None:
    """Set a district's connection, in one durable transaction; a read that is under way is let go.

    Raises: RosterNotFound, BadRosterConnection, SecondPersonNeeded.
    """
    with transaction.atomic(durable=True):
        district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        after = _check_fields(given)
        roster = roster_for(district)
        row = RosterConnection.objects.select_for_update().filter(roster=roster).first()
        is_new = row is None
        row = row or RosterConnection(roster=roster)
        changes = {
            f"roster_connection_{name}": ("" if is_new else str(getattr(row, name)), str(value))
            for name, value in after.items()
            if is_new or getattr(row, name) != value
        }
        if not given.secret and (is_new or _host_of(row.token_url) != _host_of(str(after["token_url"]))):
            # The old secret is for the old server: who sets another address may not know it.
            raise BadRosterConnection(pointer="/secret")
        for name, value in after.items():
            setattr(row, name, value)
        if given.secret:
            row.sealed_secret = seal_secret(PURPOSE, given.secret.encode())
            changes["roster_connection_secret"] = ("…", "…")
        if not changes:
            return
        if not SOURCE.isdisjoint(changes):
            # What is read there says who teaches whom: by a system of one's own one could read students.
            whole = whole_of((name, after[name]) for name in ("base_url", "token_url", "client_id"))
            speaking = Speaking(SpeakingAct.ROSTER_SOURCE, district, detail=whole)
            check_may_speak(speaking, actor_id=actor_id, at=at)
            tell_whom_it_is_about(speaking, what="speaking_done", actor_id=actor_id)
        row.roster = roster
        row.claim, row.claimed_until, row.asked_at = None, None, None
        if any(name.endswith(("base_url", "client_id")) for name in changes):
            # Another server, or another view of it: what it has is compared as a whole.
            row.read_whole_at, row.changes_since = None, None
        row.failed_at, row.failure, row.failed_table, row.failures = None, "", "", 0
        row.next_at = next_night(row, at)
        row.save()
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)


@administrative_act(
    who="administrators of the district",
    told="the district's record",
    recorded="agency_changed",
)
def forget_connection(*, actor_id: int, agency_id: UUID, at: datetime) -> None:
    """Take a connection away with its secret, in one durable transaction; the roster stays.

    Raises: RosterNotFound, RosterConnectionNotFound.
    """
    with transaction.atomic(durable=True):
        district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        row = _find_connection(district)
        row.delete()
        changes = {"roster_connection_base_url": (row.base_url, "")}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)


@administrative_act(
    who="administrators of the district",
    told="the district's record",
    recorded="agency_changed",
)
def ask_to_read(*, actor_id: ActorId, agency_id: UUID, is_whole: bool, may_shrink: bool, at: datetime) -> None:
    """Have a roster read as soon as a reader is free, in one durable transaction.

    Raises: RosterNotFound, RosterConnectionNotFound, RosterReadUnderWay.
    """
    with transaction.atomic(durable=True):
        district = district_kept_for(user_id=actor_id, agency_id=agency_id, at=at)
        row = _find_connection(district, lock=True)
        if row.claimed_until is not None and row.claimed_until >= at:
            raise RosterReadUnderWay
        row.asked_at = at
        row.asked_by_id = None if isinstance(actor_id, Operator) else actor_id
        row.asked_whole, row.asked_may_shrink = is_whole, may_shrink
        row.save(update_fields=["asked_at", "asked_by", "asked_whole", "asked_may_shrink"])
        ring_on_commit()
        said = " ".join(["whole"] * is_whole + ["may_shrink"] * may_shrink) or "changes"
        changes = {"roster_read": ("", said)}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=district, changes=changes, at=at)


def try_connection(*, actor_id: int, agency_id: UUID, at: datetime) -> RosterConnectionTest:
    """Ask for a token and one school. Calls the network once, and holds no connection to the database meanwhile.

    Raises: RosterNotFound, RosterConnectionNotFound, TooManyRosterTests.
    """
    row = _find_connection(district_kept_for(user_id=actor_id, agency_id=agency_id, at=at))
    try:
        account = account_of(row)
    except RosterNotRead as error:
        return RosterConnectionTest(answers=False, failure=error.failure, organizations=None)
    timing = Timing(time.monotonic, lambda _seconds: None, (), within_s=ROSTER_TRY.deadline_s)
    client = SisClient(account, outbound_calls(ROSTER_TRY), timing)
    if not TESTS.acquire(blocking=False):
        raise TooManyRosterTests
    try:
        if not database.in_atomic_block:
            database.close()
        with step_aside():
            page = client.first_page()
    except RosterNotRead as error:
        return RosterConnectionTest(answers=False, failure=error.failure, organizations=None)
    finally:
        TESTS.release()
    return RosterConnectionTest(answers=True, failure=None, organizations=page.total)


def _find_connection(district: Agency, *, lock: bool = False) -> RosterConnection:
    rows = RosterConnection.objects.select_for_update(of=("self",)) if lock else RosterConnection.objects.all()
    found = rows.select_related("roster__district").filter(roster__district=district).first()
    if found is None:
        raise RosterConnectionNotFound
    return found


def _check_fields(given: ConnectionGiven) -> dict[str, object]:
    """Return the fields of a connection. Raises: BadRosterConnection: with the pointer of the field."""
    texts = (
        ("client_id", given.client_id, CLIENT_MAX_CHARS),
        ("secret", given.secret, SECRET_MAX_CHARS),
        ("scopes", given.scopes, SCOPES_MAX_CHARS),
    )
    for name, text, most in texts:
        if not text.isascii() or len(text) > most or (text and not text.isprintable()):
            raise BadRosterConnection(pointer=f"/{name}")
    if not given.client_id.strip():
        raise BadRosterConnection(pointer="/client_id")
    if not 0 <= given.hour <= 23:
        raise BadRosterConnection(pointer="/hour")
    return {
        "base_url": base_of(given.base_url),
        "token_url": checked_address(given.token_url, "/token_url"),
        "client_id": given.client_id.strip(),
        "scopes": " ".join(given.scopes.split()) or SCOPE,
        "hour": given.hour,
        "is_nightly": given.is_nightly,
    }


def _host_of(address: str) -> str:
    return urlsplit(address).netloc
