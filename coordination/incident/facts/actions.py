"""Pin a fact, confirm it, say which of two stands, take one down."""

from datetime import datetime, timedelta
from uuid import UUID

from coordination.errors import IdTaken
from coordination.incident.facts.capability import (
    VALID_MINUTES,
    ConfirmFact,
    Fact,
    FactConfirmed,
    FactPinned,
    FactSuperseded,
    FactWithdrawn,
    PinFact,
    SupersedeFact,
    WithdrawFact,
)
from coordination.incident.facts.errors import (
    FactConfirmedAlready,
    FactConfirmedByItsAuthor,
    FactIsSuperseded,
    FactIsWithdrawn,
    FactNotForAll,
    FactNotFound,
    FactSupersedesItself,
    MayNotJudgeFacts,
)
from coordination.room.audiences import RESPONDER_KINDS
from coordination.room.checks import checked_audience, checked_level
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience, FactStanding


def pin_fact(*, context: CommandContext, command: PinFact) -> None:
    """Pin a fact, in the place of another if one is named.

    Raises: IdTaken, AudienceNotAllowed, LevelNotAtSite; FactNotFound, FactIsSuperseded, FactIsWithdrawn,
    MayNotJudgeFacts and FactSupersedesItself about the one whose place it takes.
    """
    if command.supersedes == command.fact_id:
        raise FactSupersedesItself(pointer="/supersedes")
    if context.objects.is_taken(Fact, command.fact_id):
        raise IdTaken(pointer="/fact_id")
    before = None
    if command.supersedes is not None:
        before = _find_standing(context, command.supersedes, pointer="/supersedes")
        _check_may_end(context, before)
    audience = before.audience if before is not None else _audience_of_fact(context, command.audience)
    minutes = command.valid_minutes or VALID_MINUTES[command.kind]
    fact = patch_to_create(
        Fact,
        command.fact_id,
        kind=command.kind,
        value=command.value,
        subject=command.subject,
        source=command.source,
        source_note=command.source_note,
        level_id=checked_level(context, command.level_id),
        lon=command.lon,
        lat=command.lat,
        audience=audience,
        standing=FactStanding.STANDS,
        pinned_by=context.participant.id,
        pinned_at=context.at_text,
        since=context.at_text,
        valid_until=_valid_until(context.at, minutes),
        valid_minutes=minutes,
    )
    context.append(FactPinned(fact_id=command.fact_id), patch=fact, audience=audience)
    if before is not None and command.supersedes is not None:
        _end_for(context, command.supersedes, before, by=command.fact_id)


def confirm_fact(*, context: CommandContext, command: ConfirmFact) -> None:
    """Confirm what another person pinned; one that has become old may be confirmed again.

    Raises: FactNotFound, FactIsSuperseded, FactIsWithdrawn, MayNotJudgeFacts, FactConfirmedByItsAuthor,
    FactConfirmedAlready.
    """
    fact = _find_standing(context, command.fact_id)
    _check_judges(context)
    if fact.pinned_by == context.participant.pk:
        raise FactConfirmedByItsAuthor(pointer="/fact_id")
    is_fresh = context.at < datetime.fromisoformat(fact.valid_until)
    if fact.confirmed_at is not None and is_fresh:
        raise FactConfirmedAlready(pointer="/fact_id")
    patch = patch_to_change(
        Fact,
        command.fact_id,
        confirmed_by=context.participant.id,
        confirmed_at=context.at_text,
        confirmed_source=command.source,
        since=context.at_text,
        valid_until=_valid_until(context.at, fact.valid_minutes),
    )
    context.append(FactConfirmed(fact_id=command.fact_id), patch=patch, audience=fact.audience)


def supersede_fact(*, context: CommandContext, command: SupersedeFact) -> None:
    """End a fact because another one stands.

    Raises: FactNotFound, FactIsSuperseded, FactIsWithdrawn, MayNotJudgeFacts, FactSupersedesItself, FactNotForAll.
    """
    if command.fact_id == command.by_fact_id:
        raise FactSupersedesItself(pointer="/by_fact_id")
    fact = _find_standing(context, command.fact_id)
    by = _find_standing(context, command.by_fact_id, pointer="/by_fact_id")
    _check_may_end(context, fact)
    if by.audience not in (Audience.EVERYONE, fact.audience):
        raise FactNotForAll(pointer="/by_fact_id")
    event = FactSuperseded(fact_id=command.fact_id, by_fact_id=command.by_fact_id)
    patch = _patch_superseded(context, command.fact_id, by=command.by_fact_id)
    context.append(event, patch=patch, audience=fact.audience)


def withdraw_fact(*, context: CommandContext, command: WithdrawFact) -> None:
    """Take a fact down. Raises: FactNotFound, FactIsSuperseded, FactIsWithdrawn, MayNotJudgeFacts."""
    fact = _find_standing(context, command.fact_id)
    _check_may_end(context, fact)
    patch = patch_to_change(
        Fact,
        command.fact_id,
        standing=FactStanding.WITHDRAWN,
        ended_by=context.participant.id,
        ended_at=context.at_text,
    )
    event = FactWithdrawn(fact_id=command.fact_id, reason=command.reason)
    context.append(event, patch=patch, audience=fact.audience)


def _end_for(context: CommandContext, fact_id: UUID, fact: Fact, *, by: UUID) -> None:
    event = FactSuperseded(fact_id=fact_id, by_fact_id=by)
    context.append(event, patch=_patch_superseded(context, fact_id, by=by), audience=fact.audience)


def _patch_superseded(context: CommandContext, fact_id: UUID, *, by: UUID) -> JsonObject:
    return patch_to_change(
        Fact,
        fact_id,
        standing=FactStanding.SUPERSEDED,
        superseded_by=by,
        ended_by=context.participant.id,
        ended_at=context.at_text,
    )


def _find_standing(context: CommandContext, fact_id: UUID, *, pointer: str = "/fact_id") -> Fact:
    fact = context.objects.get(Fact, fact_id)
    if fact is None:
        raise FactNotFound(pointer=pointer)
    if fact.standing is FactStanding.SUPERSEDED:
        raise FactIsSuperseded(pointer=pointer)
    if fact.standing is FactStanding.WITHDRAWN:
        raise FactIsWithdrawn(pointer=pointer)
    return fact


def _audience_of_fact(context: CommandContext, named: Audience | None) -> Audience:
    """Return the audience of a fact: a responder's facts go to responders, those of others to everyone."""
    audiences = context.grant.audiences
    usual = Audience.RESPONDERS if Audience.RESPONDERS in audiences else Audience.EVERYONE
    return checked_audience(context, named or usual)


def _valid_until(at: datetime, minutes: int) -> str:
    return time_text(at + timedelta(minutes=minutes))


def _check_may_end(context: CommandContext, fact: Fact) -> None:
    if fact.pinned_by != context.participant.pk:
        _check_judges(context)


def _check_judges(context: CommandContext) -> None:
    if context.participant.agency_kind not in RESPONDER_KINDS and not context.grant.may_command():
        raise MayNotJudgeFacts
