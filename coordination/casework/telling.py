"""Tell people that something waits for them, and no more: neither which thing, nor where, nor what it is about."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from mou.foundation.labelled import gettext_noop as _
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

# Pushes name a room. All of these name the same nil id: the services between us and a phone cannot tell two apart.
NO_ROOM = UUID(int=0)
WAITS_FOR_TEAM = PushWords(_("Something waits for your team"))


def tell_that_it_waits(
    source_key: str,
    *,
    kind: str,
    collapse_key: str,
    user_ids: Iterable[int],
    urgency: Urgency,
    is_exercise: bool,
    then: Iterable[int] | None = None,
    words: PushWords = WAITS_FOR_TEAM,
) -> None:
    """Tell people that something waits, in the caller's transaction.

    Args:
        source_key: what makes each time another event; told to the same person twice, it is an error.
        kind: what sort of event it is, for the outbox.
        words: what a phone says, where it is more than that something waits for the reader's team.
        then: given, people must acknowledge, and these are told when they do not.
    """
    people = sorted(set(user_ids))
    above = sorted(set(then or ()) - set(people))
    if not people and not above:
        return
    enqueue_notifications(
        source_key=source_key,
        user_ids=people,
        is_exercise=is_exercise,
        urgency=urgency,
        kind=kind,
        words=words,
        room_id=NO_ROOM,
        seq=0,
        collapse_key=collapse_key,
        demands_acknowledgement=then is not None,
        escalate_to_user_ids=above,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a desk tells when one of its things waits: that it does, and no more.

    Args:
        source: what the desk's keys begin with, for the outbox; then come the thing's id and the occasion.
        kind: what sort of event it is, for the outbox.
        urgency: of what is told without another one.
        words: what a phone says.
        of_exercises: everything of it is of exercises, and its collapse key stands for nothing real.
    """

    source: str
    kind: str
    collapse_key: str
    urgency: Urgency
    words: PushWords = WAITS_FOR_TEAM
    of_exercises: bool = False

    def tell_of(
        self,
        subject_id: UUID,
        *,
        occasion: str,
        user_ids: Iterable[int],
        urgency: Urgency | None = None,
        is_exercise: bool = False,
        then: Iterable[int] | None = None,
    ) -> None:
        """Tell people that a thing waits, in the caller's transaction; each occasion of it is another event.

        An exercise is marked as in every other push, and takes the place of nothing real on a phone.
        """
        self.tell_by(
            self.key_of(subject_id, occasion),
            user_ids,
            urgency=urgency,
            is_exercise=is_exercise,
            then=then,
        )

    def tell_by(
        self,
        source_key: str,
        user_ids: Iterable[int],
        *,
        urgency: Urgency | None = None,
        is_exercise: bool = False,
        then: Iterable[int] | None = None,
    ) -> None:
        """The same under a key that the caller has made."""
        tell_that_it_waits(
            source_key,
            kind=self.kind,
            collapse_key=f"{self.collapse_key}-exercise"
            if is_exercise and not self.of_exercises
            else self.collapse_key,
            user_ids=user_ids,
            urgency=urgency or self.urgency,
            is_exercise=is_exercise or self.of_exercises,
            then=then,
            words=self.words,
        )

    def tell_owner_of(
        self,
        subject_id: UUID,
        *,
        occasion: str,
        owner_id: int | None,
        team: Collection[int],
        urgency: Urgency | None = None,
        is_exercise: bool = False,
    ) -> None:
        """Tell whose a thing is that it waits; all of the team, where no one of the team has it any more."""
        told = [owner_id] if owner_id is not None and owner_id in team else team
        self.tell_of(subject_id, occasion=occasion, user_ids=told, urgency=urgency, is_exercise=is_exercise)

    def key_of(self, subject_id: UUID, occasion: str) -> str:
        """Return by what the outbox knows an occasion of a thing."""
        return f"{self.source}:{subject_id.hex}:{occasion}"
