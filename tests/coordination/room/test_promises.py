"""Promises 5 and 10, and what the database refuses: alerts exactly with their entry, exercises never look real."""

import pytest
from django.db import DatabaseError, transaction

from coordination.errors import CoordinationError, RoomNotFound
from coordination.incident.lifecycle.capability import OpenIncident, ReopenIncident
from coordination.room.alerting.recipients import source_key_of
from coordination.room.capability import Command
from coordination.room.dispatch import execute
from coordination.room.models import Incident, LogEntry, Participant
from coordination.room.registry import command_adapter, named_commands
from coordination.vocabulary import Severity
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from push.models import Notification
from push.texts import EXERCISE_MARKS
from push.vocabulary import Channel, Urgency
from tests.factories.cast import Cast, asks, join, make_cast, open_room, post
from tests.factories.push import make_device

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for user in (cast.insider, cast.teacher, cast.officer, cast.dispatcher, cast.stranger, cast.former):
        make_device(user=user)
    return cast


def opening(cast: Cast, *, is_exercise: bool, severity: Severity) -> Command:
    command = command_adapter().validate_python(
        {
            "id": "0191f000-0000-7000-8000-000000000001",
            "type": "open_incident",
            "site_id": cast.site.id,
            "is_exercise": is_exercise,
            "incident_type": "STDBY",
            "severity": severity,
            "title": "Words that no one pushes",
        }
    )
    assert isinstance(command, OpenIncident)
    return command


# --- promise 5 --------------------------------------------------------------------------------------------------------
def test_promise_5_a_notification_exists_if_and_only_if_its_entry_does(cast: Cast) -> None:
    with pytest.raises(RoomNotFound):
        open_room(cast, by=cast.stranger)
    assert not Notification.objects.exists()

    room = open_room(cast)
    post(cast.insider, room.id)

    told = set(Notification.objects.values_list("source_key", flat=True))
    assert told == {source_key_of(room.id, 1)}
    assert {row.kind for row in Notification.objects.all()} == {LogEntry.objects.get(room=room, seq=1).event_type}


def test_promise_5_what_is_undone_before_it_is_durable_tells_nobody(cast: Cast) -> None:
    """The outbox is written in the entry's transaction: no entry, no notification."""
    room = open_room(cast)
    told = Notification.objects.count()
    entries = LogEntry.objects.filter(room=room).count()

    with pytest.raises(CoordinationError):
        execute(
            asker=asks(cast.officer),
            room_id=room.id,
            command=ReopenIncident(id=cast.site.id, type="reopen_incident", reason="not mine to do"),
        )

    assert (Notification.objects.count(), LogEntry.objects.filter(room=room).count()) == (told, entries)


def test_an_opening_is_told_to_whoever_the_agreements_cover_and_to_nobody_else(cast: Cast) -> None:
    open_room(cast)

    told = set(Notification.objects.values_list("device__user__username", flat=True))

    # Not the principal, who did it; not the stranger; not who used to be an officer.
    assert told == {"teacher", "officer", "dispatcher"}


def test_a_repeated_command_tells_nobody_again(cast: Cast) -> None:
    command = opening(cast, is_exercise=False, severity=Severity.SEVERE)

    execute(asker=asks(cast.insider), room_id=None, command=command)
    told = Notification.objects.count()
    execute(asker=asks(cast.insider), room_id=None, command=command)

    assert Notification.objects.count() == told


def test_a_notification_carries_nothing_that_anybody_wrote(cast: Cast) -> None:
    execute(asker=asks(cast.insider), room_id=None, command=opening(cast, is_exercise=False, severity=Severity.SEVERE))

    for row in Notification.objects.all():
        for secret in ("Words that no one pushes", cast.site.name, cast.school.name, "Principal"):
            assert secret not in f"{row.title} {row.body} {row.collapse_key}"


# --- promise 10 -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("is_exercise", [True, False])
def test_promise_10_an_exercise_is_marked_and_never_life_safety_and_a_real_alert_is_not_marked(
    cast: Cast, is_exercise: bool, severity: Severity
) -> None:
    execute(asker=asks(cast.insider), room_id=None, command=opening(cast, is_exercise=is_exercise, severity=severity))

    rows = list(Notification.objects.all())
    assert rows
    for row in rows:
        marked = row.title.upper().startswith(EXERCISE_MARKS), row.body.upper().startswith(EXERCISE_MARKS)
        assert marked == (is_exercise, is_exercise)
        assert row.is_exercise is is_exercise
        if is_exercise:
            assert row.urgency < Urgency.LIFE_SAFETY
            assert row.channel != Channel.CRITICAL


@pytest.mark.parametrize(
    "change",
    [
        {"urgency": Urgency.LIFE_SAFETY.value},
        {"channel": Channel.CRITICAL.value},
        {"title": "New incident"},
        {"body": "Open the app to see it."},
        {"is_exercise": False},
    ],
)
def test_promise_10_the_database_refuses_an_exercise_that_looks_real(cast: Cast, change: dict[str, object]) -> None:
    open_room(cast, is_exercise=True)

    with pytest.raises(DatabaseError), transaction.atomic():
        Notification.objects.update(**change)


def test_promise_10_an_incident_stays_what_it_was_opened_as(cast: Cast) -> None:
    drill = open_room(cast, is_exercise=True)
    real = open_room(cast, is_exercise=False)

    for room in (drill, real):
        incident = Incident.objects.get(room=room)
        with pytest.raises(DatabaseError), transaction.atomic():
            Incident.objects.filter(pk=incident.pk).update(is_exercise=not incident.is_exercise)
        Incident.objects.filter(pk=incident.pk).update(is_exercise=incident.is_exercise, title="still allowed")


def test_promise_10_only_what_opens_an_incident_says_whether_it_is_an_exercise() -> None:
    saying = {one.word for one in named_commands() if "is_exercise" in one.model.model_fields}

    assert saying == {"open_incident", "raise_panic"}


def test_every_entry_of_an_exercise_says_so(cast: Cast) -> None:
    drill, real = open_room(cast, is_exercise=True), open_room(cast, is_exercise=False)
    join(cast.officer, drill)
    join(cast.officer, real)

    for room, word in ((drill, '"exercise":true'), (real, '"exercise":false')):
        assert all(word in content for content in LogEntry.objects.filter(room=room).values_list("content", flat=True))


# --- what the database refuses ----------------------------------------------------------------------------------------
def test_the_database_refuses_to_change_an_entry(cast: Cast) -> None:
    room = open_room(cast)

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        LogEntry.objects.filter(room=room).update(content="{}")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        LogEntry.objects.filter(room=room, seq=1).update(seq=99)


def test_a_name_and_role_in_the_record_stay_what_they_were_when_it_was_written(cast: Cast) -> None:
    room = open_room(cast)
    join(cast.officer, room)
    joined = LogEntry.objects.filter(room=room, event_type="participant_joined").order_by("-seq").values_list("content")
    before = list(joined)

    cast.officer.display_name = "Someone Else"
    cast.officer.save()
    AgencyMember.objects.filter(user=cast.officer).update(role=MemberRole.COMMANDER.value)
    post(cast.officer, room.pk)

    participant = Participant.objects.get(room=room, user=cast.officer)
    assert list(joined) == before
    assert ("Officer" in before[0][0], '"officer"' in before[0][0]) == (True, True)
    assert (participant.name, participant.role) == ("Officer", MemberRole.OFFICER.value)
    assert "Someone Else" not in "".join(LogEntry.objects.filter(room=room).values_list("content", flat=True))


def test_the_database_refuses_a_second_entry_of_one_seq_or_command(cast: Cast) -> None:
    room = open_room(cast)
    entry = LogEntry.objects.get(room=room, seq=1)

    entry.pk = None
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.bulk_create([entry])
    entry.seq = 99
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.bulk_create([entry])
