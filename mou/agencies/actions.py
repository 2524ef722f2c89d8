"""Found agencies and switch them on and off."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from mou.access import fetch
from mou.access.epoch_change import bump_access_epoch
from mou.access.names import checked_text
from mou.access.operators import is_operator
from mou.administrative_acts import administrative_act
from mou.agencies.acts import record_act
from mou.agencies.names import hold_names
from mou.errors import BadAgency, NotAllowed
from mou.models import Agency
from mou.vocabulary import ActorId, AdministrativeActKind, AgencyKind, Operator


@administrative_act(
    who="the operator; a district for its schools",
    told="no one: no one is there yet",
    recorded="agency_founded",
)
def create_agency(
    *,
    actor_id: ActorId,
    kind: AgencyKind,
    name: str,
    short_name: str,
    time_zone: str,
    parent_id: UUID | None,
    at: datetime,
) -> UUID:
    """Found an agency and return its id, in one durable transaction.

    The operator founds any; a district's administrator founds schools of that district.
    Raises: BadName, BadAgency, AgencyNameTaken, NotAllowed, AgencyNotFound.
    """
    with transaction.atomic(durable=True):
        agency = write_agency(
            actor_id=actor_id,
            kind=kind,
            name=name,
            short_name=short_name,
            time_zone=time_zone,
            parent_id=parent_id,
            at=at,
        )
    return agency.id


def write_agency(
    *,
    actor_id: ActorId,
    kind: AgencyKind,
    name: str,
    short_name: str,
    time_zone: str,
    parent_id: UUID | None,
    at: datetime,
) -> Agency:
    """Found an agency in the caller's transaction. Raises as `create_agency`."""
    name, short_name = checked_text(name, "name", max_chars=200), checked_text(short_name, "short name", max_chars=40)
    _check_time_zone(time_zone)
    if parent_id is not None and kind is not AgencyKind.SCHOOL:
        raise BadAgency("Only a school belongs to a district.")
    if not is_operator(actor_id):
        fetch.check_may_found_school(user_id=actor_id, district_id=parent_id, at=at)
    if parent_id is not None and not _is_district(parent_id):
        raise BadAgency("A school belongs to a district.")
    agency = Agency.objects.create(
        kind=kind.value, name=name, short_name=short_name, time_zone=time_zone, parent_id=parent_id
    )
    record_act(AdministrativeActKind.AGENCY_FOUNDED, actor_id=actor_id, agency=agency, at=at)
    hold_names(agency)
    return agency


@administrative_act(
    who="administrators of the agency or its district",
    told="no one: a name is no one else's, and a time zone gives nothing",
    recorded="agency_changed",
)
def change_agency(
    *, actor_id: ActorId, agency_id: UUID, name: str, short_name: str, time_zone: str, at: datetime
) -> None:
    """Change what an agency is called and its time zone, in one durable transaction. Locks its row.

    Raises: AgencyNotFound, NotAllowed, BadName, BadAgency, AgencyNameTaken.
    """
    name, short_name = checked_text(name, "name", max_chars=200), checked_text(short_name, "short name", max_chars=40)
    _check_time_zone(time_zone)
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.MANAGE, at=at, lock=True)
        after = {"name": name, "short_name": short_name, "time_zone": time_zone}
        changes = {
            key: (str(getattr(agency, key)), value) for key, value in after.items() if getattr(agency, key) != value
        }
        if not changes:
            return
        Agency.objects.filter(id=agency.id).update(**after)
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)
        if {"name", "short_name"} & set(changes):
            agency.name, agency.short_name = name, short_name
            hold_names(agency)


@administrative_act(
    who="the operator",
    told="the agency's record, and its administrators",
    recorded="agency_changed",
)
def set_agency_active(*, actor_id: ActorId, agency_id: UUID, is_active: bool, at: datetime) -> None:
    """Switch an agency on or off, in one durable transaction; off, all its memberships stop counting.

    Only the operator may: an agency cannot lock its own district out. Locks the agency's row. Raises: AgencyNotFound,
    NotAllowed, AgencyNameTaken: another agency took its name while it was off.
    """
    with transaction.atomic(durable=True):
        agency = fetch.agency_for(user_id=actor_id, agency_id=agency_id, need=fetch.AgencyNeed.SEE, at=at, lock=True)
        if not isinstance(actor_id, Operator):
            raise NotAllowed("Only the operator switches agencies on and off.")
        Agency.objects.filter(id=agency.id).update(is_active=is_active)
        changes = {"is_active": (str(agency.is_active), str(is_active))}
        record_act(AdministrativeActKind.AGENCY_CHANGED, actor_id=actor_id, agency=agency, changes=changes, at=at)
        if is_active:
            hold_names(agency)
        else:
            bump_access_epoch()


def _is_district(agency_id: UUID) -> bool:
    return Agency.objects.filter(id=agency_id, kind=AgencyKind.DISTRICT.value, is_active=True).exists()


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadAgency("The time zone is not one of the IANA database, such as America/New_York.") from error
