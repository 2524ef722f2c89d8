"""The pages of the map rules: a school's checklist and certificate, a district's table."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mapping.access import district_for, site_for, standing_allows
from mapping.compliance.queries import PlanInForce, SiteRules, district_rules, plans_of, site_rules
from mapping.compliance.tables import SCHOOLS, SchoolLine
from mapping.compliance.words import evidence_text, group_words, page_words, profile_in_words, title_of
from mapping.errors import DistrictNotFound, SiteNotFound
from mapping.laws.catalogue import Profile, RuleSource, law_profiles, map_rules
from mapping.laws.evidence import Finding
from mapping.sites.queries import SiteView, site_view
from mapping.sites.signed_in import user_id_of
from mapping.vocabulary import RuleVerdict, SiteNeed
from mou.access.fetch import keeps_agreements
from mou.errors import PaperNotDrawn
from mou.foundation.tables.table import ShownTable, show_tables
from mou.papers.bounded_drawing import one_print_of, pdf_of
from mou.papers.sealing.drawing import Page


@dataclass(frozen=True, slots=True)
class Line:
    """One rule as a page shows it."""

    code: str
    title: str
    verdict: str
    verdict_words: str
    evidence: str
    due_on: date | None
    is_overdue: bool
    said_by: str
    said: str
    may_attest: bool
    law: RuleSource | None


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class School:
    """Everything that a school's checklist and certificate show."""

    site: SiteView
    profile: Profile
    groups: list[Group]
    counts: list[tuple[str, str, int]]
    plans: list[PlanInForce]
    may_edit: bool
    at: datetime

    @property
    def is_unverified(self) -> bool:
        """Tell whether all of it is to be verified locally: that is said once, in the head."""
        lines = [line for group in self.groups for line in group.lines]
        return bool(lines) and all(line.law is not None and line.law.is_unverified for line in lines)

    def context(self) -> dict[str, object]:
        """Return what the certificate's template is given."""
        open_verdicts = (RuleVerdict.NOT_MET.value, RuleVerdict.ATTEST.value)
        lines = [line for group in self.groups for line in group.lines]
        return {"school": self, "open": [line for line in lines if line.verdict in open_verdicts]}


def rule_groups(school: SiteRules, profile: Profile) -> list[Group]:
    """Return a school's findings in the groups of the rule list, each with where its rule was read."""
    lines = [(map_rules()[one.code].group, _rule_line(one, school.day, profile)) for one in school.findings]
    groups = [Group(title, [line for of, line in lines if of == group]) for group, title in group_words().items()]
    return [group for group in groups if group.lines]


def _rule_line(finding: Finding, today: date, profile: Profile) -> Line:
    said = finding.attested
    is_open = finding.verdict in (RuleVerdict.NOT_MET, RuleVerdict.ATTEST)
    return Line(
        code=finding.code,
        title=title_of(finding.code),
        verdict=finding.verdict.value,
        verdict_words=finding.verdict.label,
        evidence=evidence_text(finding.evidence),
        due_on=finding.due_on,
        is_overdue=is_open and finding.due_on is not None and finding.due_on < today,
        said_by="" if said is None else f"{said.by}, {said.on}",
        said="" if said is None else said.note,
        may_attest=is_open and map_rules()[finding.code].attestable,
        law=profile.source_of(finding.code),
    )


def _school_for(user_id: int, site_id: UUID) -> School:
    """Return a school's checklist. Raises: SiteNotFound."""
    at = timezone.now()
    site = site_for(user_id=user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=at)
    held_to, school = site_rules(site, at)
    profile = profile_in_words(held_to)
    return School(
        site=site_view(site),
        profile=profile,
        groups=rule_groups(school, profile),
        counts=[(verdict.value, words, school.number_of(verdict)) for verdict, words in _verdict_labels()],
        plans=plans_of(site, profile, at),
        may_edit=standing_allows(user_id=user_id, site=site, need=SiteNeed.EDIT, at=at),
        at=at,
    )


@require_safe
@never_cache
@login_required
def site_rules_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Show a school's checklist."""
    try:
        school = _school_for(user_id_of(request), site_id)
    except SiteNotFound as missing:
        raise Http404 from missing
    reads_district = _reads_district(request, school.site.district_id)
    context = {"school": school, "reads_district": reads_district, "words": page_words()}
    return render(request, "mapping/compliance/site_rules.html", context)


def _reads_district(request: HttpRequest, district_id: UUID) -> bool:
    """Tell whether a person may see how the district's other schools stand."""
    try:
        district_for(user_id=user_id_of(request), district_id=district_id, at=timezone.now())
    except DistrictNotFound:
        return False
    return True


@require_safe
@never_cache
@login_required
def certificate(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return a school's certificate as a tagged PDF."""
    try:
        return make_certificate(user_id_of(request), site_id)
    except SiteNotFound as missing:
        raise Http404 from missing
    except PaperNotDrawn:
        text = _("The certificate could not be printed just now. Try again in a minute.")
        return HttpResponse(text, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})


def make_certificate(user_id: int, site_id: UUID) -> HttpResponse:
    """Return a school's certificate. Starts a process and waits for it. Raises: SiteNotFound, PaperNotDrawn."""
    school = _school_for(user_id, site_id)
    with one_print_of(user_id):
        made = pdf_of(Page(render_to_string("mapping/compliance/certificate.html", school.context())))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="map-certificate.pdf"'
    return response


@require_safe
@never_cache
@login_required
def district_rules_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how every school of a district stands, and what is overdue."""
    at = timezone.now()
    try:
        district = district_for(user_id=user_id_of(request), district_id=district_id, at=at)
    except DistrictNotFound as missing:
        raise Http404 from missing
    profile, schools = district_rules(district, at)
    lines = [_school_line(school) for school in schools]
    shown = ShownTable(request, SCHOOLS, lines)
    context = {
        "district": district,
        "profile": profile_in_words(profile),
        "profiles": [profile_in_words(one) for one in law_profiles().values()],
        "schools": shown,
        "overdue": [line for line in lines if line.overdue],
        "words": page_words(),
        "may_edit": keeps_agreements(user_id_of(request), district.pk, at),
    }
    return show_tables(request, "mapping/compliance/district_rules.html", context, [shown])


def _school_line(school: SiteRules) -> SchoolLine:
    return SchoolLine(
        site_id=school.site_id,
        name=school.site_name,
        met=school.number_of(RuleVerdict.MET) + school.number_of(RuleVerdict.ATTESTED),
        not_met=school.number_of(RuleVerdict.NOT_MET),
        attest=school.number_of(RuleVerdict.ATTEST),
        next_due_on=school.next_due_on,
        overdue=[one.code for one in school.overdue],
    )


def _verdict_labels() -> list[tuple[RuleVerdict, str]]:
    return [(verdict, verdict.label) for verdict in RuleVerdict]
