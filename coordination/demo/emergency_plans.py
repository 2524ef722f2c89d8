"""The emergency operations plan of the demo's high school: adopted by four disciplines, with two things to mend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.emergency_plans.models import EmergencyPlan, PlanSection
from coordination.emergency_plans.rules.given import (
    ConsentIn,
    PlanBegunIn,
    PlanHelpIn,
    PlanHelpsIn,
    PlanPhoneIn,
    PlanPhonesIn,
    PlanPlaceIn,
    PlanPlacesIn,
    PlanRoleIn,
    PlanRules,
    RoleReference,
    SectionIn,
    TeamSeatIn,
)
from coordination.emergency_plans.vocabulary import Discipline, PlanNeed, PlanPlaceKind, PlanTopic
from coordination.emergency_plans.work.approval import adopt_plan, agree_to_plan, submit_plan
from coordination.emergency_plans.work.facts import set_helps, set_phones, set_places, write_role
from coordination.emergency_plans.work.rules import set_rules
from coordination.emergency_plans.work.sections import edit_section
from coordination.emergency_plans.work.team import add_seat
from coordination.emergency_plans.work.versions import begin_plan
from coordination.models import User
from mapping.models import Site

K, D = PlanPlaceKind, Discipline
BLANK = re.compile(r"\[[^\]\n]{1,80}\]")
# What the district asks for: sections that its drills and corrective actions touch no more than is shown here.
TOPICS = (
    PlanTopic.INTRODUCTION,
    PlanTopic.CONCEPT,
    PlanTopic.ORGANIZATION,
    PlanTopic.MAINTENANCE,
    PlanTopic.REUNIFICATION,
    PlanTopic.COMMUNICATIONS,
    PlanTopic.FAMILY_NOTIFICATION,
    PlanTopic.CONTINUITY,
    PlanTopic.RECOVERY,
    PlanTopic.BEHAVIORAL_HEALTH,
    PlanTopic.SECURITY,
    PlanTopic.FIRE,
    PlanTopic.EVACUATION,
    PlanTopic.UTILITY_FAILURE,
)
ROLES = (
    ("Incident commander", "principal", "counselor"),
    ("Medical lead", "nurse", "teacher"),
    ("Reunification lead", "counselor", "principal"),
)
SEATS = (("principal", D.SCHOOL), ("sro", D.LAW_ENFORCEMENT), ("battalion", D.FIRE), ("counselor", D.MENTAL_HEALTH))
PLACES = (
    (K.ASSEMBLY, "DEMO: the far side of the ball field", "By class, along the line"),
    (K.SHELTER, "DEMO: the inner hall of the first floor", "Away from the glass"),
    (K.COMMAND_POST, "DEMO: the front office", ""),
    (K.GAS, "DEMO: outside door 7", "A quarter turn with the wrench beside it"),
    (K.WATER, "DEMO: the custodian's room", ""),
    (K.POWER, "DEMO: the main panel behind the kitchen", "Never in standing water"),
)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Who writes the plan, and when."""

    plan: EmergencyPlan
    actor_id: int
    people: Mapping[str, User]
    at: datetime


def load_emergency_plans(
    *, site_id: UUID, keeper_id: int, district_keeper_id: int, people: Mapping[str, int], at: datetime
) -> None:
    """Write a plan and adopt it through the doors that real use goes through. Draws its paper; durable transactions."""
    site = Site.objects.get(pk=site_id)
    rules = PlanRules(topics=list(TOPICS))
    set_rules(actor_id=district_keeper_id, district_id=site.district_id, given=rules, at=at)
    given = PlanBegunIn(district_id=site.district_id, site_id=site_id)
    plan = begin_plan(actor_id=keeper_id, given=given, at=at)
    users = {one.username: one for one in User.objects.filter(pk__in=people.values())}
    writer = _Writer(plan, keeper_id, users, at)
    _write_facts(writer, site)
    _fill_blanks(writer)
    for name, discipline in SEATS:
        seat = TeamSeatIn(discipline=discipline, person_id=users[name].public_id)
        add_seat(actor_id=keeper_id, plan_id=plan.pk, given=seat, at=at)
    text = ConsentIn(text_sha256=submit_plan(actor_id=keeper_id, plan_id=plan.pk, at=at).text_sha256)
    for name, _discipline in SEATS:
        agree_to_plan(actor_id=users[name].pk, plan_id=plan.pk, given=text, at=at)
    adopt_plan(actor_id=keeper_id, plan_id=plan.pk, given=text, at=at)


def _write_facts(by: _Writer, site: Site) -> None:
    actor_id, plan_id = by.actor_id, by.plan.pk
    for number, (title, person, deputy) in enumerate(ROLES, start=1):
        role = PlanRoleIn(
            facts_number=number,
            title=title,
            person_id=by.people[person].public_id,
            deputy_id=by.people[deputy].public_id,
        )
        write_role(actor_id=actor_id, plan_id=plan_id, key=None, given=role, at=by.at)
    after = len(ROLES) + 1
    places = [PlanPlaceIn(kind=kind, where=where, how=how) for kind, where, how in PLACES]
    away = site.reunification_sites.order_by("rank").first()
    if away is not None:
        places.append(PlanPlaceIn(kind=K.REUNIFICATION, where=away.name))
    set_places(actor_id=actor_id, plan_id=plan_id, given=PlanPlacesIn(facts_number=after, places=places), at=by.at)
    phones = [PlanPhoneIn(label="DEMO: front office", number="555-0100")]
    set_phones(actor_id=actor_id, plan_id=plan_id, given=PlanPhonesIn(facts_number=after + 1, phones=phones), at=by.at)
    helps = [PlanHelpIn(need=PlanNeed.MOBILITY, count=3, helper="Aide of the class", how="Evacuation chair at stair B")]
    set_helps(actor_id=actor_id, plan_id=plan_id, given=PlanHelpsIn(facts_number=after + 2, helps=helps), at=by.at)


def _fill_blanks(by: _Writer) -> None:
    """Write something made up into every blank; the one who leads acts first."""
    version = by.plan.versions.get()
    leads = [RoleReference(role=str(version.roles.order_by("position")[0].key))]
    for section in PlanSection.objects.filter(version=version):
        given = SectionIn(
            edit_number=section.edit_number,
            heading=section.heading,
            body=BLANK.sub("DEMO: an example", section.body),
            roles=leads if section.key == PlanTopic.EVACUATION.value else [],
            is_restricted=section.is_restricted,
        )
        edit_section(actor_id=by.actor_id, plan_id=by.plan.pk, key=section.key, given=given, at=by.at)
