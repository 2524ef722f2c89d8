"""Whatever befalls people and a room, each command is answered and each reader hears as a plain rule says.

The rule knows nothing of the product; commands, triggers and databases are real.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coordination.errors import CoordinationError
from coordination.incident.panic.capability import RaisePanic
from coordination.models import User
from coordination.room.access import Asker, grants_in
from coordination.room.dispatch import execute
from coordination.room.models import Incident, LogEntry, Participant, Room
from coordination.room.registry import command_adapter
from coordination.vocabulary import IncidentStatus
from mou.models import Suspension, Version
from mou.vocabulary import VersionState
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import NOW
from tests.support.database.undone import undone

pytestmark = pytest.mark.django_db

WHO = ("insider", "teacher", "officer", "dispatcher")
COMMANDERS = {"insider", "dispatcher"}
AUDIENCES = {
    "insider": {"everyone", "school", "command"},
    "teacher": {"everyone", "school"},
    "officer": {"everyone", "responders"},
    "dispatcher": {"everyone", "responders", "command"},
}
# What each person's access hangs on.
HANGS_ON = {
    "insider": {"insider's account", "insider's membership", "school"},
    "teacher": {"teacher's account", "teacher's membership", "school"},
    "officer": {"officer's account", "officer's membership", "agreement"},
    "dispatcher": {"dispatcher's account", "dispatcher's membership"},
}
# Twice what is most interesting: who is in the room when something ends.
WORDS = [
    *["say"] * 3,
    *["join"] * 2,
    "claim",
    "leave",
    "press",
    "acknowledge",
    "close",
    "reopen",
    "propose",
    "confirm",
    "remove",
]
FACTS = [*(f"{who}'s {fact}" for who in WHO for fact in ("account", "membership")), *["school", "agreement"] * 2]
STEPS = st.one_of(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WHO)),
    st.tuples(st.sampled_from(WORDS), st.sampled_from(WHO)),
    st.tuples(st.just("fact"), st.sampled_from(FACTS)),
)


@dataclass
class Rule:
    """The plain rule: who is there, what has ended, how the incident stands. It began with a press of the principal."""

    ended: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=lambda: {"insider"})
    removed: set[str] = field(default_factory=set)
    is_closed: bool = False
    has_alarm: bool = True
    proposed_by: str | None = None
    acknowledged: set[str] = field(default_factory=set)
    commands: str | None = None

    def belongs(self, who: str) -> bool:
        return not HANGS_ON[who] & self.ended

    def reads(self, who: str) -> bool:
        return self.belongs(who) and who in self.inside

    def answer(self, word: str, who: str) -> bool:
        """Say whether a command is carried out, and note what it changes."""
        return bool(getattr(self, f"_{word}")(who))

    def _join(self, who: str) -> bool:
        is_so = self.belongs(who) and who not in self.removed
        self.inside |= {who} if is_so else set()
        return is_so

    def _leave(self, who: str) -> bool:
        is_so = self.reads(who)
        self.inside -= {who} if is_so else set()
        self.commands = None if is_so and self.commands == who else self.commands
        return is_so

    def _say(self, who: str) -> bool:
        return self.reads(who) and not self.is_closed

    def _press(self, who: str) -> bool:
        """Into this room while its alarm lasts; the presser is in it then. A later press is another incident's."""
        is_so = self.belongs(who)
        if is_so and self.has_alarm:
            self.proposed_by = None
            self.inside |= {who} - self.removed
        return is_so

    def _acknowledge(self, who: str) -> bool:
        is_so = self._say(who) and who not in self.acknowledged
        self.acknowledged |= {who} if is_so else set()
        return is_so

    def _close(self, who: str) -> bool:
        is_so = self._say(who) and who == self.commands and not self.has_alarm
        self.is_closed |= is_so
        return is_so

    def _reopen(self, who: str) -> bool:
        is_so = self.reads(who) and who in COMMANDERS and self.is_closed
        self.is_closed &= not is_so
        return is_so

    def _propose(self, who: str) -> bool:
        is_so = self._say(who) and self.has_alarm and self.proposed_by is None and self.commands is not None
        self.proposed_by = who if is_so else self.proposed_by
        return is_so

    def _confirm(self, who: str) -> bool:
        is_so = self._say(who) and self.has_alarm and self.proposed_by not in (None, who)
        is_so = is_so and self.commands in (who, self.proposed_by)
        self.has_alarm &= not is_so
        return is_so

    def _claim(self, who: str) -> bool:
        """Of these only the principal may: no agreement here says who commands."""
        is_so = self._say(who) and who == "insider" and self.commands is None
        self.commands = who if is_so else self.commands
        return is_so

    def _remove(self, who: str) -> bool:
        """By the principal, who may remove everybody else while in the room."""
        is_so = self.reads("insider") and who != "insider" and who in self.inside
        self.inside -= {who} if is_so else set()
        self.removed |= {who} if is_so else set()
        return is_so


@dataclass
class Scene:
    """The real room, and how to do to it what the rule speaks of."""

    cast: Cast
    room: Room
    message_id: UUID
    steps: int = 0
    why: str = ""

    def user(self, who: str) -> User:
        user: User = getattr(self.cast, who)
        return user

    def asker(self, who: str) -> Asker:
        self.steps += 1
        return Asker(user_id=self.user(who).pk, at=NOW + timedelta(milliseconds=self.steps))

    def is_carried_out(self, word: str, who: str) -> bool:
        """Send the command; say whether it was. What is refused without access says nothing of the room."""
        by, fields = ("insider", {"participant_id": self.participant_id(who)}) if word == "remove" else (who, {})
        command = command_adapter().validate_python({"id": uuid4(), **self.words()[word], **fields})
        opens = isinstance(command, RaisePanic)
        try:
            execute(asker=self.asker(by), room_id=None if opens else self.room.id, command=command)
        except CoordinationError as refused:
            self.why = refused.code
            return False
        return True

    def words(self) -> dict[str, dict[str, object]]:
        return {
            "join": {"type": "join_room"},
            "leave": {"type": "leave_room"},
            "say": {"type": "post_message", "text": "Here."},
            "press": {"type": "raise_panic", "site_id": self.cast.site.id, "is_exercise": True},
            "acknowledge": {"type": "acknowledge_priority_message", "message_id": self.message_id},
            "claim": {"type": "claim_command"},
            "close": {"type": "close_incident", "reason": "over"},
            "reopen": {"type": "reopen_incident", "reason": "not over"},
            "propose": {"type": "propose_all_clear", "reason": "all rooms"},
            "confirm": {"type": "confirm_all_clear"},
            "remove": {"type": "remove_participant", "reason": "wrong room"},
        }

    def participant_id(self, who: str) -> UUID:
        found = Participant.objects.filter(room=self.room, user=self.user(who)).order_by("-id").first()
        return found.id if found else uuid4()

    def turn(self, fact: str, *, holds: bool) -> None:
        """Let a fact end or hold again, as administrators, registers and shells do."""
        who, _, what = fact.partition("'s ")
        if fact == "school":
            type(self.cast.site).objects.filter(pk=self.cast.site.pk).update(school=self.cast.school if holds else None)
        elif fact == "agreement":
            state = VersionState.IN_FORCE if holds else VersionState.TERMINATED
            ended = {"ended_at": None, "ended_why": ""} if holds else {"ended_at": NOW, "ended_why": "terminated"}
            Version.objects.filter(memorandum=self.cast.agreement).update(state=state.value, **ended)
        elif what == "account":
            User.objects.filter(pk=self.user(who).pk).update(is_active=holds)
        elif holds:
            Suspension.objects.filter(member__user=self.user(who)).delete()
        else:
            member = self.user(who).memberships.get()
            Suspension.objects.create(member=member, reason="Inquiry", begun_at=NOW - timedelta(days=1))
        _count_as_a_commit_would()

    def heard_by(self, who: str) -> set[str]:
        """Return the audiences that an open socket of theirs would get now."""
        room = Room.objects.select_related("incident__site").get(pk=self.room.pk)
        grant = grants_in(room, user_ids=[self.user(who).pk], at=NOW).get(self.user(who).pk)
        return {one.value for one in grant.audiences} if grant and grant.participant else set()


def _count_as_a_commit_would() -> None:
    """PostgreSQL counts a change of access once a transaction, at its commit: each step here stands for one."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('mou.access_change_counted', '', true)")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=5, max_size=16))
def test_every_command_and_every_reader_is_answered_as_the_plain_rule_says(
    cast: Cast, steps: list[tuple[str, str]]
) -> None:
    with undone():
        scene, rule = begun(cast), Rule()

        for number, (word, who) in enumerate(steps):
            before = LogEntry.objects.filter(room=scene.room).count()
            if word == "fact":
                scene.turn(who, holds=who in rule.ended)
                rule.ended ^= {who}
            else:
                expected = rule.answer(word, who)
                assert scene.is_carried_out(word, who) is expected, f"{number}: {word} by {who} {vars(scene)}"
                is_left = LogEntry.objects.filter(room=scene.room).count() > before
                assert is_left <= expected, "what was refused left an entry"
            assert {one: scene.heard_by(one) for one in WHO} == {
                one: AUDIENCES[one] if rule.reads(one) else set() for one in WHO
            }
        is_closed = Incident.objects.get(room=scene.room).status == IncidentStatus.CLOSED.value
        assert is_closed is rule.is_closed


def begun(cast: Cast) -> Scene:
    """Let the principal press, and say something that everybody has to acknowledge."""
    asker = Asker(user_id=cast.insider.pk, at=NOW)
    press = {"id": uuid4(), "type": "raise_panic", "site_id": cast.site.id, "is_exercise": True}
    accepted = execute(asker=asker, room_id=None, command=command_adapter().validate_python(press))
    room = Room.objects.select_related("incident__site").get(pk=accepted.room_id)
    message_id = uuid4()
    say = {"id": uuid4(), "type": "post_priority_message", "message_id": message_id, "text": "Read this."}
    execute(asker=asker, room_id=room.id, command=command_adapter().validate_python(say))
    return Scene(cast, room, message_id)
