"""Tell people that something waits for them, and no more: neither which thing, nor where, nor what it is about."""

from collections.abc import Iterable
from uuid import UUID

from mou.labelled import gettext_noop as _
from push.outbox.notifications import enqueue
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
    enqueue(
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
