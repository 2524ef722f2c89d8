"""Build emergency operations plans for tests, through the doors that real use goes through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from coordination.emergency_plans.models import EmergencyPlan, PlanSection, PlanVersion, SealedPlan
from coordination.emergency_plans.rules.document import PlanAdopted, document_bytes
from coordination.emergency_plans.rules.given import ConsentIn, PlanBegunIn, PlanRules, TeamSeatIn
from coordination.emergency_plans.vocabulary import Discipline
from coordination.emergency_plans.work.approval import agree_to_plan, submit_plan
from coordination.emergency_plans.work.documents import written_document
from coordination.emergency_plans.work.rules import set_rules
from coordination.emergency_plans.work.team import add_seat
from coordination.emergency_plans.work.versions import begin_plan
from coordination.models import User
from mapping.models import Site
from mou.models import Memorandum, Term
from mou.papers.canonical import sha256
from mou.vocabulary import TermKind
from tests.factories.mou import make_term

# Words that stand in no other plan.
OPEN_WORDS = "walk past the pretend fountain"
RESTRICTED_WORDS = "the make-believe camera behind the clock"
PLAN_SECRETS = (OPEN_WORDS, RESTRICTED_WORDS)


def share_plans(agreement: Memorandum, *, when: str = "continuous") -> Term:
    """Return a term of an agreement in force that shares emergency operations plans."""
    assert agreement.current_version is not None
    return make_term(
        agreement.current_version,
        TermKind.DATA_SHARING,
        scope="emergency_plan:district_to_agency",
        value={"when": when},
        position=61,
    )


def make_emergency_plan(site: Site, *, keeper: User, at: datetime | None = None) -> EmergencyPlan:
    """Return a plan whose first version is a draft without blanks: one section for all, and one that is restricted."""
    at = at or datetime.now(UTC)
    given = PlanBegunIn(district_id=site.district_id, site_id=site.pk)
    plan = begin_plan(actor_id=keeper.pk, given=given, at=at)
    version = plan.versions.get()
    version.sections.exclude(key__in=["evacuation", "security"]).delete()
    write_words(version, "evacuation", OPEN_WORDS)
    write_words(version, "security", RESTRICTED_WORDS)
    return plan


def write_words(version: PlanVersion, key: str, body: str) -> None:
    """Let a section say something, past all doors."""
    PlanSection.objects.filter(version=version, key=key).update(body=body)


def seat(plan: EmergencyPlan, keeper: User, person: User, discipline: Discipline) -> UUID:
    """Give a person a seat on the planning team, and return its id."""
    given = TeamSeatIn(discipline=discipline, person_id=person.public_id)
    return add_seat(actor_id=keeper.pk, plan_id=plan.pk, given=given, at=datetime.now(UTC)).pk


def adopt_undrawn(plan: EmergencyPlan, keeper: User) -> PlanVersion:
    """Let the draft be adopted, past the team and without drawing its paper, which takes seconds."""
    at, version = datetime.now(UTC), plan.versions.get()
    renew_on = (at + timedelta(days=365)).date()
    document = replace(written_document(version), adopted=PlanAdopted(keeper.shown_name(), at, renew_on))
    content, pdf = document_bytes(document), b"%PDF a made-up paper"
    version.state, version.adopted_by, version.adopted_at, version.renew_on = "adopted", keeper, at, renew_on
    version.save()
    SealedPlan.objects.create(
        version=version,
        document=content,
        document_sha256=sha256(content),
        pdf=pdf,
        pdf_sha256=sha256(pdf),
        sealed_at=at,
    )
    return version


def ask_for(plan: EmergencyPlan, district_keeper: User, **rules: object) -> None:
    """Let the district ask for these things of its plans."""
    given = PlanRules.model_validate(rules)
    set_rules(actor_id=district_keeper.pk, district_id=plan.district_id, given=given, at=datetime.now(UTC))


def lay_before_team(plan: EmergencyPlan, keeper: User) -> ConsentIn:
    """Lay the draft before the team, and return what a member agrees to."""
    version = submit_plan(actor_id=keeper.pk, plan_id=plan.pk, at=datetime.now(UTC))
    return ConsentIn(text_sha256=version.text_sha256)


def agree(plan: EmergencyPlan, person: User, given: ConsentIn) -> None:
    """Let a member agree."""
    agree_to_plan(actor_id=person.pk, plan_id=plan.pk, given=given, at=datetime.now(UTC))
