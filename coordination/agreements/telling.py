"""Tell people on their devices that something became of an agreement. No word says which agreement it is."""

from uuid import UUID

from django.db.models import Q

from coordination.room.access import Asker
from mou.access.annexes import parties_of
from mou.access.fetch import KEEPERS, READERS, members_who_count
from mou.models import Version
from push.outbox.notifications import enqueue_notifications
from push.texts import PushWords
from push.vocabulary import Urgency

# Pushes name a room; there is none behind these.
NO_ROOM = UUID(int=0)


def keepers_of(version: Version) -> Q:
    """Return who keeps the agreement at the district."""
    return Q(agency_id=version.memorandum.district_id, role__in=[one.value for one in KEEPERS])


def readers_of(version: Version) -> Q:
    """Return who keeps the agreement at the district, or reads it at another party."""
    others = [one.pk for one in parties_of(version) if one.pk != version.memorandum.district_id]
    return keepers_of(version) | Q(agency_id__in=others, role__in=[one.value for one in READERS])


def tell_people(kind: str, words: PushWords, key: str, whom: Q, asker: Asker) -> None:
    """Tell others than the asker, in the caller's transaction. `key` tells this occasion of the kind from others."""
    user_ids = set(members_who_count(asker.at).filter(whom).values_list("user_id", flat=True)) - {asker.user_id}
    if not user_ids:
        return
    enqueue_notifications(
        source_key=f"{kind}:{key}",
        user_ids=sorted(user_ids),
        is_exercise=False,
        urgency=Urgency.ROUTINE,
        kind=kind,
        words=words,
        room_id=NO_ROOM,
        seq=0,
        collapse_key=kind,
    )
