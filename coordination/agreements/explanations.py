"""Why a person may or may not do something at a site: asked by themselves, or by a keeper of the district."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.models import User
from coordination.room.access import Asker, incidents_for
from mapping.access import sites_for
from mapping.errors import SiteNotFound
from mapping.models import Site
from mou.access.explaining.explanation import Reason, explain_action
from mou.access.explaining.histories import history_of
from mou.access.explaining.widenings import clause_bodies
from mou.access.fetch import may_ask_about
from mou.access.policy import Place
from mou.agencies.queries import parties_that_signed_with
from mou.agreements.reading.plain_words import text_of
from mou.errors import BadDates, PersonNotFound
from mou.models import AgencyMember, Memorandum
from mou.vocabulary import AccessAction, AccessReason

# No membership begins before. The first day that there is has no date in zones west of Greenwich.
BEFORE_EVERYTHING = datetime(1900, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReasonView:
    """One way in or one obstacle, with the clause in its own words and from when to when it is so."""

    code: AccessReason
    agency: str
    memorandum_id: UUID | None
    memorandum: str
    version: int | None
    clause: str
    quote: str
    incident: str
    let_in_by: str
    begins_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExplanationView:
    """The whole answer."""

    person_id: UUID
    person: str
    site_id: UUID
    site: str
    time_zone: str
    action: AccessAction
    at: datetime
    is_allowed: bool
    reasons: tuple[ReasonView, ...]


def explain_for(
    asker: Asker, *, person_id: UUID | None, site_id: UUID, action: AccessAction, at: datetime | None
) -> ExplanationView:
    """Return whether a person may, or could at an instant, and why; without a person, about the asker.

    Raises: SiteNotFound: no such site for the asker. PersonNotFound: not theirs to ask about. BadDates: the future.
    """
    at = asker.at if at is None else max(at, BEFORE_EVERYTHING)
    if at > asker.at:
        raise BadDates("What will be true then is not known yet.")
    site = Site.objects.select_related("district").filter(pk=site_id).first()
    person = User.objects.filter(**({"pk": asker.user_id} if person_id is None else {"public_id": person_id})).first()
    if site is None:
        raise SiteNotFound
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    if person is None or not may_ask_about(
        user_id=asker.user_id, person_id=person.pk, district_id=site.district_id, at=asker.at
    ):
        raise _not_found_for(asker, place)
    if person.pk != asker.user_id and not _is_known_to(place.district_id, person.pk):
        raise PersonNotFound("There is no such person.")
    history = history_of(person, place=place)
    if person.pk == asker.user_id and not any(
        explain_action(history, place=place, action=seen, at=one).is_allowed
        for one in (at, asker.at)
        # A person who was let into an incident there by mutual aid knows of it, and sees the site nowhere else.
        for seen in (AccessAction.SEE_SITE, AccessAction.ENTER_ROOM)
    ):
        # A person who could not see the site then and cannot now must not learn from the reasons that it is there.
        raise SiteNotFound
    found = explain_action(history, place=place, action=action, at=at)
    return ExplanationView(
        person_id=person.public_id,
        person=person.shown_name(),
        site_id=site.pk,
        site=site.name,
        time_zone=site.time_zone,
        action=action,
        at=at,
        is_allowed=found.is_allowed,
        reasons=_list_views(found.reasons),
    )


def _not_found_for(asker: Asker, place: Place) -> SiteNotFound | PersonNotFound:
    """Tell an asker who sees the site that there is no such person; tell all others that there is no such site."""
    me = User.objects.get(pk=asker.user_id)
    seen = explain_action(history_of(me, place=place), place=place, action=AccessAction.SEE_SITE, at=asker.at)
    return PersonNotFound("There is no such person.") if seen.is_allowed else SiteNotFound()


def _is_known_to(district_id: UUID, user_id: int) -> bool:
    return _members_known_to({district_id}).filter(user_id=user_id).exists()


def sites_to_ask_about(asker: Asker) -> QuerySet[Site]:
    """Return the sites that a person sees, and those of incidents into which they were let by mutual aid."""
    seen = sites_for(asker.user_id, asker.at).values("pk")
    entered = incidents_for(asker.user_id, asker.at).values("site_id")
    return Site.objects.filter(Q(pk__in=seen) | Q(pk__in=entered))


def people_to_ask_about(district_ids: frozenset[UUID], *, limit: int) -> list[User]:
    """Return whom a keeper of these districts may ask about, by name. One query."""
    known = _members_known_to(district_ids)
    return list(User.objects.filter(pk__in=known.values("user_id")).order_by("display_name", "username")[:limit])


def _members_known_to(district_ids: Collection[UUID]) -> QuerySet[AgencyMember]:
    """Return who is or was of these districts, their schools, or an agency that has ever signed with one of them."""
    return AgencyMember.objects.filter(
        Q(agency_id__in=district_ids)
        | Q(agency__parent_id__in=district_ids)
        | Q(agency_id__in=parties_that_signed_with(district_ids))
    )


def _list_views(reasons: tuple[Reason, ...]) -> tuple[ReasonView, ...]:
    titles = dict(
        Memorandum.objects.filter(pk__in={one.memorandum_id for one in reasons if one.memorandum_id}).values_list(
            "pk", "title"
        )
    )
    words = clause_bodies(
        {
            (one.version_id, one.clause.key)
            for one in reasons
            if one.version_id is not None and one.clause is not None and one.clause.key is not None
        }
    )
    return tuple(_view_of_reason(one, titles, words) for one in reasons)


def _view_of_reason(reason: Reason, titles: dict[UUID, str], words: dict[tuple[UUID, UUID], str]) -> ReasonView:
    key = reason.clause.key if reason.clause else None
    body = words.get((reason.version_id, key), "") if reason.version_id and key else ""
    return ReasonView(
        code=reason.code,
        agency=reason.agency,
        memorandum_id=reason.memorandum_id,
        memorandum=titles.get(reason.memorandum_id, "") if reason.memorandum_id else "",
        version=reason.number,
        clause=reason.clause.heading if reason.clause else "",
        quote=text_of(body),
        incident=reason.incident,
        let_in_by=reason.let_in_by,
        begins_at=reason.span.begins_at,
        ends_at=reason.span.ends_at,
    )
