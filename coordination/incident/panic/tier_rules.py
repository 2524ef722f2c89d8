"""Decide what a tier does in a district, and say beforehand who would be told what, how, and in which order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.errors import BadCommand, IntakeNotFound, TryLater
from coordination.incident.panic.capability import PRESS_WORDS
from coordination.incident.panic.models import PanicTier
from coordination.incident.panic.telling import Groups, groups_of, manner_at_school
from coordination.incident.panic.tiers import TierRule, tiers_of
from coordination.incident.response_actions.capability import DIRECTIVES
from coordination.models import User
from coordination.room.access import Asker
from coordination.vocabulary import FirstWord, PanicKind, ResponseActionKind, ToldGroup
from mapping.models import Site
from mou.access import fetch as mou_access
from mou.access.fetch import AgencyNeed
from mou.access.reached import people_granted
from mou.errors import AgencyNotFound
from mou.models import Agency
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.devices.ways import people_with_way
from push.outbox.times.ladder import LADDERS
from push.texts import PushWords, text_for
from push.vocabulary import Manner

# A press knows no destination but the assembly area, and no hazard: Shelter is started by hand.
MAY_BEGIN = frozenset(ResponseActionKind) - {ResponseActionKind.SHELTER}


def district_kept_by(*, user_id: int, district_id: UUID, at: datetime) -> Agency:
    """Return a district whose panic buttons and rules the person decides on.

    Raises: IntakeNotFound: no such district for them. mou.errors.NotAllowed: they are not its administrator.
    """
    try:
        agency = mou_access.agency_for(
            user_id=user_id, agency_id=district_id, need=AgencyNeed.MANAGE, at=at, lock=False
        )
    except AgencyNotFound as missing:
        raise IntakeNotFound("There is no such district for you.", pointer="/district_id") from missing
    if agency.kind != AgencyKind.DISTRICT:
        raise IntakeNotFound("There is no such district for you.", pointer="/district_id")
    return agency


def districts_kept_by(user_id: int, at: datetime) -> list[Agency]:
    """Return the districts whose panic buttons and rules the person decides on, by name. One query."""
    mine = mou_access.active_memberships(user_id, at)
    kept = {one.agency_id: one.agency for one in mine if one.role == MemberRole.ADMINISTRATOR}
    return sorted((one for one in kept.values() if one.kind == AgencyKind.DISTRICT), key=lambda one: (one.name, one.pk))


def set_tier(*, asker: Asker, district_id: UUID, kind: PanicKind, rule: TierRule) -> None:
    """Decide what a tier does from the next press on, in one durable transaction.

    Raises: IntakeNotFound, mou.errors.NotAllowed: not the asker's to decide on. BadCommand, TryLater.
    """
    district = district_kept_by(user_id=asker.user_id, district_id=district_id, at=asker.at)
    _check_tier(kind, rule)
    try:
        with transaction.atomic(durable=True):
            PanicTier.objects.update_or_create(
                district=district,
                kind=kind.value,
                defaults={
                    "rule": rule.model_dump(mode="json", exclude_none=True),
                    "changed_at": asker.at,
                    "changed_by_id": asker.user_id,
                },
            )
    except DatabaseError as error:
        raise TryLater from error


def _check_tier(kind: PanicKind, rule: TierRule) -> None:
    """Refuse a rule that would leave a presser alone. Raises: BadCommand."""
    if not rule.tells and not rule.responders:
        raise BadCommand(_("A tier that tells no one calls for no help."), pointer="/tells")
    if rule.begins is not None and rule.begins not in MAY_BEGIN:
        raise BadCommand(_("A press knows no hazard: Shelter is started by hand."), pointer="/begins")
    if kind is PanicKind.EMERGENCY and rule.first_word is not FirstWord.SILENT:
        raise BadCommand(_("No one near may hear that help was called: this tier is silent."), pointer="/first_word")


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told at one moment. `after_s`: seconds after the press.

    `people`: how many a press at the site of the preview would choose now; `with_way`: of these, whom it would reach.
    """

    after_s: int
    who: str
    people: int
    with_way: int
    manner: Manner
    says: str


@dataclass(frozen=True, slots=True)
class TierView:
    """A tier as its district has it, and what a press of it would do."""

    kind: PanicKind
    rule: TierRule
    told: list[Told]
    # Seconds until those who do not answer are told again, by mail, by text message; then those who lead them.
    ladder_s: list[int]


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site at which a preview counts people."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class DistrictTiers:
    """A district's tiers. `site_id`: the site for which people are counted; none where it has none."""

    district_id: UUID
    name: str
    sites: list[SiteChoice]
    site_id: UUID | None
    tiers: list[TierView]


def district_tiers(district: Agency, *, site_id: UUID, at: datetime) -> DistrictTiers:
    """Return a district's tiers, with numbers of people for one of its sites: the one asked for, or the first."""
    sites = list(Site.objects.filter(district=district).select_related("school", "district").order_by("name", "id"))
    site = next((one for one in sites if one.pk == site_id), sites[0] if sites else None)
    return DistrictTiers(
        district_id=district.pk,
        name=district.name,
        sites=[SiteChoice(one.pk, one.name) for one in sites],
        site_id=None if site is None else site.pk,
        tiers=tier_views(district, site, at),
    )


def tier_views(district: Agency, site: Site | None, at: datetime) -> list[TierView]:
    """Return a district's tiers, with numbers of people for one of its sites."""
    people = _people_to_tell(district, site, at)
    groups, ways = groups_of(people, site or Site(district=district), at), people_with_way(people)
    return [
        TierView(kind, rule, _list_told(kind, rule, groups, ways), [rung.after_s for rung in LADDERS[rule.urgency][1:]])
        for kind, rule in tiers_of(district.pk).items()
    ]


def _people_to_tell(district: Agency, site: Site | None, at: datetime) -> list[int]:
    """Return whom a press at a site would choose from now; the accounts of wall buttons have no eyes."""
    if site is None:
        return []
    people = people_granted(
        TermKind.ROOM_ACCESS, district_id=district.pk, school_id=site.school_id, site_id=site.pk, at=at
    )
    buttons = set(User.objects.filter(is_device=True, pk__in=people).values_list("pk", flat=True))
    return [one for one in people if one not in buttons]


def _list_told(kind: PanicKind, rule: TierRule, groups: Groups, ways: set[int]) -> list[Told]:
    at_school = DIRECTIVES[rule.begins] if rule.begins is not None else PRESS_WORDS[kind]
    manner = manner_at_school(rule, rule.begins)
    others = Manner.FIRST_WORD if rule.is_at_once else Manner.LADDER
    here = [(group.value, groups.school[group]) for group in rule.tells if group is not ToldGroup.DISTRICT]
    elsewhere = [(one.value, groups.responders[one]) for one in rule.responders]
    if ToldGroup.DISTRICT in rule.tells:
        elsewhere.insert(0, (ToldGroup.DISTRICT.value, groups.district))
    return [
        Told(0, who, len(people), len(people & ways), manner, _title_of_push(at_school)) for who, people in here
    ] + [
        Told(0, who, len(people), len(people & ways), others, _title_of_push(PRESS_WORDS[kind]))
        for who, people in elsewhere
    ]


def _title_of_push(words: PushWords) -> str:
    return text_for(words, locale=get_language() or "en", is_exercise=False).title
