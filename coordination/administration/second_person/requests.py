"""Ask a second person to let an act be done by which one could act as another; confirm it, or drop it."""

from datetime import datetime
from unicodedata import normalize
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.administration.access import account_for
from coordination.administration.models import SpeakingAct, SpeakingRequest
from coordination.administration.second_person.asked import WHOLE_MAX_CHARS, as_asked
from coordination.administration.second_person.of_schools import (
    OF_A_ROSTER,
    administers_school_of,
    is_second_of_schools,
)
from coordination.administration.second_person.one_holder import are_one_holder
from coordination.administration.second_person.speaking import (
    GOOD_FOR,
    NAMING,
    Speaking,
    needs_second_person,
    tell_whom_it_is_about,
)
from mou.access import fetch
from mou.access.names import checked_text
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.administrators import is_second_person_to, may_be_second_person
from mou.agencies.memberships.members import REASON_MAX_CHARS
from mou.errors import NotAllowed, RequestDecided, RequestNotFound, WrongChange
from mou.models import Agency, AgencyMember
from mou.vocabulary import AdministrativeActKind

# About one person; the others are about everybody whose account an agency keeps.
OF_A_PERSON = frozenset((SpeakingAct.INVITE_AGAIN, SpeakingAct.CHANGE_ADDRESS, SpeakingAct.RESET_FACTORS)) | NAMING
# What is to be written does not change between asking and doing.
SAYS_WHAT = frozenset((SpeakingAct.CHANGE_ADDRESS,)) | NAMING
SAYS_ALL = frozenset(
    (SpeakingAct.CHANGE_PROVIDER, SpeakingAct.GROUP_ROLES, SpeakingAct.ROSTER_SOURCE, SpeakingAct.TAKE_ROSTER)
)
# The record has the beginning; the request itself stays, whole.
RECORDED_MAX_CHARS = 300


@administrative_act(
    who="who could do the act itself",
    told="the person, on their devices and at their address",
    recorded="second_person_asked",
)
def ask_to_speak_for(
    *, actor_id: int, person_id: UUID, act: SpeakingAct, detail: str, reason: str, at: datetime
) -> UUID:
    """Ask to do an act about a person, in one durable transaction; they are told at once. Return the request's id.

    Raises: PersonNotFound, NotYours, BadName, WrongChange: no other has to confirm it, or it is about an agency.
    RequestDecided: another one waits.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        grant = account_for(user_id=actor_id, person_id=person_id, at=at)
        agency = grant.person.home_agency
        if act not in OF_A_PERSON or agency is None:
            raise WrongChange("This act is not about one person.")
        detail = normalize("NFC", " ".join(detail.split())) if act in SAYS_WHAT else ""
        speaking = Speaking(act, agency, grant.person, detail)
        return _ask_second_person(speaking, actor_id, reason, at)


@administrative_act(
    who="who could do the act itself",
    told="the administrators and people of confidential teams whose accounts the agency keeps",
    recorded="second_person_asked",
)
def ask_to_speak_for_all(
    *, actor_id: int, agency_id: UUID, act: SpeakingAct, detail: str, reason: str, at: datetime
) -> UUID:
    """Ask to do an act about everybody whose account an agency keeps, as `ask_to_speak_for`.

    What an act will set is its detail, whole, as the refusal says it (`SecondPersonNeeded.asks`).
    Raises: AgencyNotFound, NotAllowed, BadName, WrongChange, RequestDecided.
    """
    reason = checked_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        if act in OF_A_PERSON:
            raise WrongChange("This act is about one person.")
        detail = as_asked(detail) if act in SAYS_ALL else ""
        if act in SAYS_ALL and not detail:
            raise WrongChange("Say what is to be: do it, and the refusal says what to ask for.")
        return _ask_second_person(Speaking(act, agency, None, detail), actor_id, reason, at)


@administrative_act(
    who="another administrator (of the district for a school; of a school for its district's roster), or the operator; "
    "never whom it is about",
    second_person="is the second person: never who asked, or whom they made administrator alone",
    told="the person, on their devices and at their address",
    recorded="second_person_confirmed",
)
def confirm_speaking(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Let who asked do the act, once and within a day, in one durable transaction.

    Raises: RequestNotFound, RequestDecided, NotAllowed.
    """
    with transaction.atomic(durable=True):
        row = _request_for(actor_id, request_id, at)
        if not may_confirm(row, actor_id, at):
            raise NotAllowed("A second person has to confirm this.")
        _decide_request(row, actor_id, at, is_confirmed=True)
        tell_whom_it_is_about(_speaking_of(row), what="speaking_confirmed", actor_id=actor_id)


@administrative_act(
    who="administrators of the agency (of its schools for a roster), the operator, and the person themself",
    told="the agency's record",
    recorded="request_withdrawn",
    needs_recent_sign_in=False,
    because="to drop a request takes nothing from anybody",
)
def withdraw_speaking(*, actor_id: int, request_id: UUID, at: datetime) -> None:
    """Drop a request, also one that was confirmed and not used, in one durable transaction.

    Raises: RequestNotFound, RequestDecided.
    """
    with transaction.atomic(durable=True):
        row = _request_for(actor_id, request_id, at, is_confirmed_too=True)
        _decide_request(row, actor_id, at, is_confirmed=False)


def may_confirm(row: SpeakingRequest, user_id: int, at: datetime) -> bool:
    """Say whether a person is the second person to a request: never who asked, by any account, or whom it is about."""
    if user_id == row.person_id or are_one_holder(user_id, row.asked_by_id, at):
        return False
    of_schools = row.act in OF_A_ROSTER and is_second_of_schools(user_id, row.asked_by_id, row.agency, at)
    return of_schools or is_second_person_to(user_id, row.asked_by_id, row.agency, at)


def open_requests(agency: Agency) -> QuerySet[SpeakingRequest]:
    """Return what waits for a second person in an agency, the oldest first."""
    rows = SpeakingRequest.objects.filter(agency=agency, decided_at__isnull=True)
    return rows.select_related("person", "asked_by", "agency").order_by("asked_at", "id")


def requests_about(user_id: int, at: datetime) -> QuerySet[SpeakingRequest]:
    """Return what others ask, or may do by now, by which they could act as a person."""
    rows = SpeakingRequest.objects.filter(person_id=user_id, used_at__isnull=True)
    still = rows.filter(decided_at__isnull=True) | rows.filter(is_confirmed=True, decided_at__gt=at - GOOD_FOR)
    return still.select_related("asked_by", "agency").order_by("asked_at", "id")


def is_speaking_request(request_id: UUID) -> bool:
    """Say whether an id is that of such a request: memberships have requests of their own."""
    return SpeakingRequest.objects.filter(pk=request_id).exists()


def _ask_second_person(speaking: Speaking, actor_id: int, reason: str, at: datetime) -> UUID:
    if not needs_second_person(speaking, actor_id, at):
        raise WrongChange("No one else has to confirm this: do it.")
    waiting = SpeakingRequest.objects.filter(
        agency=speaking.agency, person=speaking.person, act=speaking.act.value, decided_at__isnull=True
    )
    if waiting.exists():
        raise RequestDecided("Another request of this kind waits.")
    if len(speaking.detail) > WHOLE_MAX_CHARS:
        raise WrongChange("This is more than a second person reads.")
    row = SpeakingRequest.objects.create(
        agency=speaking.agency,
        person=speaking.person,
        act=speaking.act.value,
        # Whole: what a second person reads is what is compared when it is done.
        detail=speaking.detail,
        reason=reason,
        asked_by_id=actor_id,
        asked_at=at,
    )
    _record_request(row, AdministrativeActKind.SECOND_PERSON_ASKED, actor_id, at)
    tell_whom_it_is_about(speaking, what="speaking_asked", actor_id=actor_id)
    return row.pk


def _request_for(actor_id: int, request_id: UUID, at: datetime, *, is_confirmed_too: bool = False) -> SpeakingRequest:
    rows = SpeakingRequest.objects.select_for_update(of=("self",)).select_related("agency__parent", "person")
    row = rows.filter(pk=request_id).first()
    if row is None or not _may_know(row, actor_id, at):
        raise RequestNotFound("There is no such request.")
    is_over = row.decided_at is not None and not (is_confirmed_too and row.is_confirmed)
    if is_over or row.used_at is not None:
        raise RequestDecided("The request was decided already.")
    return row


def _may_know(row: SpeakingRequest, actor_id: int, at: datetime) -> bool:
    is_near = actor_id == row.person_id or fetch.may_manage(actor_id, row.agency, at)
    is_asked = row.act in OF_A_ROSTER and administers_school_of(actor_id, row.agency, at)
    return is_near or is_asked or may_be_second_person(actor_id, row.agency, at)


def _decide_request(row: SpeakingRequest, actor_id: int, at: datetime, *, is_confirmed: bool) -> None:
    SpeakingRequest.objects.filter(pk=row.pk).update(decided_by_id=actor_id, decided_at=at, is_confirmed=is_confirmed)
    kinds = AdministrativeActKind
    _record_request(row, kinds.SECOND_PERSON_CONFIRMED if is_confirmed else kinds.REQUEST_WITHDRAWN, actor_id, at)


def _record_request(row: SpeakingRequest, kind: AdministrativeActKind, actor_id: int, at: datetime) -> None:
    member = None
    if row.person_id is not None:
        mine = AgencyMember.objects.filter(user_id=row.person_id, ended_at__isnull=True)
        member = mine.filter(agency=row.agency).first() or mine.order_by("id").first()
    recorded = row.detail if len(row.detail) <= RECORDED_MAX_CHARS else f"{row.detail[:RECORDED_MAX_CHARS]}…"
    changes = {"act": ("", row.act)} | ({"detail": ("", recorded)} if recorded else {})
    record_act(kind, actor_id=actor_id, agency=row.agency, member=member, reason=row.reason, changes=changes, at=at)


def _speaking_of(row: SpeakingRequest) -> Speaking:
    return Speaking(SpeakingAct(row.act), row.agency, row.person, row.detail)
