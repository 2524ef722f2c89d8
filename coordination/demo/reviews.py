"""A real incident of the demo that is over, small as most are, with its review: nothing in it is an exercise.

Every person and word in it is made up.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement
from coordination.incident.accountability.rooms import rooms_to_account_for
from coordination.reviews.models import IncidentReview
from coordination.reviews.rules.given import (
    MarkIn,
    ReviewActionIn,
    ReviewActionStepIn,
    ReviewAnswerIn,
    ReviewTextsIn,
)
from coordination.reviews.work.kinds import REVIEW_ACTION_KIND
from coordination.reviews.work.opening import open_review
from coordination.reviews.work.sealing import seal_review
from coordination.reviews.work.writing import add_action, add_mark, answer_wash, write_texts
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.room.models import Room
from coordination.room.registry import command_adapter
from mapping.models import Site
from mou.agreements.clauses import ClauseGiven, TermGiven
from mou.models import AgencyMember
from mou.vocabulary import TermKind, Topic

KEEPER = "principal"
# What the police's agreement promises, so that a response stands before something.
PROMISE = ClauseGiven(
    Topic.RESPONSE,
    "Response time",
    "Within five minutes of an alarm at a school, the first officer of the Agency is on scene.",
    (TermGiven(TermKind.RESPONSE_TIME_TARGET_MINUTES, "", {"minutes": 5, "priority": "alarm"}, {"when": "always"}),),
)
# Two rooms in which no one reports.
SILENT = ("118", "203")
# Who says how it went. The others of the room still may: what waits for them has a line.
WASH = (
    ("principal", 4, 3, 4, "The doors were locked within a minute.", "Two rooms did not report.", ""),
    ("nurse", 4, 4, 5, "The words were short.", "", "Ask substitutes, too."),
    ("dispatcher", 5, 4, 5, "The map named the door.", "", ""),
    ("firefighter", 4, 4, 5, "We were told to stay away, and why.", "", ""),
    ("patrol", 5, 3, 5, "Someone stood at the door.", "I could not tell door 6 from 7.", "Number the doors outside."),
)
ACTIONS = (
    ("Rooms that do not report", "Give substitutes a card with the code of their room.", "nurse", 30),
    ("Doors that look alike from outside", "Paint numbers on all outside doors.", None, 60),
)
SUMMARY = "An unknown adult walked along the east fence and tried two doors. Police found that they were lost."


def load_review(*, site_id: UUID, people: Mapping[str, int], today: date, at: datetime) -> None:
    """Play the incident in the eight minutes after `at`, and write its review. Durable transactions."""
    room = _play_incident(site_id, people, at)
    then = at + timedelta(minutes=9)
    open_review(room.incident_id, then)
    # No one's phone rings for what a demo made up.
    IncidentReview.objects.filter(pk=room.incident_id).update(wash_told_at=then)
    _write_review(room.incident_id, people, today, then)


def _play_incident(site_id: UUID, people: Mapping[str, int], at: datetime) -> Room:
    room_id: UUID | None = None

    def do(who: str, seconds: int, command_type: str, **fields: object) -> UUID:
        command = command_adapter().validate_python({"id": str(uuid4()), "type": command_type, **fields})
        asker = Asker(user_id=people[who], at=at + timedelta(seconds=seconds))
        return execute(asker=asker, room_id=room_id, command=command).room_id

    room_id = do("teacher", 3, "raise_panic", site_id=str(site_id), is_exercise=False, kind="secure")
    joined = {"principal": 21, "dispatcher": 26, "nurse": 38, "sro": 44, "patrol": 60, "firefighter": 75}
    for who, seconds in joined.items():
        do(who, seconds, "join_room")
    do("principal", 80, "claim_command")
    do("dispatcher", 84, "post_message", text="Two units on the way. The caller sees one adult at the east fence.")
    do("teacher", 90, "report_room", room="112", state="ok", students=19, adults=1, door="locked")
    do("nurse", 97, "report_room", room="Nurse", state="ok", students=2, adults=1, door="locked")
    said = ("112", *SILENT)
    for number, space in enumerate(rooms_to_account_for(Site.objects.get(pk=site_id)).exclude(number__in=said)):
        do("principal", 100 + number, "report_room", space_id=str(space.pk), state="ok", adults=1, door="locked")
    do("sro", 185, "set_status", status="OnScene")
    do("sro", 190, "post_message", text="At door 6. One adult, calm, looking for the bus office.")
    do("patrol", 270, "set_status", status="OnScene")
    do("sro", 330, "post_message", text="Identified, no threat. They were lost. I walk with them to the office.")
    actions = Room.objects.get(pk=room_id).objects_now.filter(state_key="response_actions", value__isnull=False)
    for number, action_id in enumerate(list(actions.values_list("object_id", flat=True))):
        do("principal", 420 + number, "release_response_action", action_id=action_id)
    do("sro", 440, "propose_all_clear", reason="No threat.")
    do("principal", 450, "confirm_all_clear")
    do("principal", 470, "close_incident", reason="Over: an adult who was lost.")
    return Room.objects.get(pk=room_id)


def _write_review(incident_id: UUID, people: Mapping[str, int], today: date, at: datetime) -> None:
    keeper_id = people[KEEPER]
    for who, clarity, communication, felt_safe, went_well, did_not, suggestion in WASH:
        given = ReviewAnswerIn(
            clarity=clarity,
            communication=communication,
            felt_safe=felt_safe,
            went_well=went_well,
            did_not=did_not,
            suggestion=suggestion,
        )
        answer_wash(actor_id=people[who], incident_id=incident_id, given=given, at=at)
    mark = MarkIn(words="Two rooms did not report: who was in them?")
    add_mark(actor_id=keeper_id, incident_id=incident_id, given=mark, at=at)
    action_ids = [_add_action(incident_id, people, today, one, at) for one in ACTIONS]
    step = ReviewActionStepIn(step=ActionStep.BEGIN)
    REVIEW_ACTION_KIND.take_step(actor_id=people["nurse"], thing_id=action_ids[0], given=step, at=at)
    review = IncidentReview.objects.get(pk=incident_id)
    texts = ReviewTextsIn(
        summary=SUMMARY,
        went_well="Everyone was behind locked doors within a minute; the first officer knew the door.",
        to_improve="Two rooms stayed silent: a substitute had no way to report.",
        version=review.version,
    )
    review = write_texts(actor_id=keeper_id, incident_id=incident_id, given=texts, at=at)
    seal_review(actor_id=keeper_id, incident_id=incident_id, version=review.version, at=at)


def _add_action(
    incident_id: UUID, people: Mapping[str, int], today: date, asked: tuple[str, str, str | None, int], at: datetime
) -> UUID:
    area, words, owner, days = asked
    keeper = AgencyMember.objects.select_related("user").get(user_id=people[KEEPER])
    owner_id = None if owner is None else AgencyMember.objects.get(user_id=people[owner]).user.public_id
    given = ReviewActionIn(
        area=area,
        words=words,
        element=CapabilityElement.ORGANIZATION,
        capability=CoreCapability.OPERATIONAL_COMMUNICATIONS,
        agency_id=keeper.agency_id,
        owner_id=owner_id,
        starts_on=today,
        due_on=today + timedelta(days=days),
    )
    return add_action(actor_id=people[KEEPER], incident_id=incident_id, given=given, at=at).pk
