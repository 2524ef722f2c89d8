"""Who writes to families and approves it (command of the school or district), and who reads a guardian's name.

Everyone in the room reads what families were told, and how many. Police, fire and partners read no name.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from coordination.errors import CoordinationError
from coordination.family_messages.errors import (
    FamilyMessageNotFound,
    FamilyWordsNotFound,
    FamilyWordsNotYours,
    NotTellingFamilies,
)
from coordination.family_messages.models import FamilyMessage
from coordination.room.access import RoomGrant, incident_for, room_for
from coordination.room.audiences import is_of_site
from coordination.room.capability import RoomNeed
from coordination.room.models import JoinedSite
from coordination.rosters.access import schools_read_by
from mapping.models import Site
from mou.access.fetch import agencies_for
from mou.access.operators import is_administrator, managed_agencies
from mou.models import Agency
from mou.vocabulary import AgencyKind

KINDS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)


@dataclass(frozen=True)
class FamilyDesk:
    """Messages to families as one person finds them: of a room, or, without a grant, notices of drills."""

    user_id: int
    at: datetime
    grant: RoomGrant | None

    @cached_property
    def sites(self) -> list[Site]:
        """Return the sites of the incident that are the asker's own."""
        if self.grant is None or self.grant.participant is None:
            return []
        incident = self.grant.incident
        joined = JoinedSite.objects.filter(incident=incident, left_at__isnull=True).select_related("site")
        sites = [incident.site, *(one.site for one in joined.order_by("joined_at", "pk"))]
        me = self.grant.participant
        return [one for one in sites if one.school_id is not None and is_of_site(me, one)]

    @cached_property
    def schools(self) -> dict[UUID, Agency]:
        """Return the schools to whose families the asker may write, by id."""
        if self.grant is None:
            rows = schools_noticed_by(self.user_id, self.at)
        else:
            rows = Agency.objects.filter(pk__in=[one.school_id for one in self.sites], is_active=True)
        return {one.pk: one for one in rows.select_related("parent").order_by("name", "pk")}

    @property
    def time_zone(self) -> str:
        """Return by whose clock its messages are read: the incident's site, or the first of the asker's schools."""
        if self.grant is not None:
            return self.grant.incident.site.time_zone
        return next(iter(self.schools.values())).time_zone

    @property
    def may_send(self) -> bool:
        """Tell whether the asker writes to families, and approves what another one wrote."""
        if self.grant is None:
            return bool(self.schools)
        return self.grant.is_of_site() and self.grant.may_command()

    @property
    def is_exercise(self) -> bool:
        return self.grant is not None and self.grant.incident.is_exercise

    def require_sending(self) -> None:
        """Raises: NotTellingFamilies: the asker reads, and no more."""
        if not self.may_send:
            raise NotTellingFamilies

    def reads_names_of(self, message: FamilyMessage) -> bool:
        """Tell whether the asker reads who the guardians of a message are: who sends, and readers of the rosters."""
        schools = {one.pk for one in message.schools.all()}
        if self.grant is None:
            return schools <= set(self.schools)
        if not self.grant.is_of_site():
            return False
        if self.may_send and schools <= set(self.schools):
            return True
        return schools <= set(schools_read_by(self.user_id, self.at).values_list("pk", flat=True))


def schools_noticed_by(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools whose families a person tells of drills: its administrators, and those of the district."""
    managed = managed_agencies(user_id, at).filter(kind__in=KINDS, is_active=True).values("pk")
    schools = Agency.objects.filter(kind=AgencyKind.SCHOOL.value, is_active=True)
    return schools.filter(pk__in=managed) | schools.filter(parent__in=managed)


def desk_of_incident(*, user_id: int, incident_id: UUID, at: datetime) -> FamilyDesk:
    """Return the messages of an incident to who takes part in it. Raises: FamilyMessageNotFound."""
    try:
        grant = incident_for(user_id=user_id, incident_id=incident_id, at=at)
        grant.joined()
    except CoordinationError as hidden:
        raise FamilyMessageNotFound from hidden
    return FamilyDesk(user_id, at, grant)


def desk_of_notices(*, user_id: int, at: datetime) -> FamilyDesk:
    """Return the notices of drills to who administers a school or its district. Raises: FamilyMessageNotFound."""
    desk = FamilyDesk(user_id, at, None)
    if not desk.schools:
        raise FamilyMessageNotFound
    return desk


def message_for(
    *, user_id: int, message_id: UUID, at: datetime, lock: bool = False
) -> tuple[FamilyDesk, FamilyMessage]:
    """Return a message with how the asker finds it. With `lock`, holds its row until commit.

    Raises: FamilyMessageNotFound: also to who is not in its room, and of a draft to who does not send.
    """
    rows = FamilyMessage.objects.select_for_update(of=("self",)) if lock else FamilyMessage.objects
    message = rows.filter(pk=message_id).first()
    if message is None:
        raise FamilyMessageNotFound
    desk = _desk_of(message, user_id, at)
    if message.decided_at is None and not desk.may_send:
        raise FamilyMessageNotFound
    return desk, message


def _desk_of(message: FamilyMessage, user_id: int, at: datetime) -> FamilyDesk:
    if message.room_id is None:
        desk = FamilyDesk(user_id, at, None)
        if not {one.pk for one in message.schools.all()} <= set(desk.schools):
            raise FamilyMessageNotFound
        return desk
    try:
        grant = room_for(user_id=user_id, room_id=message.room_id, need=RoomNeed.READ, at=at)
        grant.joined()
    except CoordinationError as hidden:
        raise FamilyMessageNotFound from hidden
    return FamilyDesk(user_id, at, grant)


# --- a district's words -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class WordsPlace:
    """A school or district whose words for families a person reads, and whether they change them."""

    agency: Agency
    district: Agency
    may_change: bool


def words_place(*, user_id: int, agency_id: UUID, at: datetime) -> WordsPlace:
    """Return whose words they are, to people of the school or district. Raises: FamilyWordsNotFound."""
    rows = agencies_for(user_id, at).filter(pk=agency_id, kind__in=KINDS, is_active=True)
    agency = rows.select_related("parent").first()
    if agency is None:
        raise FamilyWordsNotFound
    district = agency.parent or agency
    may_change = managed_agencies(user_id, at).filter(pk=district.pk).exists()
    return WordsPlace(agency, district, may_change)


def words_to_change(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return the district whose words an administrator of it changes, its row held.

    Raises: FamilyWordsNotFound, FamilyWordsNotYours.
    """
    place = words_place(user_id=user_id, agency_id=agency_id, at=at)
    if not place.may_change:
        raise FamilyWordsNotYours
    return Agency.objects.select_for_update(of=("self",)).get(pk=place.district.pk)


def tells_of_drills(user_id: int, at: datetime) -> bool:
    """Say whether a person writes notices of drills to families. Who administers nothing costs no query of its own."""
    return is_administrator(user_id, at) and schools_noticed_by(user_id, at).exists()
