"""Which things of a desk officers read: what was sent to the police, as far as an agreement in force opens it.

A term opens a desk's things always, and not only in an emergency. What threatens a life is told under any agreement in
force: 34 CFR 99.36.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from mou.access import fetch, policy
from mou.access.facts import agreement_facts, held_versions, versions_of
from mou.access.openings import POLICE, Right
from mou.terms import ALWAYS
from mou.vocabulary import MemberRole

OFFICERS = (MemberRole.OFFICER.value, MemberRole.SUPERVISOR.value, MemberRole.COMMANDER.value)


def opens_always(agreement: policy.Agreement, right: Right) -> bool:
    """Say whether a term of an agreement opens something always."""
    return any(one.right == right and one.condition == ALWAYS for one in agreement.openings)


@dataclass(frozen=True, slots=True)
class PoliceReaders[ThingT: Model]:
    """The officers who read the things of one kind, whose rows say in `to_police` whether they were sent to them.

    Args:
        right: what a term opens.
        of_district: which things are of a district, or of one of its schools.
        of_sites: which are of sites, where an agreement covers only some.
        threatens_life: which are told under any agreement in force.
    """

    model: type[ThingT]
    right: Right
    of_district: Callable[[UUID], Q]
    of_sites: Callable[[Collection[UUID]], Q]
    threatens_life: Q

    def read_by(self, user_id: int, at: datetime) -> Q:
        """Return which things a person reads as an officer; none, for others."""
        found, mine = Q(pk__in=[]), fetch.active_memberships(user_id, at)
        posts = [one.agency_id for one in mine if one.role in OFFICERS and one.agency.kind in POLICE]
        for version in versions_of(posts, at):
            found |= self._opened_by(agreement_facts(version), at)
        return found

    def agencies_told_of(self, thing: ThingT, district_id: UUID, at: datetime, *, as_sent: bool = False) -> list[UUID]:
        """Return the police agencies whose officers may read a thing of a district; `as_sent`: if it were sent now."""
        rows: QuerySet[ThingT] = QuerySet(self.model).filter(pk=thing.pk)
        return [
            version.memorandum.agency_id
            for version in held_versions(at, None, [district_id]).prefetch_related("sites", "terms")
            if rows.filter(self._opened_by(agreement_facts(version), at, as_sent=as_sent)).exists()
        ]

    def officers_to_tell(self, thing: ThingT, district_id: UUID, at: datetime) -> list[int]:
        """Return the officers on duty who may read a thing of a district."""
        agencies = self.agencies_told_of(thing, district_id, at)
        posts = fetch.members_who_count(at).filter(
            agency_id__in=agencies, agency__kind__in=POLICE, role__in=OFFICERS, is_on_duty=True
        )
        return sorted(set(posts.values_list("user_id", flat=True)))

    def _opened_by(self, agreement: policy.Agreement, at: datetime, *, as_sent: bool = False) -> Q:
        if not policy.is_in_force(agreement, at):
            return Q(pk__in=[])
        where = self.of_district(agreement.district_id)
        if not as_sent:
            where &= Q(to_police=True)
        if not agreement.covers_all_sites:
            where &= self.of_sites(agreement.site_ids)
        return where if opens_always(agreement, self.right) else where & self.threatens_life
