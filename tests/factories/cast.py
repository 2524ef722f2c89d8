"""The cast of every access story: insider, partner, dispatcher, stranger and former member, around one school."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from coordination.incident.lifecycle.capability import OpenIncident
from coordination.incident.messages.capability import PostMessage
from coordination.incident.people.capability import JoinRoom
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted, execute
from coordination.room.models import Incident, Room
from coordination.vocabulary import IncidentType, Severity
from mapping.models import Site
from mou.models import Agency, AgencyMember, Memorandum
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mapping import make_site
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum, make_user


@dataclass(frozen=True)
class Cast:
    """Lincoln's people, an officer and a dispatcher with agreements, a stranger without, and a former member."""

    district: Agency
    school: Agency
    police: Agency
    dispatch: Agency
    strangers: Agency
    site: Site
    agreement: Memorandum
    insider: User  # the principal: school, commands
    teacher: User  # school, does not command
    officer: User  # police, does not command
    dispatcher: User  # dispatch, commands
    stranger: User  # sheriff without agreement
    former: User  # was a police officer until their membership ended
    officer_member: AgencyMember


def make_cast() -> Cast:
    """Write the cast and their agreements, in force at tests.factories.mou.NOW and today."""
    district = make_agency(AgencyKind.DISTRICT, name="Fairview Schools")
    school = make_agency(AgencyKind.SCHOOL, name="Lincoln High", parent=district)
    police = make_agency(AgencyKind.POLICE, name="Fairview Police")
    dispatch = make_agency(AgencyKind.DISPATCH, name="Fairview Dispatch")
    strangers = make_agency(AgencyKind.SHERIFF, name="Farther County Sheriff")
    site = make_site(district, school=school, name="Lincoln High School")
    # Tests that go through a transport ask at the real time of day, whenever that is.
    agreement = make_memorandum(district, police, sites=[site.id], expires_on=date(2999, 1, 1))
    make_memorandum(district, dispatch, expires_on=date(2999, 1, 1))
    officer = make_user(username="officer")
    former = make_user(username="former")
    return Cast(
        district=district,
        school=school,
        police=police,
        dispatch=dispatch,
        strangers=strangers,
        site=site,
        agreement=agreement,
        insider=make_member(school, user=make_user(username="principal"), role=MemberRole.ADMINISTRATOR).user,
        teacher=make_member(school, user=make_user(username="teacher"), role=MemberRole.STAFF).user,
        officer=officer,
        dispatcher=make_member(dispatch, user=make_user(username="dispatcher"), role=MemberRole.DISPATCHER).user,
        stranger=make_member(strangers, user=make_user(username="stranger")).user,
        former=make_member(police, user=former, ended_at=datetime(2026, 1, 1, tzinfo=UTC)).user,
        officer_member=make_member(police, user=officer),
    )


def asks(user: User, *, at: datetime = NOW) -> Asker:
    """Return a person asking at an instant."""
    return Asker(user_id=user.pk, at=at)


def open_room(
    cast: Cast,
    *,
    by: User | None = None,
    is_exercise: bool = False,
    incident_type: IncidentType = IncidentType.STANDBY,
    at: datetime = NOW,
) -> Room:
    """Open an incident at the cast's school and return its room; the opener is in it."""
    command = OpenIncident(
        id=uuid4(),
        type="open_incident",
        site_id=cast.site.id,
        is_exercise=is_exercise,
        incident_type=incident_type,
        severity=Severity.MODERATE,
        title="Smoke in the gym",
    )
    accepted = execute(asker=asks(by or cast.insider, at=at), room_id=None, command=command)
    return Room.objects.select_related("incident__site").get(pk=accepted.room_id)


def join(user: User, room: Room, *, at: datetime = NOW) -> Accepted:
    """Let a person enter a room."""
    command = JoinRoom(id=uuid4(), type="join_room")
    return execute(asker=asks(user, at=at), room_id=room.id, command=command)


def post(user: User, room_id: UUID, text: str = "All here.", *, at: datetime = NOW, **fields: object) -> Accepted:
    """Let a person say something."""
    command = PostMessage.model_validate({"id": uuid4(), "type": "post_message", "text": text, **fields})
    return execute(asker=asks(user, at=at), room_id=room_id, command=command)


def incident_of(room: Room) -> Incident:
    """Return the incident as it is now."""
    return Incident.objects.get(room=room)
