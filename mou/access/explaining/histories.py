"""Read everything that explains what one person may do at one site, at any instant so far."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch

from mou.access.explaining.explanation import History, Span, Stay
from mou.access.facts import agreement_facts, emergency_access_facts, emergency_facts, mutual_aid_facts
from mou.access.policy import Place
from mou.models import AgencyMember, Emergency, EmergencyAccess, MutualAid, Suspension, Term, Version
from mou.vocabulary import AgencyKind


def history_of(person: AbstractBaseUser, *, place: Place) -> History:
    """Return a person's memberships, their agencies' signed versions with the district, and what happened at the site.

    Nine queries at most. Whether an account or agency is switched on is known only of now; its past is not kept.
    """
    members = list(AgencyMember.objects.filter(user_id=person.pk).select_related("agency").order_by("started_at", "id"))
    suspended: dict[UUID, list[Span]] = {}
    for one in Suspension.objects.filter(member__user_id=person.pk).order_by("begun_at", "id"):
        suspended.setdefault(one.member_id, []).append(Span(one.begun_at, one.ended_at))
    versions = (
        Version.objects.filter(
            memorandum__district_id=place.district_id,
            memorandum__agency_id__in={one.agency_id for one in members},
            in_force_from__isnull=False,
        )
        .select_related("memorandum__district")
        .prefetch_related("sites", Prefetch("terms", Term.objects.select_related("clause")))
        .order_by("in_force_from", "id")
    )
    emergencies = Emergency.objects.filter(site_id=place.site_id).order_by("begun_at", "id")
    taken = EmergencyAccess.objects.filter(user_id=person.pk, site_id=place.site_id, is_exercise=False)
    aid = MutualAid.objects.filter(user_id=person.pk, site_id=place.site_id)
    return History(
        user_id=person.pk,
        is_person_active=person.is_active,
        stays=tuple(_stay_of(one, suspended.get(one.id, [])) for one in members),
        agreements=tuple(agreement_facts(one) for one in versions if one.memorandum.district.is_active),
        emergencies=tuple(emergency_facts(one) for one in emergencies),
        taken=tuple(emergency_access_facts(taken.order_by("begun_at", "id"))),
        aid=tuple(mutual_aid_facts(aid.order_by("begun_at", "id"))),
    )


def _stay_of(member: AgencyMember, suspended: Sequence[Span]) -> Stay:
    return Stay(
        member_id=member.pk,
        agency_id=member.agency_id,
        agency=member.agency.name,
        kind=AgencyKind(member.agency.kind),
        role=member.role,
        is_agency_active=member.agency.is_active,
        span=Span(member.started_at, member.ended_at),
        suspensions=tuple(suspended),
    )
