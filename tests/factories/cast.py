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
from tests.factories.mou import NOW, make_memorandum, new_agency, new_member, new_user


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
    """Write the cast and their agreements, in force at tests.factories.mou.NOW and today.

    A table at a time: the cast stands in thousands of tests, and row by row it took longer than most of them.
    """
    district = new_agency(AgencyKind.DISTRICT, name="Fairview Schools")
    school = new_agency(AgencyKind.SCHOOL, name="Lincoln High", parent=district)
    police = new_agency(AgencyKind.POLICE, name="Fairview Police")
    dispatch = new_agency(AgencyKind.DISPATCH, name="Fairview Dispatch")
    strangers = new_agency(AgencyKind.SHERIFF, name="Farther County Sheriff")
    Agency.objects.bulk_create([district, school, police, dispatch, strangers])
    site = make_site(district, school=school, name="Lincoln High School")
    # Tests that go through a transport ask at the real time of day, whenever that is.
    agreement = make_memorandum(district, police, sites=[site.id], expires_on=date(2999, 1, 1))
    make_memorandum(district, dispatch, expires_on=date(2999, 1, 1))
    officer, former = new_user(username="officer", home=police), new_user(username="former", home=police)
    insider, teacher = new_user(username="principal", home=school), new_user(username="teacher", home=school)
    dispatcher, stranger = new_user(username="dispatcher", home=dispatch), new_user(username="stranger", home=strangers)
    User.objects.bulk_create([officer, former, insider, teacher, dispatcher, stranger])
    members = [
        new_member(school, insider, role=MemberRole.ADMINISTRATOR),
        new_member(school, teacher, role=MemberRole.STAFF),
        new_member(dispatch, dispatcher, role=MemberRole.DISPATCHER),
        new_member(strangers, stranger),
        new_member(police, former, ended_at=datetime(2026, 1, 1, tzinfo=UTC)),
        new_member(police, officer),
    ]
    AgencyMember.objects.bulk_create(members)
    return Cast(
        district=district,
        school=school,
        police=police,
        dispatch=dispatch,
        strangers=strangers,
        site=site,
        agreement=agreement,
        insider=insider,
        teacher=teacher,
        officer=officer,
        dispatcher=dispatcher,
        stranger=stranger,
        former=former,
        officer_member=members[-1],
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
