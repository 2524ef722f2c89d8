"""Take a floorplan from draft to verified to published; the version before is superseded and stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mapping.access import agencies_at, floorplan_for, floorplan_to_change_for
from mapping.errors import (
    BadWalkThrough,
    BuildingIsClosed,
    NotADraft,
    NotPublished,
    NotVerified,
    OlderThanPublished,
    SamePersonVerifies,
)
from mapping.laws.catalogue import Profile
from mapping.laws.profile import profile_of
from mapping.models import Building, Floorplan, FloorplanAcknowledgement, FloorplanStep, Level, PlanEdit, WalkThrough
from mapping.plans.if_match import require_match
from mapping.plans.versions import etag_of, last_change_of
from mapping.vocabulary import FloorplanState


@dataclass(frozen=True, slots=True)
class Walk:
    """What the person who walked the floor says: on which day, with whom, and what they noted."""

    walked_on: date
    walked_with: Sequence[str]
    note: str


def require_current(plan: Floorplan, if_match: str | None) -> None:
    """Check that the caller has seen the version as it is now. Raises: PreconditionRequired, PreconditionFailed."""
    require_match(if_match, etag_of(plan), last_change_of(plan))


def require_standing(level: Level) -> None:
    """Check that the floor's building is not closed, under the lock of its site. Raises: BuildingIsClosed."""
    # Asked anew: the level was read before the lock.
    if Building.objects.filter(levels=level, closed_at__isnull=False).exists():
        raise BuildingIsClosed


def record_step(plan: Floorplan, *, state: FloorplanState, by_id: int | None, at: datetime) -> None:
    """Note that a version reached a state, inside the caller's transaction; None is the operator at the console."""
    FloorplanStep.objects.create(floorplan=plan, state=state.value, by_id=by_id, at=at)


def supersede_published(level: Level, *, by_id: int | None, at: datetime) -> None:
    """Let the published version of a level give way, inside the caller's transaction.

    First of all: the database refuses a second published floorplan of a level even for a moment.
    """
    for plan in Floorplan.objects.filter(level=level, state=FloorplanState.PUBLISHED):
        Floorplan.objects.filter(pk=plan.pk).update(state=FloorplanState.SUPERSEDED)
        record_step(plan, state=FloorplanState.SUPERSEDED, by_id=by_id, at=at)


def verify_floorplan(*, actor_id: int, floorplan_id: UUID, walk: Walk, if_match: str | None, at: datetime) -> Floorplan:
    """Record that the actor walked a draft and found it right; from now on it cannot be edited. One transaction.

    Raises: FloorplanNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, NotADraft, BadWalkThrough,
        SamePersonVerifies.
    """
    with transaction.atomic(durable=True):
        plan = floorplan_to_change_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
        require_current(plan, if_match)
        verify_walked(plan, actor_id=actor_id, walk=walk, at=at)
    return plan


def verify_walked(plan: Floorplan, *, actor_id: int, walk: Walk, at: datetime) -> None:
    """Record the walk of a draft, in the caller's transaction, under the lock of its site.

    Raises: NotADraft, BadWalkThrough, SamePersonVerifies.
    """
    if plan.state != FloorplanState.DRAFT:
        raise NotADraft
    profile = profile_of(plan.level.site.district_id)
    _check_walk(plan, walk, profile, at)
    if reason := why_not_verify([plan], user_id=actor_id, profile=profile)[plan.pk]:
        raise SamePersonVerifies(reason)
    plan.state, plan.verified_by_id, plan.verified_on = FloorplanState.VERIFIED, actor_id, walk.walked_on
    plan.save(update_fields=["state", "verified_by", "verified_on"])
    WalkThrough.objects.create(
        floorplan=plan,
        walked_on=walk.walked_on,
        walked_by_id=actor_id,
        walked_with=list(walk.walked_with),
        note=walk.note,
        recorded_at=at,
    )
    record_step(plan, state=FloorplanState.VERIFIED, by_id=actor_id, at=at)


def why_not_verify(plans: Sequence[Floorplan], *, user_id: int, profile: Profile) -> dict[UUID, str]:
    """Return why a person does not verify each of some drafts of one district; empty where they may. Two queries."""
    drawn = drawn_by(plans, user_id) if profile.second_person_verifies else set()
    reason = _("You drew this version: another person walks it and verifies it.")
    return {one.pk: reason if one.pk in drawn else "" for one in plans}


def why_not_publish(plan: Floorplan, *, user_id: int, profile: Profile) -> str:
    """Return why a person does not publish a verified version; empty where they may."""
    is_same = plan.verified_by_id == user_id and profile.second_person_verifies
    return _("You verified this version: another person publishes it.") if is_same else ""


def _check_walk(plan: Floorplan, walk: Walk, profile: Profile, at: datetime) -> None:
    """Check that a walk says something of what is drawn now. Raises: BadWalkThrough."""
    zone = ZoneInfo(plan.level.site.time_zone)
    today = at.astimezone(zone).date()
    if walk.walked_on > today:
        raise BadWalkThrough(_("A walk-through cannot lie in the future."))
    if (today - walk.walked_on).days > profile.walk_through_max_age_days:
        raise BadWalkThrough(
            _("A walk-through counts for %(days)s days here: this one was longer ago. Walk the floor again.")
            % {"days": profile.walk_through_max_age_days}
        )
    # Of the versions before, too: a copy that no one edited shows what was drawn in them.
    edits = PlanEdit.objects.filter(floorplan__level=plan.level, floorplan__version__lte=plan.version)
    last = edits.aggregate(last=Max("edited_at"))["last"]
    if last is not None and walk.walked_on < last.astimezone(zone).date():
        raise BadWalkThrough(
            _("The floor was edited on %(day)s, after this walk-through. Walk it as it is drawn now.")
            % {"day": date_format(last.astimezone(zone).date())}
        )


def drawn_by(plans: Sequence[Floorplan], user_id: int) -> set[UUID]:
    """Return which versions a person began, brought or edited. Two queries."""
    began = FloorplanStep.objects.filter(floorplan__in=plans, state=FloorplanState.DRAFT, by=user_id)
    edited = PlanEdit.objects.filter(floorplan__in=plans, edited_by=user_id)
    return {*began.values_list("floorplan_id", flat=True), *edited.values_list("floorplan_id", flat=True)}


def publish_floorplan(*, actor_id: int, floorplan_id: UUID, if_match: str | None, at: datetime) -> Floorplan:
    """Put a verified version in force for all readers; the one before is superseded. One transaction.

    Raises: FloorplanNotFound, NotAllowed, PreconditionRequired, PreconditionFailed, NotVerified, OlderThanPublished,
        BuildingIsClosed, SamePersonVerifies.
    """
    with transaction.atomic(durable=True):
        plan = floorplan_to_change_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
        require_current(plan, if_match)
        put_in_force(plan, actor_id=actor_id, at=at)
    return plan


def put_in_force(plan: Floorplan, *, actor_id: int, at: datetime) -> None:
    """Publish a verified version, in the caller's transaction, under the lock of its site.

    Raises: NotVerified, OlderThanPublished, BuildingIsClosed, SamePersonVerifies.
    """
    if plan.state != FloorplanState.VERIFIED:
        raise NotVerified
    if reason := why_not_publish(plan, user_id=actor_id, profile=profile_of(plan.level.site.district_id)):
        raise SamePersonVerifies(reason)
    require_standing(plan.level)
    newer = Floorplan.objects.filter(
        level=plan.level, version__gt=plan.version, state__in=(FloorplanState.PUBLISHED, FloorplanState.SUPERSEDED)
    )
    if newer.exists():
        raise OlderThanPublished
    supersede_published(plan.level, by_id=actor_id, at=at)
    plan.state = FloorplanState.PUBLISHED
    plan.save(update_fields=["state"])
    record_step(plan, state=FloorplanState.PUBLISHED, by_id=actor_id, at=at)


def acknowledge_floorplan(*, actor_id: int, floorplan_id: UUID, if_match: str | None, at: datetime) -> Floorplan:
    """Record that the actor's agencies have seen the published version; a second time changes nothing.

    One durable transaction. Raises: FloorplanNotFound, PreconditionRequired, PreconditionFailed, NotPublished.
    """
    with transaction.atomic(durable=True):
        plan = floorplan_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
        require_current(plan, if_match)
        if plan.state != FloorplanState.PUBLISHED:
            raise NotPublished
        for agency_id in sorted(agencies_at(user_id=actor_id, site=plan.level.site, at=at).agency_ids):
            FloorplanAcknowledgement.objects.get_or_create(
                floorplan=plan,
                agency_id=agency_id,
                defaults={"acknowledged_by_id": actor_id, "acknowledged_at": at},
            )
    return plan
