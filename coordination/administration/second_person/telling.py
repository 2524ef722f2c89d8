"""Tell people, wherever they can be reached, that a person acts on their account or their team."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from coordination.models import User
from coordination.sign_in.mail import send_beside
from coordination.sign_in.notices import notice_words
from mou.foundation.labelled import gettext_noop as _
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

NOTICE = "account/email/notice"
# Pushes name a room; there is none behind these.
NO_ROOM = UUID(int=0)
OF_ACCOUNT, OF_TEAM = "account_acted", "place_waits"
WORDS = {
    OF_ACCOUNT: PushWords(_("Someone acts about your account")),
    OF_TEAM: PushWords(_("Who is on your team has changed, or waits")),
}


def tell_people(people: Iterable[User], *, what: str, kind: str) -> None:
    """Tell people on their devices and at the address that they had, in the caller's transaction.

    The words name no person and no team. `what` is the sentence of the mail, by its name in `notices`.
    """
    told = list(people)
    if told:
        _push_to_people(sorted({one.pk for one in told}), kind)
    for one in told:
        if one.email:
            language = one.language or "en"
            send_beside(NOTICE, one.email, language, {"what": notice_words(what, language)})


def _push_to_people(user_ids: list[int], kind: str) -> None:
    enqueue_notifications(
        source_key=f"{kind}:{uuid4().hex}",
        user_ids=user_ids,
        is_exercise=False,
        urgency=Urgency.URGENT,
        kind=kind,
        words=WORDS[kind],
        room_id=NO_ROOM,
        seq=0,
        collapse_key=kind,
    )
