"""Make the document of a version from its rows. What lies before the team, or was adopted, is read as it was fixed."""

from dataclasses import replace

from coordination.emergency_plans.access import PlanGrant
from coordination.emergency_plans.models import PlanConsent, PlanSection, PlanVersion
from coordination.emergency_plans.rules.document import (
    DOCUMENT,
    FORM,
    PlanConsentText,
    PlanDocument,
    PlanHelpText,
    PlanPhoneText,
    PlanPlaceText,
    PlanRoleText,
    PlanSectionText,
    open_part,
)
from coordination.emergency_plans.vocabulary import (
    Discipline,
    EmergencyPlanState,
    PlanNeed,
    PlanPart,
    PlanPlaceKind,
    PlanPlaceSource,
)
from coordination.emergency_plans.work.checks import zone_of
from coordination.models import User


def document_for(grant: PlanGrant, version: PlanVersion) -> PlanDocument:
    """Return a version as its reader reads it: without its restricted sections, for those who do not read them."""
    document = document_of(version)
    return document if grant.reads_restricted else open_part(document)


def document_of(version: PlanVersion) -> PlanDocument:
    """Return a version as it was adopted, as it lies before the team, or as it stands. Six queries at most."""
    state = EmergencyPlanState(version.state)
    if state.is_sealed:
        return DOCUMENT.validate_json(bytes(version.sealed.document))
    if state is EmergencyPlanState.IN_REVIEW:
        return replace(DOCUMENT.validate_json(version.text), consents=consents_of(version))
    return written_document(version)


def written_document(version: PlanVersion) -> PlanDocument:
    """Return a version as its rows say it."""
    plan = version.plan
    titles = {str(one.key): one.title for one in version.roles.all()}
    roles = version.roles.select_related("person", "deputy", "second_deputy")
    return PlanDocument(
        form=FORM,
        plan_id=str(plan.pk),
        number=version.number,
        district=plan.district.name,
        site=plan.site.name if plan.site else "",
        time_zone=zone_of(plan),
        is_whole=True,
        sections=[_section_text(one, titles) for one in version.sections.all()],
        roles=[
            PlanRoleText(
                str(one.key),
                one.title,
                _shown_name(one.person),
                [_shown_name(user) for user in (one.deputy, one.second_deputy) if user],
            )
            for one in roles
        ],
        places=[
            PlanPlaceText(PlanPlaceKind(one.kind), one.where, one.how, PlanPlaceSource(one.source))
            for one in version.places.all()
        ],
        phones=[PlanPhoneText(one.label, one.number) for one in version.phones.all()],
        helps=[PlanHelpText(PlanNeed(one.need), one.count, one.helper, one.how) for one in version.helps.all()],
    )


def consents_of(version: PlanVersion) -> list[PlanConsentText]:
    """Return who has agreed to the text that lies before the team."""
    rows = PlanConsent.objects.filter(version=version, text_sha256=version.text_sha256).select_related("by")
    return [
        PlanConsentText(
            Discipline(one.discipline),
            one.name,
            one.organization,
            one.at,
            "" if one.user_id == one.by_id else one.by.shown_name(),
        )
        for one in rows.order_by("at", "id")
    ]


def _section_text(one: PlanSection, titles: dict[str, str]) -> PlanSectionText:
    roles = [titles[key] for key in one.roles if key in titles]
    return PlanSectionText(one.key, PlanPart(one.part), one.heading, one.body, roles, one.is_restricted)


def _shown_name(user: User | None) -> str:
    return user.shown_name() if user else ""
