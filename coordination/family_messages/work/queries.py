"""Read messages, who gets them, and what became of each. Access was asked before; names are for the school."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from coordination.family_messages.access import FamilyDesk
from coordination.family_messages.errors import NotTellingFamilies
from coordination.family_messages.models import FamilyDelivery, FamilyMessage, FamilyStatusPage
from coordination.family_messages.rules.contradictions import digest_of
from coordination.family_messages.rules.library import FIRST_LANGUAGE
from coordination.family_messages.rules.reaching import Reach
from coordination.family_messages.rules.texts import length_of_text
from coordination.family_messages.vocabulary import (
    DeliveryFault,
    DeliveryState,
    FamilyAudience,
    FamilyMessageState,
    FamilyWay,
    NotReached,
)
from coordination.family_messages.wire import (
    FamilyContradiction,
    FamilyCount,
    FamilyDeliveryLine,
    FamilyFeed,
    FamilyFeedItem,
    FamilyMessageLine,
    FamilyMessageView,
    FamilyNotReachedLine,
    FamilyNotTold,
    FamilyText,
)
from coordination.family_messages.work.comparing import findings_of
from coordination.family_messages.work.guardians import names_of, reach_of
from coordination.family_messages.work.outbox import text_as_sent
from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.work.queries import note_reading
from mou.foundation.tables.newest import Newest, read_newest
from mou.models import Agency

M, D = FamilyMessageState, DeliveryState
LISTED_MOST = 100
FEED_DAYS = timedelta(days=7)
# In this order what needs a person stands first.
BY_NEED = {D.FAILED: 0, D.WAITING: 1, D.SENT: 2}


def list_messages(desk: FamilyDesk) -> Newest[FamilyMessageLine]:
    """Return the messages of an incident, or the notices of the asker's schools; drafts to who sends alone."""
    rows = FamilyMessage.objects.prefetch_related("schools")
    if desk.grant is not None:
        rows = rows.filter(room=desk.grant.room)
    else:
        rows = rows.filter(room__isnull=True, schools__in=list(desk.schools)).distinct()
    if not desk.may_send:
        rows = rows.filter(state=M.APPROVED.value)
    return read_newest(rows.order_by("-made_at", "-pk"), LISTED_MOST).make_each(line_of)


def line_of(message: FamilyMessage) -> FamilyMessageLine:
    """Return a message as it stands in a list."""
    kind, state = FamilyMessageKind(message.kind), FamilyMessageState(message.state)
    return FamilyMessageLine(
        message_id=message.pk,
        kind=kind,
        kind_words=kind.label,
        state=state,
        state_words=state.label,
        schools=sorted(one.name for one in message.schools.all()),
        is_exercise=message.is_exercise,
        words=message.texts[FIRST_LANGUAGE],
        made_at=message.made_at,
        decided_at=message.decided_at,
    )


def view_message(desk: FamilyDesk, message: FamilyMessage) -> FamilyMessageView:
    """Return a message as its reader sees it: no name stands in it."""
    is_draft = message.state == M.DRAFT.value
    audience = FamilyAudience(message.audience)
    findings = findings_of(desk, message) if is_draft else ()
    reach = reach_of(message) if is_draft else None
    takes_two = message.room_id is not None and not message.is_exercise
    own = takes_two and message.made_by_id == desk.user_id
    return FamilyMessageView(
        message=line_of(message),
        incident_id=desk.grant.incident.pk if desk.grant is not None else None,
        audience=audience,
        audience_words=audience.label,
        site=message.site,
        texts=[_text_of(language, text) for language, text in message.texts.items()],
        counts=_counts_of_draft(message, reach) if reach is not None else _counts_of(message),
        not_told=_not_told(message, reach),
        contradictions=[
            FamilyContradiction(what=one.what, words=one.what.label, about=one.about, told_at=one.told_at)
            for one in findings
        ],
        seen=digest_of(findings) if is_draft else "",
        takes_two_people=takes_two,
        may_send=desk.may_send,
        may_approve=is_draft and desk.may_send and not own,
        reads_names=desk.reads_names_of(message),
        made_by=message.made_by.shown_name() if desk.may_send else "",
        decided_by=message.decided_by.shown_name() if desk.may_send and message.decided_by is not None else "",
        status_page=status_page_of(message.room_id),
    )


def status_page_of(room_id: UUID | None) -> str:
    """Return the address of an incident's public page; empty while families were told nothing."""
    page = FamilyStatusPage.objects.filter(room=room_id).first() if room_id is not None else None
    return f"/families/{page.code}" if page is not None else ""


def _text_of(language: str, text: str) -> FamilyText:
    length = length_of_text(text_as_sent(text, language))
    return FamilyText(
        language=language,
        text=text,
        characters=length.characters,
        segments=length.segments,
        is_wide=length.is_wide,
    )


def _counts_of_draft(message: FamilyMessage, reach: Reach) -> list[FamilyCount]:
    if message.is_exercise:
        return []
    told = Counter(
        (one.way, one.guardian.language if one.guardian.language in message.texts else FIRST_LANGUAGE)
        for one in reach.told
    )
    return [_count_of(way, language, waiting=number) for (way, language), number in sorted(told.items())]


def _counts_of(message: FamilyMessage) -> list[FamilyCount]:
    rows = message.deliveries.values_list("way", "language", "state").annotate(number=Count("pk")).order_by()
    found: dict[tuple[str, str], dict[str, int]] = {}
    for way, language, state, number in rows:
        found.setdefault((way, language), {})[state] = number
    return [
        _count_of(
            FamilyWay(way),
            language,
            waiting=by_state.get(D.WAITING.value, 0),
            sent=by_state.get(D.SENT.value, 0),
            failed=by_state.get(D.FAILED.value, 0),
        )
        for (way, language), by_state in sorted(found.items())
    ]


def _count_of(way: FamilyWay, language: str, *, waiting: int, sent: int = 0, failed: int = 0) -> FamilyCount:
    return FamilyCount(way=way, way_words=way.label, language=language, waiting=waiting, sent=sent, failed=failed)


def _not_told(message: FamilyMessage, reach: Reach | None) -> list[FamilyNotTold]:
    counted = message.not_told if reach is None else Counter(why.value for _one, why in reach.not_told)
    return [FamilyNotTold(why=one, words=one.label, number=counted[one]) for one in NotReached if counted.get(one)]


# --- by name ----------------------------------------------------------------------------------------------------------
def list_deliveries(desk: FamilyDesk, message: FamilyMessage, door: RosterDoor) -> list[FamilyDeliveryLine]:
    """Return what became of a message to each guardian, failures first. It is written down.

    Raises: NotTellingFamilies.
    """
    rows = list(message.deliveries.select_related("school").order_by("pk"))
    _note_names(desk, message, len(rows), door)
    names = names_of({one.guardian_id for one in rows})
    lines = [_delivery_line(one, names.get(one.guardian_id, "—")) for one in rows]
    return sorted(lines, key=lambda one: (BY_NEED[one.state], one.name, one.way))


def list_not_reached(desk: FamilyDesk, message: FamilyMessage, door: RosterDoor) -> list[FamilyNotReachedLine]:
    """Return the guardians to whom no way leads now, for the office to call. It is written down.

    Raises: NotTellingFamilies.
    """
    left = [(one.id, why) for one, why in reach_of(message).not_told if why is not NotReached.SAME_ADDRESS]
    _note_names(desk, message, len(left), door)
    names = names_of({one for one, _why in left})
    lines = [
        FamilyNotReachedLine(guardian_id=one, name=names.get(one, "—"), why=why, words=why.label) for one, why in left
    ]
    return sorted(lines, key=lambda one: one.name)


def _note_names(desk: FamilyDesk, message: FamilyMessage, number: int, door: RosterDoor) -> None:
    if not desk.reads_names_of(message):
        raise NotTellingFamilies
    if number:
        school = message.schools.order_by("pk")[0]
        note_reading(school, user_id=desk.user_id, door=door, students=number, at=desk.at)


def _delivery_line(row: FamilyDelivery, name: str) -> FamilyDeliveryLine:
    way, state = FamilyWay(row.way), DeliveryState(row.state)
    fault = DeliveryFault(row.fault) if row.fault else None
    return FamilyDeliveryLine(
        guardian_id=row.guardian_id,
        name=name,
        way=way,
        way_words=way.label,
        language=row.language,
        state=state,
        state_words=state.label,
        fault=fault,
        fault_words=fault.label if fault is not None else "",
        ended_at=row.ended_at,
    )


# --- for the public, and for the district's caller --------------------------------------------------------------------
def messages_of_page(code: str) -> tuple[FamilyStatusPage, list[FamilyMessage]] | None:
    """Return the approved messages of a public page, the newest first; None where there is no such page."""
    page = FamilyStatusPage.objects.select_related("room__incident__site").filter(code=code).first()
    if page is None:
        return None
    rows = FamilyMessage.objects.filter(room=page.room_id, state=M.APPROVED.value).order_by("-decided_at", "-pk")
    return page, list(rows)


def feed_of(district: Agency, at: datetime) -> FamilyFeed:
    """Return what families of a district's schools were told within a week. Exercises are not in it."""
    rows = FamilyMessage.objects.filter(state=M.APPROVED.value, is_exercise=False, decided_at__gt=at - FEED_DAYS)
    rows = rows.filter(schools__parent=district).distinct().prefetch_related("schools")
    return FamilyFeed(messages=[_feed_item(one) for one in rows.order_by("-decided_at", "-pk")])


def _feed_item(message: FamilyMessage) -> FamilyFeedItem:
    assert message.decided_at is not None, "it is approved"
    schools = sorted(message.schools.all(), key=lambda one: one.name)
    return FamilyFeedItem(
        message_id=message.pk,
        kind=FamilyMessageKind(message.kind),
        school_ids=[one.pk for one in schools],
        schools=[one.name for one in schools],
        is_exercise=message.is_exercise,
        texts=message.texts,
        approved_at=message.decided_at,
    )


def ways_here() -> list[FamilyWay]:
    """Return the ways that are configured on this server."""
    ways = [FamilyWay.TEXT] if settings.PUSH_SMS_URL else []
    return [*ways, FamilyWay.MAIL] if settings.HAS_MAIL else ways
