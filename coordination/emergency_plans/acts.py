"""The acts on emergency operations plans as their doors ask for them: from what a body or a form gave to the action."""

from uuid import UUID

from coordination.emergency_plans.models import EmergencyPlan
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.vocabulary import PlanTopic
from coordination.emergency_plans.work import approval, facts, rules, sections, team, versions
from coordination.room.access import Asker
from mou.foundation.forms.act_form import NothingGiven


def begin_plan(asker: Asker, given: g.PlanBegunIn) -> EmergencyPlan:
    """Begin a plan from the library."""
    return versions.begin_plan(actor_id=asker.user_id, given=given, at=asker.at)


def begin_version(asker: Asker, plan_id: UUID, _given: NothingGiven) -> None:
    """Begin the next version."""
    versions.begin_version(actor_id=asker.user_id, plan_id=plan_id, at=asker.at)


# --- sections ---------------------------------------------------------------------------------------------------------
def edit_section(asker: Asker, plan_id: UUID, key: str, given: g.SectionIn) -> None:
    """Write a section."""
    sections.edit_section(actor_id=asker.user_id, plan_id=plan_id, key=key, given=given, at=asker.at)


def add_section(asker: Asker, plan_id: UUID, given: g.SectionAddedIn) -> str:
    """Add a section of one's own, and return its key."""
    return sections.add_section(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at).key


def take_from_library(asker: Asker, plan_id: UUID, topic: PlanTopic, _given: NothingGiven) -> str:
    """Add a section of the library, and return its key."""
    return sections.take_from_library(actor_id=asker.user_id, plan_id=plan_id, topic=topic, at=asker.at).key


def remove_section(asker: Asker, plan_id: UUID, key: str, given: g.SectionRemovedIn) -> None:
    """Take a section out."""
    sections.remove_section(
        actor_id=asker.user_id, plan_id=plan_id, key=key, edit_number=given.edit_number, at=asker.at
    )


def write_remark(asker: Asker, plan_id: UUID, key: str, given: g.RemarkIn) -> None:
    """Say something about a section."""
    sections.write_remark(actor_id=asker.user_id, plan_id=plan_id, key=key, given=given, at=asker.at)


def close_remark(asker: Asker, plan_id: UUID, remark_id: UUID, _given: NothingGiven) -> None:
    """Say that a remark is dealt with."""
    sections.close_remark(actor_id=asker.user_id, plan_id=plan_id, remark_id=remark_id, at=asker.at)


# --- facts ------------------------------------------------------------------------------------------------------------
def write_role(asker: Asker, plan_id: UUID, key: UUID | None, given: g.PlanRoleIn) -> None:
    """Write a new role, or change one."""
    facts.write_role(actor_id=asker.user_id, plan_id=plan_id, key=key, given=given, at=asker.at)


def remove_role(asker: Asker, plan_id: UUID, key: UUID, given: g.FactsIn) -> None:
    """Take a role out."""
    facts.remove_role(actor_id=asker.user_id, plan_id=plan_id, key=key, given=given, at=asker.at)


def set_places(asker: Asker, plan_id: UUID, given: g.PlanPlacesIn) -> None:
    """Write all places."""
    facts.set_places(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


def set_phones(asker: Asker, plan_id: UUID, given: g.PlanPhonesIn) -> None:
    """Write all numbers."""
    facts.set_phones(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


def set_helps(asker: Asker, plan_id: UUID, given: g.PlanHelpsIn) -> None:
    """Write how many people need which help."""
    facts.set_helps(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


# --- the team and its word --------------------------------------------------------------------------------------------
def add_seat(asker: Asker, plan_id: UUID, given: g.TeamSeatIn) -> None:
    """Give someone a seat on the planning team."""
    team.add_seat(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


def remove_seat(asker: Asker, plan_id: UUID, seat_id: UUID, _given: NothingGiven) -> None:
    """Take a seat away."""
    team.remove_seat(actor_id=asker.user_id, plan_id=plan_id, seat_id=seat_id, at=asker.at)


def submit_plan(asker: Asker, plan_id: UUID, _given: NothingGiven) -> None:
    """Lay the draft before the planning team."""
    approval.submit_plan(actor_id=asker.user_id, plan_id=plan_id, at=asker.at)


def take_back(asker: Asker, plan_id: UUID, _given: NothingGiven) -> None:
    """Make it a draft again."""
    approval.take_back(actor_id=asker.user_id, plan_id=plan_id, at=asker.at)


def agree_to_plan(asker: Asker, plan_id: UUID, given: g.ConsentIn) -> None:
    """Agree to the text that was read."""
    approval.agree_to_plan(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


def record_consent(asker: Asker, plan_id: UUID, seat_id: UUID, given: g.ConsentIn) -> None:
    """Write down that a parent agreed."""
    approval.record_consent(actor_id=asker.user_id, plan_id=plan_id, seat_id=seat_id, given=given, at=asker.at)


def adopt_plan(asker: Asker, plan_id: UUID, given: g.ConsentIn) -> None:
    """Adopt the text before the team."""
    approval.adopt_plan(actor_id=asker.user_id, plan_id=plan_id, given=given, at=asker.at)


def set_rules(asker: Asker, district_id: UUID, given: g.PlanRules) -> None:
    """Set what a district asks of its plans."""
    rules.set_rules(actor_id=asker.user_id, district_id=district_id, given=given, at=asker.at)
