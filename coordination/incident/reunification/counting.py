"""Write into the room that students of an operation changed their group: how many, by their codes, no name."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from coordination.incident.reunification.capability import Reunification, ReunificationCounted
from coordination.incident.reunification.standing import ENGLISH, OTHERS
from coordination.incident.reunification.vocabulary import StudentGroup
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change


def count_students(
    context: CommandContext,
    operation_id: UUID,
    *,
    moved: Mapping[str, tuple[StudentGroup | None, StudentGroup]],
    place_id: UUID | None = None,
) -> None:
    """Append that students came into another group, and change the sum. The room's row is held.

    Args:
        moved: by code, the group before, none for a child who was added on the spot, and the group now. All come into
            the same group.
    """
    operation = context.objects.get(Reunification, operation_id)
    assert operation is not None, "the caller has looked for it"
    change: Counter[str] = Counter()
    for before, now in moved.values():
        if before is None:
            change["enrolled"] += 1
        else:
            change[before] -= 1
        change[now] += 1
    fields = {name: getattr(operation, name) + number for name, number in change.items() if number}
    (group,) = {now for _before, now in moved.values()}
    event = ReunificationCounted(
        operation_id=operation_id,
        codes=sorted(moved),
        number=len(moved),
        group=group,
        group_words=group.label_in(ENGLISH),
        group_words_in={language: group.label_in(language) for language in OTHERS},
        place_id=place_id,
    )
    context.append(event, patch=patch_to_change(Reunification, operation_id, **fields))
