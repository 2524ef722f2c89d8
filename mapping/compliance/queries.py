"""Read how a school's map, or those of a whole district, stand before the law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from mapping.compliance.facts import rule_facts
from mapping.laws.catalogue import Profile
from mapping.laws.evidence import Finding, SiteFacts, weigh_rules
from mapping.laws.freshness import AgeLimits, age_days_of, freshness_of
from mapping.laws.profile import profile_of
from mapping.models import Floorplan, Site
from mapping.plans.versions import local_day
from mapping.vocabulary import FloorplanState, Freshness, RuleVerdict
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class SiteRules:
    """One school before the rules of its district's state, on a day of its own calendar."""

    site_id: UUID
    site_name: str
    day: date
    findings: tuple[Finding, ...]
    facts: SiteFacts

    def number_of(self, verdict: RuleVerdict) -> int:
        """Return how many rules came to this."""
        return sum(1 for one in self.findings if one.verdict is verdict)

    @property
    def next_due_on(self) -> date | None:
        """Return the first day on which something falls due, or fell."""
        return min((one.due_on for one in self.findings if one.due_on is not None), default=None)

    @property
    def overdue(self) -> list[Finding]:
        """Return what had to be done before that day and is not."""
        late = (RuleVerdict.NOT_MET, RuleVerdict.ATTEST)
        found = [one for one in self.findings if one.due_on is not None and one.due_on < self.day]
        return [one for one in found if one.verdict in late]


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A published floorplan as the certificate names it."""

    level: str
    version: int
    verified_by: str
    verified_on: date | None
    walked_with: tuple[str, ...]
    freshness: Freshness
    age_days: int | None


def site_rules(site: Site, at: datetime) -> tuple[Profile, SiteRules]:
    """Return one school's standing, with the profile it is held to."""
    profile = profile_of(site.district_id)
    return profile, _weigh_sites([site], profile, at)[0]


def district_rules(district: Agency, at: datetime) -> tuple[Profile, list[SiteRules]]:
    """Return the standing of every school of a district, by name; some twenty queries, however many schools."""
    profile = profile_of(district.pk)
    sites = list(Site.objects.filter(district=district).order_by("name", "id"))
    return profile, _weigh_sites(sites, profile, at)


def _weigh_sites(sites: Sequence[Site], profile: Profile, at: datetime) -> list[SiteRules]:
    facts = rule_facts(sites, at)
    return [_site_rules(site, profile, facts[site.pk], local_day(site, at)) for site in sites]


def _site_rules(site: Site, profile: Profile, facts: SiteFacts, day: date) -> SiteRules:
    found = tuple(weigh_rules(profile, facts, day))
    return SiteRules(site_id=site.pk, site_name=site.name, day=day, findings=found, facts=facts)


def plans_of(site: Site, profile: Profile, at: datetime) -> list[PlanInForce]:
    """Return the floorplans in force, as a certificate names them, their age by the site's law. One query."""
    today, limits = local_day(site, at), profile.age_limits()
    plans = Floorplan.objects.filter(level__site=site, state=FloorplanState.PUBLISHED.value)
    rows = plans.select_related("level__building", "verified_by", "walk_through__walked_by")
    return [
        _plan_in_force(row, today, limits)
        for row in rows.order_by("level__building__name", "level__ordinal", "level__short_name")
    ]


def _plan_in_force(row: Floorplan, today: date, limits: AgeLimits) -> PlanInForce:
    walk = getattr(row, "walk_through", None)
    house = "" if row.level.building is None else f"{row.level.building.name}, "
    verifier = walk.walked_by if walk is not None else row.verified_by
    verified_on = row.verified_on if walk is None else walk.walked_on
    return PlanInForce(
        level=house + row.level.name,
        version=row.version,
        verified_by="" if verifier is None else verifier.shown_name(),
        verified_on=verified_on,
        walked_with=() if walk is None else tuple(str(one) for one in walk.walked_with),
        freshness=freshness_of(verified_on, today, limits),
        age_days=age_days_of(verified_on, today),
    )
