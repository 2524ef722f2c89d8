"""A party leaves with notice: only what is opened to it ends, the agreement of the others stands."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from mou.access import fetch
from mou.access.annexes import agencies_of, annexes_of, is_first_agency_party
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_long_text
from mou.access.policy import local_date
from mou.agreements.errors import OfAnAgreement
from mou.agreements.memoranda import REASON_MAX_CHARS
from mou.agreements.parties.errors import AlreadyLeaving, LastParty, NoticeTooShort, PartyNotFound
from mou.errors import BadTerms, NotAllowed, WrongState
from mou.models import PartyLeaving, Version
from mou.terms import Number, checked_value
from mou.vocabulary import MemberRole, TermKind, VersionState

# Who binds an agency: not the planners, who prepare papers.
BINDING = (MemberRole.ADMINISTRATOR, MemberRole.COMMANDER)


def leave_agreement(
    *, actor_id: int, memorandum_id: UUID, agency_id: UUID, last_day: date, reason: str, at: datetime
) -> Version:
    """Give a party's notice: after its last day nothing of the agreement in force is open to it, or to others by it.

    Its administrators and commanders do that. Returns the version that it leaves. In the caller's transaction, so
    that who is told is told with it; locks the agreement. Raises:
    MemorandumNotFound, OfAnAgreement, NotAllowed, BadName: no reason. WrongState: nothing is in force.
    PartyNotFound, AlreadyLeaving, LastParty, NoticeTooShort.
    """
    reason = checked_long_text(reason, "reason", max_chars=REASON_MAX_CHARS)
    with transaction.atomic():
        memorandum = fetch.memorandum_for(
            user_id=actor_id, memorandum_id=memorandum_id, need=fetch.MemorandumNeed.READ, at=at, lock=True
        )
        if memorandum.annex_of_id is not None:
            raise OfAnAgreement("A party leaves the agreement as a whole.")
        if not binds_agency(actor_id, agency_id, at):
            raise NotAllowed("Only a party's own administrators and commanders say that it leaves.")
        if agency_id == memorandum.district_id:
            raise NotAllowed("The district does not leave: it ends the agreement.")
        version = memorandum.current_version
        if version is None or version.state != VersionState.IN_FORCE:
            raise WrongState("Nothing of this agreement is in force.")
        version.memorandum = memorandum
        rows = rows_of_party(version, agency_id)
        _check_may_leave(version, rows, agency_id)
        earliest = earliest_last_day(version, at)
        if not earliest <= last_day <= version.expires_on:
            raise NoticeTooShort(f"The last day is {earliest} at the earliest and {version.expires_on} at the latest.")
        for one in _signed_rows(version, agency_id):
            Version.objects.filter(id=one.id).update(left_at=_day_after(last_day, one.memorandum.district.time_zone))
        PartyLeaving.objects.create(
            version=version, agency_id=agency_id, last_day=last_day, reason=reason, given_by_id=actor_id, given_at=at
        )
        bump_access_epoch()
    return version


def binds_agency(user_id: int, agency_id: UUID, at: datetime) -> bool:
    """Say whether a person may declare that an agency leaves."""
    mine = fetch.active_memberships(user_id, at)
    return any(one.agency_id == agency_id and one.role in BINDING for one in mine)


def rows_of_party(version: Version, agency_id: UUID) -> list[Version]:
    """Return where a version opens something to a party, or a party opens something by it."""
    first = [version] if version.memorandum.agency_id == agency_id and is_first_agency_party(version) else []
    return first + [
        one for one in annexes_of(version) if agency_id in (one.memorandum.district_id, one.memorandum.agency_id)
    ]


def _signed_rows(version: Version, agency_id: UUID) -> list[Version]:
    """Return the same of every version that holds or will: a renewal may be signed while the one before still holds."""
    lead_id = version.memorandum_id
    of_agreement = Q(memorandum=lead_id, memorandum__agency=agency_id) | (
        Q(memorandum__annex_of=lead_id) & (Q(memorandum__agency=agency_id) | Q(memorandum__district=agency_id))
    )
    rows = Version.objects.filter(of_agreement, state=VersionState.IN_FORCE.value, left_at__isnull=True)
    return list(rows.select_related("memorandum__district").order_by("id"))


def earliest_last_day(version: Version, at: datetime) -> date:
    """Return the first day on which a notice given now may end: by the term of notice, and tomorrow at the earliest."""
    days = 1
    for term in version.terms.filter(kind=TermKind.TERMINATION_NOTICE_DAYS.value):
        try:
            value = checked_value(TermKind.TERMINATION_NOTICE_DAYS, term.value)
        except BadTerms:
            continue
        days = max(days, value.number) if isinstance(value, Number) else days
    return local_date(at, version.memorandum.district.time_zone) + timedelta(days=days)


def _check_may_leave(version: Version, rows: list[Version], agency_id: UUID) -> None:
    if not rows:
        raise PartyNotFound("There is no such party.")
    if any(one.left_at is not None for one in rows):
        raise AlreadyLeaving("This party has given notice already.")
    staying = [
        one
        for one in agencies_of(version, annexes_of(version))
        if one.pk not in (agency_id, version.memorandum.district_id)
        and all(row.left_at is None and row.state == VersionState.IN_FORCE for row in rows_of_party(version, one.pk))
    ]
    if not staying:
        raise LastParty("No other party would be left.")


def _day_after(day: date, time_zone: str) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(time_zone))
