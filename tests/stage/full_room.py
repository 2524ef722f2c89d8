"""A room full of things, and everybody who may and may not see them: what the access walk and the transports need."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.contrib.gis.geos import Point
from django.test import Client

from coordination.emergency_plans.vocabulary import Discipline
from coordination.incident.accountability.capability import RoomReport
from coordination.incident.attachments.uploads import upload_file
from coordination.incident.panic_buttons.intakes import create_intake
from coordination.models import User
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted, execute
from coordination.room.models import Participant, Room
from coordination.room.reading.state import state_now
from coordination.room.registry import command_adapter
from coordination.vocabulary import Audience
from mapping.assessments.models import Assessment, SiteFinding
from mapping.edits.drafts import start_draft
from mapping.models import Floorplan, Level
from mapping.plans.versions import newest_tag_of
from mou.models import AgencyMember, EmergencyAccess
from mou.vocabulary import MemberRole
from push.devices.actions import register_device
from push.ledger.own_tests import send_test_alert
from push.models import Notification
from push.vocabulary import DeviceKind
from tests.factories.assessments import make_assessment, make_finding, make_upgrade
from tests.factories.cast import Cast, join, make_cast, open_room
from tests.factories.emergency_plans import make_emergency_plan, seat
from tests.factories.mapping import CENTRE, bring_plan, lay_scan_under, make_plan
from tests.factories.mou import make_member, make_user
from tests.factories.paper import Paper, make_paper
from tests.factories.practice.drills import make_drill
from tests.factories.practice.training import make_certified, make_selected_sro
from tests.factories.prevention.cases import make_case, make_case_team, make_flag, make_police_copy
from tests.factories.prevention.climate import make_climate_task, make_climate_team
from tests.factories.prevention.social_alerts import make_social_alert, make_window
from tests.factories.prevention.support import make_crisis, make_referral, make_support_team
from tests.factories.prevention.tips import make_desk, make_tip, make_tip_photo
from tests.factories.rosters import SchoolRoster, make_school_roster
from tests.stage.served import session_of

SECRET = "zebra-seven"
PLACE = {"lon": -98.5, "lat": 39.8}
IN_THE_ROOM = ("insider", "teacher", "officer")
MAY_ENTER = ("keeper", "visitor")
STRANGERS = ("stranger", "former")


@dataclass
class Stage:
    """The insider opened a room and commands; teacher and officer are in it; keeper and visitor may join.

    Others know nothing.
    """

    cast: Cast
    room: Room
    paper: Paper
    people: dict[str, User]
    level_id: UUID
    published_id: UUID
    draft_id: UUID
    room_on_draft_id: UUID
    marker_id: UUID
    shape_id: UUID
    priority_message_id: UUID
    space_id: UUID
    intake_id: UUID
    message_seq: int
    school_attachment_id: UUID
    everyones_attachment_id: UUID
    officers_upload_id: UUID
    officers_device_id: UUID
    officers_notification_id: UUID
    officers_test_id: UUID
    teacher_member_id: UUID
    access_id: UUID
    plan_import_id: UUID
    scanned_floorplan_id: UUID
    tip_id: UUID
    tip_photo_id: UUID
    case_id: UUID
    flag_id: UUID
    police_copy_id: UUID
    referral_id: UUID
    crisis_id: UUID
    support_entry_id: UUID
    drill_id: UUID
    climate_task_id: UUID
    social_alert_id: UUID
    alert_provider_id: UUID
    alert_key_id: UUID
    alert_fence_id: UUID
    alert_window_id: UUID
    alert_rule_id: UUID
    assessment_id: UUID
    finding_id: UUID
    upgrade_id: UUID
    emergency_plan_id: UUID
    roster: SchoolRoster
    sro_id: UUID
    training_record_id: UUID
    sessions: dict[str, str] = field(default_factory=dict)
    began_id: UUID | None = None
    reported_id: UUID | None = None
    pinned_ids: tuple[UUID, UUID] | None = None
    called_id: UUID | None = None
    invited_id: UUID | None = None

    def session(self, who: str) -> str:
        """Return a signed-in session's key, made on first use."""
        if who not in self.sessions:
            self.sessions[who] = session_of(self.people[who])
        return self.sessions[who]

    def headers(self, who: str) -> dict[str, str]:
        """Return what signs a request of this person; nothing for anonymous."""
        return {} if who == "anonymous" else {"X-Session-Token": self.session(who)}

    def participant_id(self, who: str) -> UUID:
        """Return who someone is in the room."""
        return Participant.objects.get(room=self.room, user=self.people[who]).id

    def lockdown_id(self) -> UUID:
        """Return a lockdown of the one room of the plan; begun on first use, since it keeps the incident open."""
        if self.began_id is None:
            self.began_id = uuid4()
            run(
                self.cast.teacher,
                self.room.id,
                "start_response_action",
                action_id=self.began_id,
                kind="lockdown",
                space_ids=[self.space_id],
            )
        return self.began_id

    def report_id(self) -> UUID:
        """Return the teacher's report of the one room of the plan; made on first use."""
        if self.reported_id is None:
            run(self.cast.teacher, self.room.id, "report_room", space_id=self.space_id, state="ok")
            state = state_now(Room.objects.get(pk=self.room.pk), audiences=[Audience.EVERYONE])
            teacher_id = self.participant_id("teacher")
            (own,) = [one for one, report in state.of(RoomReport).items() if report.reported_by == teacher_id]
            self.reported_id = UUID(own)
        return self.reported_id

    def fact_ids(self) -> tuple[UUID, UUID]:
        """Return two facts of the officer's that contradict each other; pinned on first use."""
        if self.pinned_ids is None:
            self.pinned_ids = (uuid4(), uuid4())
            said = {"kind": "suspects", "source": "caller", "audience": "everyone"}
            for value, fact_id in zip("12", self.pinned_ids, strict=True):
                run(self.cast.officer, self.room.id, "pin_fact", fact_id=fact_id, value=value, **said)
        return self.pinned_ids

    def mayday_id(self) -> UUID:
        """Return the officer's mayday; called on first use, since it keeps the incident open."""
        if self.called_id is None:
            self.called_id = uuid4()
            run(self.cast.officer, self.room.id, "call_mayday", mayday_id=self.called_id, kind="mayday")
        return self.called_id

    def aid_id(self) -> UUID:
        """Return an invitation by mutual aid; made on first use."""
        if self.invited_id is None:
            self.invited_id = uuid4()
            named = {"agency": "Valley Fire", "agency_kind": "fire", "person": "Chief Alvarez"}
            run(self.cast.insider, self.room.id, "invite_mutual_aid", aid_id=self.invited_id, **named)
        return self.invited_id

    def page_client(self, who: str) -> Client:
        """Return a browser in which this person is signed in."""
        client = Client()
        if who != "anonymous":
            client.force_login(self.people[who])
        return client


def ask(user: User) -> Asker:
    """Return a person asking now."""
    return Asker(user_id=user.pk, at=datetime.now(UTC))


def run(user: User, room_id: UUID, command_type: str, **fields: object) -> Accepted:
    """Carry out a command now, through the one door."""
    command = command_adapter().validate_python({"id": uuid4(), "type": command_type, **fields})
    return execute(asker=ask(user), room_id=room_id, command=command)


def upload(user: User, room_id: UUID, *, name: str = "plan.txt", body: bytes = b"words") -> UUID:
    """Upload a file now and return its id."""
    return upload_file(asker=ask(user), room_id=room_id, name=name, chunks=[body]).id


def set_stage() -> Stage:
    """Write everything. What only the school may read carries the word SECRET."""
    now = datetime.now(UTC)
    cast = make_cast()
    level, published, draft = _plans_of(cast, now)
    room = open_room(cast, at=now)
    join(cast.officer, room, at=now)
    join(cast.teacher, room, at=now)
    run(cast.insider, room.id, "claim_command")
    marker_id, shape_id = uuid4(), uuid4()
    run(cast.officer, room.id, "place_marker", marker_id=marker_id, kind="hazard", label="taken", **PLACE)
    run(cast.officer, room.id, "draw_shape", shape_id=shape_id, kind="route", points=[(-98.5, 39.8), (-98.4, 39.8)])
    message = run(cast.officer, room.id, "post_message", text="At door 7.")
    school_only = _tell_the_school(cast, room)
    shared = upload(cast.insider, room.id)
    run(cast.insider, room.id, "attach_file", upload_id=shared)
    device_id = _device(cast.officer, now)
    priority_message_id = uuid4()
    run(cast.insider, room.id, "post_priority_message", message_id=priority_message_id, text="Stay out of the gym.")
    keeper = make_member(cast.district, user=make_user(username="keeper"), role=MemberRole.ADMINISTRATOR).user
    visitor = make_member(cast.police, user=make_user(username="visitor")).user
    # The teacher alone is the team: the principal keeps the desk and reads no tip.
    photo = make_tip_photo(make_tip(make_desk(cast.school, team=[cast.teacher], short_address="lincoln")))
    # As there: the principal keeps the team and is on no case. The officer took emergency access: a flag opens to them.
    case = make_case(make_case_team(cast.school, members=[cast.teacher]), people=[cast.teacher])
    make_case_team(cast.district)
    alert = make_social_alert(cast.site, team=[cast.teacher], keeper=keeper)
    support = make_support_team(cast.school, members=[cast.teacher])
    climate = make_climate_team(cast.school, members=[cast.teacher])
    finding = _finding(cast, level)
    return Stage(
        cast=cast,
        room=room,
        paper=make_paper(cast.district, cast.police, keeper),
        people={
            **{name: getattr(cast, name) for name in (*IN_THE_ROOM, *STRANGERS, "dispatcher")},
            "keeper": keeper,
            "visitor": visitor,
        },
        level_id=level.pk,
        published_id=published.pk,
        draft_id=draft.pk,
        room_on_draft_id=draft.spaces.get().pk,
        marker_id=marker_id,
        shape_id=shape_id,
        priority_message_id=priority_message_id,
        space_id=published.spaces.get().pk,
        intake_id=create_intake(asker=ask(keeper), district_id=cast.district.id, name="Badges").intake_id,
        message_seq=message.seq or 0,
        school_attachment_id=school_only,
        everyones_attachment_id=shared,
        officers_upload_id=upload(cast.officer, room.id, name="photo.txt"),
        officers_device_id=device_id,
        officers_notification_id=Notification.objects.get(device_id=device_id, step=0).id,
        officers_test_id=send_test_alert(user_id=cast.officer.pk, at=now),
        teacher_member_id=AgencyMember.objects.get(user=cast.teacher).id,
        access_id=_emergency_access(cast, room),
        plan_import_id=bring_plan(actor_id=cast.insider.pk, site=cast.site, at=now).pk,
        scanned_floorplan_id=lay_scan_under(level),
        tip_id=photo.tip_id,
        tip_photo_id=photo.pk,
        case_id=case.pk,
        flag_id=make_flag(case, raised_by=cast.teacher).pk,
        police_copy_id=make_police_copy(cast.police).pk,
        referral_id=make_referral(support, by=cast.teacher).pk,
        crisis_id=make_crisis(support, by=cast.teacher).pk,
        support_entry_id=support.people.create(name="Made-Up Morgan", profession="counselor").pk,
        drill_id=make_drill(cast.site, by=cast.insider, at=datetime(2026, 10, 6, 14, tzinfo=UTC)).pk,
        climate_task_id=make_climate_task(climate, cast.school).pk,
        social_alert_id=alert.pk,
        alert_provider_id=alert.provider_id,
        alert_key_id=alert.provider.keys.get().pk,
        alert_fence_id=alert.fence_id,
        alert_window_id=make_window(alert.fence).pk,
        alert_rule_id=alert.rule_id,
        assessment_id=Assessment.objects.get().pk,
        finding_id=finding.pk,
        upgrade_id=make_upgrade(finding, by=cast.teacher).pk,
        emergency_plan_id=_emergency_plan(cast),
        roster=make_school_roster(cast),
        sro_id=make_selected_sro(cast.officer_member, cast.district, [cast.site.id]).pk,
        training_record_id=make_certified(AgencyMember.objects.get(user=cast.teacher)).pk,
    )


def _plans_of(cast: Cast, at: datetime) -> tuple[Level, Floorplan, Floorplan]:
    """Publish a floor, and start a draft of its next version."""
    make_plan(cast.site)
    level = Level.objects.get(site=cast.site)
    tag = newest_tag_of(level)
    draft = start_draft(actor_id=cast.insider.pk, level_id=level.pk, if_match=tag, at=at)
    return level, level.floorplans.exclude(pk=draft.pk).get(), draft


def _finding(cast: Cast, level: Level) -> SiteFinding:
    """Let the teacher lead an assessment with the principal; no agreement shares it with anybody."""
    assessment = make_assessment(
        cast.site, leader=cast.teacher, agency=cast.school, team=[(cast.insider, cast.school)], answered=True
    )
    return make_finding(assessment, by=cast.teacher, level=level, location=Point(*CENTRE, srid=4326))


def _emergency_plan(cast: Cast) -> UUID:
    """Let the principal write a plan, with the teacher on its team; no agreement shares it with anybody."""
    plan = make_emergency_plan(cast.site, keeper=cast.insider)
    seat(plan, cast.insider, cast.teacher, Discipline.SCHOOL)
    return plan.pk


def _emergency_access(cast: Cast, room: Room) -> UUID:
    run(cast.officer, room.id, "take_emergency_access", grants=["roster_access"], reason="A child does not answer.")
    return EmergencyAccess.objects.get().pk


def _tell_the_school(cast: Cast, room: Room) -> UUID:
    run(cast.insider, room.id, "post_message", text=f"message {SECRET}", audience="school")
    label, points = f"marker {SECRET}", [(-98.5, 39.8), (-98.4, 39.8), (-98.4, 39.9)]
    run(
        cast.insider,
        room.id,
        "place_marker",
        marker_id=uuid4(),
        kind="casualty",
        label=label,
        audience="school",
        **PLACE,
    )
    run(
        cast.insider,
        room.id,
        "draw_shape",
        shape_id=uuid4(),
        kind="hot_zone",
        points=points,
        label=f"zone {SECRET}",
        audience="school",
    )
    attachment_id = upload(cast.insider, room.id, name=f"{SECRET}.txt", body=f"file {SECRET}".encode())
    run(cast.insider, room.id, "attach_file", upload_id=attachment_id, audience="school", caption=SECRET)
    return attachment_id


def _device(user: User, at: datetime) -> UUID:
    return register_device(
        user_id=user.pk,
        session_key=session_of(user),
        kind=DeviceKind.CONSOLE,
        value="officer's phone",
        platform="test",
        locale="en",
        at=at,
    ).id
