"""Write a message, let it go out, or withdraw it."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db import transaction

from coordination.errors import IdTaken
from coordination.family_messages.access import FamilyDesk, desk_of_incident, desk_of_notices, message_for
from coordination.family_messages.errors import (
    ApprovedByTheSame,
    FamilyFactsChanged,
    FamilyKindRefused,
    FamilyMessageDecided,
    FamilyMessageNotSent,
    FamilyPlaceLacking,
    FamilySchoolRefused,
    NoOneUnderWay,
    NotTellingFamilies,
)
from coordination.family_messages.models import FamilyDelivery, FamilyMessage, FamilyStatusPage
from coordination.family_messages.rules.contradictions import digest_of
from coordination.family_messages.rules.given import FamilyMessageIn
from coordination.family_messages.rules.library import FIRST_LANGUAGE
from coordination.family_messages.rules.reaching import Planned, Reach, goes_out_at
from coordination.family_messages.rules.texts import fill_text, placeholders_in
from coordination.family_messages.vocabulary import (
    DeliveryState,
    FamilyAudience,
    FamilyMessageState,
    Placeholder,
)
from coordination.family_messages.work.comparing import findings_of
from coordination.family_messages.work.guardians import guardians_of, open_operations, reach_of, students_of_message
from coordination.family_messages.work.words import settings_of, texts_of
from coordination.incident.family_messages.capability import FamiliesTold
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.planning_bell import ring_on_commit
from coordination.room.access import Asker, room_for
from coordination.room.capability import RoomNeed
from coordination.room.log import CommandContext
from coordination.room.models import Room
from mou.errors import AgencyNotFound
from mou.foundation.labelled import text_in
from mou.models import Agency

K, M = FamilyMessageKind, FamilyMessageState
IN_A_BATCH = 1000
# After this it is no news: a phone that was off is not told of a hold of yesterday.
LASTS, NOTICE_LASTS = timedelta(hours=6), timedelta(hours=48)
OTHERS = ("es",)


# --- writing ----------------------------------------------------------------------------------------------------------
def draft_message(asker: Asker, incident_id: UUID | None, given: FamilyMessageIn) -> FamilyMessage:
    """Write a message of an incident, or a notice of a drill, in one durable transaction. Sent again, it is the same.

    Raises: FamilyMessageNotFound, NotTellingFamilies, FamilyKindRefused, FamilySchoolRefused, FamilyPlaceLacking,
        NoOneUnderWay, IdTaken, AgencyNotFound.
    """
    with transaction.atomic(durable=True):
        desk = _desk_to_write(asker, incident_id)
        room = desk.grant.room if desk.grant is not None else None
        same = FamilyMessage.objects.filter(pk=given.message_id).first()
        if same is not None:
            if (same.made_by_id, same.room_id) != (asker.user_id, room.pk if room is not None else None):
                raise IdTaken(pointer="/message_id")
            return same
        if given.kind.is_of_drill != (room is None):
            raise FamilyKindRefused(pointer="/kind")
        schools = [desk.schools[one] for one in dict.fromkeys(given.school_ids) if one in desk.schools]
        if len(schools) != len(set(given.school_ids)):
            # Of a school that is not theirs, no one learns whether it is there.
            raise AgencyNotFound if room is None else FamilySchoolRefused(pointer="/school_ids")
        # Who has their child would be sent away again: of a site that moved, who is under way is told, and no one else.
        audience = FamilyAudience.UNDER_WAY if given.kind is K.SITE_MOVED else given.audience
        if audience is FamilyAudience.UNDER_WAY and not _is_reuniting(room, schools):
            raise NoOneUnderWay(pointer="/audience")
        message = FamilyMessage.objects.create(
            id=given.message_id,
            room=room,
            kind=given.kind.value,
            audience=audience.value,
            site=given.site,
            time=given.time,
            texts=compose_texts(given, schools, is_exercise=desk.is_exercise),
            is_exercise=desk.is_exercise,
            made_by_id=asker.user_id,
            made_at=asker.at,
        )
        message.schools.set(schools)
        return message


def _desk_to_write(asker: Asker, incident_id: UUID | None) -> FamilyDesk:
    if incident_id is None:
        desk = desk_of_notices(user_id=asker.user_id, at=asker.at)
    else:
        desk = desk_of_incident(user_id=asker.user_id, incident_id=incident_id, at=asker.at)
    desk.require_sending()
    return desk


def _is_reuniting(room: Room | None, schools: Iterable[Agency]) -> bool:
    return room is not None and open_operations(room.pk, [one.pk for one in schools]).exists()


def compose_texts(given: FamilyMessageIn, schools: list[Agency], *, is_exercise: bool) -> dict[str, str]:
    """Return a message in each language of the first school's district. Raises: FamilyPlaceLacking."""
    first = schools[0]
    templates = texts_of(first.parent_id or first.pk, given.kind)
    said = {"site": given.site, "address": given.address, "time": given.time}
    needed = frozenset[str]().union(*(placeholders_in(one) for one in templates.values()))
    for name, value in said.items():
        if name in needed and not value:
            raise FamilyPlaceLacking(pointer=f"/{name}")
    if Placeholder.ACTION in needed and given.kind.is_of_drill and not given.action:
        raise FamilyPlaceLacking(pointer="/action")
    told = {**said, "school": ", ".join(one.name for one in schools)}
    texts = {}
    for language, template in templates.items():
        action = given.action or given.kind.label_in(language)
        filled = fill_text(template, {**told, "action": action})
        texts[language] = f"{text_in('EXERCISE', language)} · {filled}" if is_exercise else filled
    return texts


# --- deciding ---------------------------------------------------------------------------------------------------------
def approve_message(asker: Asker, message_id: UUID, seen: str) -> FamilyMessage:
    """Let a message go out, in one durable transaction. The room's row is held at its end alone, for the entry.

    Raises: FamilyMessageNotFound, NotTellingFamilies, FamilyMessageDecided, ApprovedByTheSame, FamilyFactsChanged.
    """
    with transaction.atomic(durable=True):
        desk, message = _message_to_decide(asker, message_id)
        takes_two = message.room_id is not None and not message.is_exercise
        if takes_two and message.made_by_id == asker.user_id:
            raise ApprovedByTheSame
        reach = reach_of(message)
        _store_decision(message, M.APPROVED, asker)
        if not message.is_exercise:
            _plan_deliveries(message, reach, asker)
        context = None
        if message.room_id is not None:
            FamilyStatusPage.objects.get_or_create(
                room_id=message.room_id, defaults={"code": secrets.token_urlsafe(16)}
            )
            grant = room_for(user_id=asker.user_id, room_id=message.room_id, need=RoomNeed.READ, at=asker.at, lock=True)
            key = uuid5(message.pk, "families_told")
            context = CommandContext.uncommanded(grant, command_id=key, at=asker.at)
        # Behind the lock: nothing changes between this look and the entry.
        if digest_of(findings_of(desk, message)) != seen:
            raise FamilyFactsChanged
        if context is not None:
            context.append(_entry_of(message, 0 if message.is_exercise else len(reach.told)))
            context.finish()
        ring_on_commit()
        return message


def withdraw_message(asker: Asker, message_id: UUID) -> None:
    """Take a message back before it has gone out. Raises: FamilyMessageNotFound, NotTellingFamilies,
    FamilyMessageDecided.
    """
    with transaction.atomic(durable=True):
        _desk, message = _message_to_decide(asker, message_id)
        _store_decision(message, M.WITHDRAWN, asker)


def _message_to_decide(asker: Asker, message_id: UUID) -> tuple[FamilyDesk, FamilyMessage]:
    desk, message = message_for(user_id=asker.user_id, message_id=message_id, at=asker.at, lock=True)
    desk.require_sending()
    if not {one.pk for one in message.schools.all()} <= set(desk.schools):
        raise NotTellingFamilies
    if message.state != M.DRAFT.value:
        raise FamilyMessageDecided
    return desk, message


def _store_decision(message: FamilyMessage, state: FamilyMessageState, asker: Asker) -> None:
    message.state, message.decided_by_id, message.decided_at = state.value, asker.user_id, asker.at
    message.save(update_fields=["state", "decided_by", "decided_at"])


def _entry_of(message: FamilyMessage, guardians: int) -> FamiliesTold:
    kind = FamilyMessageKind(message.kind)
    return FamiliesTold(
        message_id=message.pk,
        kind=kind,
        kind_words=kind.label_in(FIRST_LANGUAGE),
        kind_words_in={language: kind.label_in(language) for language in OTHERS},
        schools=[one.name for one in message.schools.order_by("name", "pk")],
        language=FIRST_LANGUAGE,
        words=message.texts[FIRST_LANGUAGE],
        guardians=guardians,
    )


# --- deliveries -------------------------------------------------------------------------------------------------------
def _plan_deliveries(message: FamilyMessage, reach: Reach, asker: Asker) -> None:
    counted: dict[str, int] = {}
    for _one, why in reach.not_told:
        counted[why.value] = counted.get(why.value, 0) + 1
    message.not_told = counted
    message.save(update_fields=["not_told"])
    _insert_deliveries(message, reach.told, asker)


def _insert_deliveries(message: FamilyMessage, planned: Iterable[Planned], asker: Asker) -> int:
    schools = {one.pk: one for one in message.schools.select_related("parent")}
    first = next(iter(schools.values()))
    hours = settings_of(first.parent_id or first.pk)
    kind = FamilyMessageKind(message.kind)
    begins = goes_out_at(
        asker.at,
        is_urgent=not kind.is_of_drill,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        zone=ZoneInfo(first.time_zone),
    )
    rows = [
        FamilyDelivery(
            message=message,
            school_id=one.guardian.school_id,
            guardian_id=one.guardian.id,
            way=one.way.value,
            language=one.guardian.language if one.guardian.language in message.texts else FIRST_LANGUAGE,
            state=DeliveryState.WAITING.value,
            next_try_at=begins,
            expires_at=begins + (NOTICE_LASTS if kind.is_of_drill else LASTS),
        )
        for one in planned
    ]
    FamilyDelivery.objects.bulk_create(rows, batch_size=IN_A_BATCH, ignore_conflicts=True)
    return len(rows)


def resend_by_other_way(asker: Asker, message_id: UUID) -> int:
    """Tell those whom a message did not reach by another way that they have; return how many. Pressed again: none.

    Raises: FamilyMessageNotFound, NotTellingFamilies, FamilyMessageNotSent.
    """
    with transaction.atomic(durable=True):
        desk, message = message_for(user_id=asker.user_id, message_id=message_id, at=asker.at, lock=True)
        desk.require_sending()
        if message.state != M.APPROVED.value or message.is_exercise:
            raise FamilyMessageNotSent
        tried: dict[UUID, set[str]] = {}
        reached: set[UUID] = set()
        for guardian_id, way, state in message.deliveries.values_list("guardian_id", "way", "state"):
            tried.setdefault(guardian_id, set()).add(way)
            if state != DeliveryState.FAILED.value:
                reached.add(guardian_id)
        again = [
            Planned(one, way)
            for one in guardians_of(students_of_message(message))
            if one.id in tried and one.id not in reached
            for way in one.ways
            if way.value not in tried[one.id] and way not in one.stopped
        ]
        ring_on_commit()
        return _insert_deliveries(message, again, asker)
