"""How maps stand before the law, over HTTP. Parse, call, answer; no rule stands here."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router, Status

from mapping.access import district_for, site_for
from mapping.compliance.actions import attest_rule, bring_profile, choose_profile
from mapping.compliance.queries import SiteRules, district_rules, site_rules
from mapping.compliance.schemas import (
    AttestationIn,
    DistributionIn,
    DistrictRulesOut,
    ProfileIn,
    ProfileOut,
    RuleFindingOut,
    RuleLawOut,
    SchoolRulesOut,
    SiteRulesOut,
)
from mapping.exports.distribution.queries import RecordView, distribution_log
from mapping.exports.distribution.records import hand_over, plans_in_force
from mapping.laws.catalogue import Profile, map_rules, profile_from_text
from mapping.laws.evidence import Attested, Finding
from mapping.sites.schemas import MadeOut
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of

router = Router(tags=["map rules"])


@router.get("/sites/{uuid:site_id}/map-rules", response=SiteRulesOut, operation_id="read_site_rules")
def read_site_rules(request: HttpRequest, site_id: UUID) -> SiteRulesOut:
    """Return each rule of the district's state with what proves or fails it at this school."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    profile, school = site_rules(site, caller.at)
    return SiteRulesOut(
        site_id=site.pk,
        site_name=site.name,
        profile=_profile_out(profile),
        findings=[_finding_out(one, profile) for one in school.findings],
    )


@router.get("/districts/{uuid:district_id}/map-rules", response=DistrictRulesOut, operation_id="read_district_rules")
def read_district_rules(request: HttpRequest, district_id: UUID) -> DistrictRulesOut:
    """Return how every school of the district stands, with what is overdue; for the district's own people."""
    caller = caller_of(request)
    district = district_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    profile, schools = district_rules(district, caller.at)
    return DistrictRulesOut(
        district_id=district.pk, profile=_profile_out(profile), schools=[_school_out(one) for one in schools]
    )


@router.put("/districts/{uuid:district_id}/map-rules/profile", response={204: None}, operation_id="choose_rules")
def put_profile(request: HttpRequest, district_id: UUID, body: Annotated[ProfileIn, Body()]) -> Status[None]:
    """Hold the district's maps to a state's rules: by its key, or to a profile in TOML that the district brings."""
    caller = caller_of(request)
    if body.toml is not None:
        profile = profile_from_text(body.toml)
        bring_profile(user_id=caller.user_id, district_id=district_id, profile=profile, at=caller.at)
    else:
        choose_profile(user_id=caller.user_id, district_id=district_id, key=body.key or "", at=caller.at)
    return Status(204, None)


@router.post("/sites/{uuid:site_id}/map-rules/attestations", response={201: MadeOut}, operation_id="attest_rule")
def post_attestation(request: HttpRequest, site_id: UUID, body: Annotated[AttestationIn, Body()]) -> Status[MadeOut]:
    """Say that a rule is met where the map alone cannot tell; it counts for a year."""
    caller = caller_of(request)
    made = attest_rule(user_id=caller.user_id, site_id=site_id, rule=body.rule, note=body.note, at=caller.at)
    return Status(201, MadeOut(id=made))


@router.get("/sites/{uuid:site_id}/distribution", response=list[RecordView], operation_id="list_distribution")
def list_distribution(request: HttpRequest, site_id: UUID) -> list[RecordView]:
    """List who was given the plans of a site, in which form and when; for those who keep its map."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.EDIT, at=caller.at)
    return distribution_log(site, {UUID(one) for one in plans_in_force(site)})


@router.post("/sites/{uuid:site_id}/distribution", response={201: MadeOut}, operation_id="record_hand_over")
def post_distribution(request: HttpRequest, site_id: UUID, body: Annotated[DistributionIn, Body()]) -> Status[MadeOut]:
    """Record that the plans in force were given by hand to an agency, or to a named recipient."""
    caller = caller_of(request)
    made = hand_over(
        user_id=caller.user_id,
        site_id=site_id,
        agency_id=body.agency_id,
        recipient=body.recipient,
        form=body.form,
        note=body.note,
        at=caller.at,
    )
    return Status(201, MadeOut(id=made))


def _profile_out(profile: Profile) -> ProfileOut:
    return ProfileOut(**profile.model_dump(exclude={"rules", "sources"}))


def _finding_out(finding: Finding, profile: Profile) -> RuleFindingOut:
    rule, law = map_rules()[finding.code], profile.source_of(finding.code)
    return RuleFindingOut(
        code=finding.code,
        group=rule.group,
        title=rule.title_en,
        verdict=finding.verdict,
        attestable=rule.attestable,
        evidence=finding.evidence,
        due_on=finding.due_on,
        attested=None if finding.attested is None else Attested(**asdict(finding.attested)),
        law=None if law is None else RuleLawOut(**law.model_dump(exclude={"rules"})),
    )


def _school_out(school: SiteRules) -> SchoolRulesOut:
    return SchoolRulesOut(
        site_id=school.site_id,
        site_name=school.site_name,
        verdicts={one.code: one.verdict for one in school.findings},
        next_due_on=school.next_due_on,
        overdue=[one.code for one in school.overdue],
    )
