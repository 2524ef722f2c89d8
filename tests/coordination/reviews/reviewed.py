"""What the tests of reviews share: a real incident from the press to its closing, with a target that was promised."""

from datetime import UTC, datetime, timedelta

from coordination.reviews.models import IncidentReview
from coordination.reviews.work.opening import open_reviews
from coordination.room.models import Room, RoomObject
from mou.document import JsonValue
from mou.models import AgencyMember, Memorandum
from mou.vocabulary import MemberRole, TermKind
from push.models import Notification, Recipient
from tests.factories.cast import Cast, join
from tests.factories.mapping import draw_level, draw_space, make_plan
from tests.factories.mou import clause_of, new_term
from tests.factories.push import make_device
from tests.stage.incident.panic import press, run
from tests.stage.incident.room_reports import report

T0 = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def promise(memorandum: Memorandum, minutes: float, priority: str = "life safety") -> None:
    """Let an agreement promise a response time."""
    version = memorandum.versions.get()
    clause = clause_of(version, TermKind.RESPONSE_TIME_TARGET_MINUTES, position=9)
    clause.save()
    value: JsonValue = {"minutes": minutes, "priority": priority}
    new_term(clause, TermKind.RESPONSE_TIME_TARGET_MINUTES, value=value).save()


def lead(cast: Cast) -> None:
    """Make the officer the commander of the police."""
    AgencyMember.objects.filter(pk=cast.officer_member.pk).update(role=MemberRole.COMMANDER.value)


def make_closed(
    cast: Cast, *, since: float = 0, is_exercise: bool = False, arrives_after: float = 200, kind: str = "secure"
) -> Room:
    """Play an incident of ten minutes: seen, commanded, reached, one of two rooms reports, released, closed."""
    if not Notification.objects.exists():
        make_plan(cast.site, draw_level(draw_space(), draw_space(number="102", name="Room 102")))
        make_device(user=cast.insider)
        make_device(user=cast.officer)
    accepted = press(cast.teacher, cast.site, at=at(since), is_exercise=is_exercise, kind=kind)
    room = Room.objects.select_related("incident__site").get(pk=accepted.room_id)
    seq = room.entries.get(event_type="panic_pressed").seq
    key = f"room:{room.pk}:{seq}"
    Notification.objects.filter(source_key=key, device__user=cast.insider).update(opened_at=at(since + 14))
    Recipient.objects.filter(source_key=key, user=cast.insider).update(acknowledged_at=at(since + 20))
    join(cast.insider, room, at=at(since + 25))
    run(cast.insider, room.pk, "claim_command", at=at(since + 70))
    join(cast.officer, room, at=at(since + 90))
    run(cast.officer, room.pk, "set_status", at=at(since + arrives_after), status="OnScene")
    report(cast.teacher, room, at=at(since + 240), door="locked")
    for action in RoomObject.objects.filter(room=room, state_key="response_actions", value__isnull=False):
        run(cast.insider, room.pk, "release_response_action", at=at(since + 500), action_id=action.object_id)
    for who in (cast.insider, cast.officer):
        command = "propose_all_clear" if who == cast.insider else "confirm_all_clear"
        fields = {"reason": "It is over."} if who == cast.insider else {}
        run(who, room.pk, command, at=at(since + 550), **fields)
    run(cast.insider, room.pk, "close_incident", at=at(since + 600), reason="Over.")
    return Room.objects.select_related("incident__site").get(pk=room.pk)


def reviewed(cast: Cast, *, since: float = 0, arrives_after: float = 200) -> IncidentReview:
    """Return the review of an incident that was played and closed."""
    room = make_closed(cast, since=since, arrives_after=arrives_after)
    open_reviews(at(since + 700))
    return IncidentReview.objects.get(pk=room.incident_id)
