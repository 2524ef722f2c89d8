"""Where a person is signed in and what alerts reach them by; end it there, and switch accounts off and on."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from coordination.administration.access import PersonGrant, account_for, sessions_for
from coordination.administration.accounts.people import record_account_act
from coordination.administration.errors import NotYours, SessionNotFound
from coordination.administration.models import DirectoryPerson
from coordination.models import DeviceClass, SessionState, User
from coordination.room.models import Participant
from coordination.sign_in.calendar_passwords import end_calendar_passwords
from coordination.sign_in.sessions.handed import end_codes
from coordination.vocabulary import IncidentStatus
from mou.access.names import checked_text
from mou.administrative_acts import administrative_act
from mou.agencies.administrators import check_may_take_administrator
from mou.agencies.memberships.members import REASON_MAX_CHARS
from mou.errors import NotAllowed
from mou.models import AgencyMember
from mou.vocabulary import AdministrativeActKind
from push.devices.actions import retire_devices_of_user
from push.models import Device
from push.vocabulary import RetireReason


@dataclass(frozen=True, slots=True)
class SessionView:
    """A place where a person is signed in, with how many devices were registered there."""

    id: int
    ip: str
    user_agent: str
    began_at: datetime
    devices: int
    is_current: bool
    # Whether it locks when it is not used, and what it runs on if that excepts it.
    locks: bool
    device_class: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What ends for a person when their access ends: shown before it is done. `open_rooms`: in how many they are."""

    sessions: int
    devices: int
    open_rooms: int


def sessions_of(person: User, *, current_key: str) -> list[SessionView]:
    """Return where a person is signed in, newest first. Four queries."""
    rows = list(_live_sessions(person))
    keys = [row.session_key for row in rows]
    found = Device.objects.filter(session_key__in=keys, is_active=True).values_list("session_key", flat=True)
    devices = list(found)
    states = {
        one.session_key: one for one in SessionState.objects.filter(user=person, session_key__in=keys, locks=True)
    }
    return [
        SessionView(
            id=row.pk,
            ip=str(row.ip),
            user_agent=row.user_agent,
            began_at=row.created_at,
            devices=devices.count(row.session_key),
            is_current=row.session_key == current_key,
            locks=row.session_key in states,
            device_class=states[row.session_key].device_class if row.session_key in states else "",
        )
        for row in rows
    ]


def reach_of(person: User) -> Reach:
    """Return what a person would lose now. Three queries."""
    rooms = Participant.objects.filter(user=person, left_at__isnull=True, removed_at__isnull=True).exclude(
        room__incident__status=IncidentStatus.CLOSED.value
    )
    return Reach(
        sessions=len(_live_sessions(person)),
        devices=Device.objects.filter(user_id=person.pk, is_active=True).count(),
        open_rooms=rooms.count(),
    )


@administrative_act(
    who="the person, and administrators of the agency that keeps the account",
    told="the person, who is signed out",
    recorded="sessions_ended",
    needs_recent_sign_in=False,
    because="a phone is lost: signing out only takes, and signing in gives it back",
)
def end_session(*, actor_id: int, person_id: UUID, session_id: int, at: datetime) -> None:
    """Sign a person out in one place, in one durable transaction; its sockets fall silent, its devices are retired.

    By themselves, and by who keeps the account. Raises: PersonNotFound, NotYours, SessionNotFound.
    """
    with transaction.atomic(durable=True):
        grant = sessions_for(user_id=actor_id, person_id=person_id, at=at)
        row = UserSession.objects.filter(pk=session_id, user_id=grant.person.pk).first()
        if row is None:
            raise SessionNotFound
        row.end()
        if not grant.is_self:
            # Which program runs on the phone that is lost, an administrator cannot know.
            end_calendar_passwords(grant.person.pk)
        record_account_act(grant, AdministrativeActKind.SESSIONS_ENDED, actor_id=actor_id, at=at)


@administrative_act(
    who="the person, and administrators of the agency that keeps the account",
    told="the person, who is signed out",
    recorded="sessions_ended",
    needs_recent_sign_in=False,
    because="a phone is lost: signing out only takes, and signing in gives it back",
)
def end_all_sessions(*, actor_id: int, person_id: UUID, at: datetime) -> None:
    """Sign a person out everywhere and retire all their devices, in one durable transaction: a phone is lost.

    By themselves, and by who keeps the account. Raises: PersonNotFound, NotYours.
    """
    with transaction.atomic(durable=True):
        grant = sessions_for(user_id=actor_id, person_id=person_id, at=at)
        end_everything(grant.person, at)
        record_account_act(grant, AdministrativeActKind.SESSIONS_ENDED, actor_id=actor_id, at=at)


@administrative_act(
    who="administrators of the agency that keeps the account",
    told="the agency's record",
    recorded="account_changed",
)
def set_device_class(*, actor_id: int, person_id: UUID, session_id: int, device_class: str, at: datetime) -> None:
    """Except a session from being locked for want of use, or no longer, in one durable transaction.

    By who keeps the account. Raises: PersonNotFound, SessionNotFound, NotYours.
    """
    if device_class not in ("", *DeviceClass.values):
        raise SessionNotFound
    with transaction.atomic(durable=True):
        grant = sessions_for(user_id=actor_id, person_id=person_id, at=at)
        if not grant.keeps_account:
            raise NotYours
        key = UserSession.objects.filter(pk=session_id, user_id=grant.person.pk).values_list("session_key").first()
        row = SessionState.objects.filter(user=grant.person, session_key=key[0] if key else "").first()
        if row is None:
            raise SessionNotFound
        changes = {"device_class": (row.device_class, device_class)}
        SessionState.objects.filter(pk=row.pk).update(device_class=device_class)
        record_account_act(grant, AdministrativeActKind.ACCOUNT_CHANGED, actor_id=actor_id, changes=changes, at=at)


@administrative_act(
    who="who keeps the account: administrators of its home agency",
    second_person="for an administrator",
    told="the agency's record",
    recorded="account_deactivated",
)
def deactivate_account(*, actor_id: int, person_id: UUID, reason: str, at: datetime) -> None:
    """Switch an account off, in one durable transaction: it signs no person in, and all of its access ends.

    Raises: PersonNotFound, NotYours, BadName, NotAllowed: one's own. LastAdministrator, SecondPersonNeeded.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        _check_may_switch_off(grant, actor_id, at)
        User.objects.filter(pk=grant.person.pk).update(is_active=False)
        DirectoryPerson.objects.filter(user=grant.person).update(is_off=False)
        end_everything(grant.person, at)
        record_account_act(grant, AdministrativeActKind.ACCOUNT_DEACTIVATED, actor_id=actor_id, reason=reason, at=at)


@administrative_act(
    who="who keeps the account: administrators of its home agency",
    told="the agency's record",
    recorded="account_reactivated",
)
def reactivate_account(*, actor_id: int, person_id: UUID, reason: str, at: datetime) -> None:
    """Switch an account on again, in one durable transaction. Raises: PersonNotFound, NotYours, BadName."""
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        User.objects.filter(pk=grant.person.pk).update(is_active=True)
        DirectoryPerson.objects.filter(user=grant.person).update(is_off=False)
        record_account_act(grant, AdministrativeActKind.ACCOUNT_REACTIVATED, actor_id=actor_id, reason=reason, at=at)


def _check_may_switch_off(grant: PersonGrant, actor_id: int, at: datetime) -> None:
    if grant.is_self or grant.person.is_operator:
        raise NotAllowed("No one switches off their own account, or the operator's.")
    # Switching off an account ends every membership at once: what needs a second person one by one needs it here.
    for member in AgencyMember.objects.filter(user=grant.person, ended_at__isnull=True).select_related("agency"):
        check_may_take_administrator(actor_id, member, at)


def end_everything(person: User, at: datetime) -> None:
    """End all sessions, codes for apps and calendar passwords of a person, and retire their devices.

    In the caller's transaction.
    """
    end_codes(person.pk, at)
    for row in UserSession.objects.filter(user_id=person.pk):
        row.end()
    end_calendar_passwords(person.pk)
    retire_devices_of_user(user_id=person.pk, reason=RetireReason.SIGNED_OUT, at=at)


def _live_sessions(person: User) -> QuerySet[UserSession]:
    keys = Session.objects.values("session_key")
    rows: QuerySet[UserSession] = UserSession.objects.filter(user_id=person.pk, session_key__in=keys)
    return rows.order_by("-created_at")
