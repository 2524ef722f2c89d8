"""Write down what is wrong at a place, who mends it until when, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import Max

from mapping.assessments.access import (
    FindingGrant,
    assessment_to_write_for,
    finding_for,
    finding_to_write_for,
    owner_for,
)
from mapping.assessments.audit import note_act
from mapping.assessments.errors import AssessmentTeamWrites, BadAssessment, FindingStepLacks
from mapping.assessments.models import Assessment, SiteFinding
from mapping.assessments.rules.machine import FINDINGS, check_writable
from mapping.assessments.vocabulary import (
    AssessmentState,
    CostBand,
    FindingKind,
    FindingState,
    FindingStep,
    SecurityLayer,
    SecurityStrategy,
)
from mapping.assessments.work.steps import stored_words
from mapping.edits.photos import drawn_anew, store_photo
from mapping.edits.rules.feature_rules import FAR_M
from mapping.geometry.rings import apart_m
from mapping.laws.catalogue import map_rules
from mapping.models import Level, Site
from mou.foundation.machine import Need

MOST_FINDINGS = 5_000
WORDS, PLACE = 500, 200


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """Where it is: a floor and a point on it (WGS 84 degrees), and what people call the place."""

    level_id: UUID | None = None
    lonlat: tuple[float, float] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class MendingGiven:
    """Who mends it until when, and what that is likely to cost."""

    owner_id: UUID | None = None
    due_on: date | None = None
    cost: CostBand | None = None


@dataclass(frozen=True, slots=True)
class FindingGiven:
    """What is wrong. `rule`: which rule of the map law it contradicts, where the map is wrong."""

    kind: FindingKind
    layer: SecurityLayer
    strategy: SecurityStrategy
    words: str
    place: PlaceGiven = PlaceGiven()
    mending: MendingGiven = MendingGiven()
    rule: str = ""


def write_finding(*, actor_id: int, assessment_id: UUID, given: FindingGiven, at: datetime) -> SiteFinding:
    """Write a finding of an assessment down. Durable.

    Raises: AssessmentNotFound, AssessmentTeamWrites, AssessmentStepRefused, BadAssessment.
    """
    with transaction.atomic(durable=True):
        assessment = assessment_to_write_for(user_id=actor_id, assessment_id=assessment_id, at=at).assessment
        check_writable(AssessmentState(assessment.state))
        return make_finding(assessment.site, assessment, given, actor_id=actor_id, at=at)


def make_finding(
    site: Site, assessment: Assessment | None, given: FindingGiven, *, actor_id: int, at: datetime
) -> SiteFinding:
    """Write a finding down in the caller's transaction. Locks the site's row: findings are numbered there."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
    number = (SiteFinding.objects.filter(site=site).aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST_FINDINGS:
        raise BadAssessment(f"A site holds at most {MOST_FINDINGS} findings.")
    words = stored_words(given.words, pointer="/words", most=WORDS)
    if not words:
        raise BadAssessment("Say what is wrong.", pointer="/words")
    finding = SiteFinding(
        site=site,
        assessment=assessment,
        number=number,
        kind=given.kind.value,
        layer=given.layer.value,
        strategy=given.strategy.value,
        words=words,
        rule=_checked_rule(given),
        found_by_id=actor_id,
        found_at=at,
    )
    _set_place(finding, given.place)
    _set_mending(finding, given.mending, at)
    finding.save()
    note_act("found", by_id=actor_id, at=at, assessment=assessment, finding=finding)
    return finding


def change_finding(
    *, actor_id: int, finding_id: UUID, place: PlaceGiven | None, mending: MendingGiven | None, at: datetime
) -> SiteFinding:
    """Say anew where a finding is, or who mends it until when. Durable.

    Also of an adopted assessment: mending goes on. Raises: AssessmentFindingNotFound, AssessmentTeamWrites,
    BadAssessment.
    """
    with transaction.atomic(durable=True):
        finding = finding_to_write_for(user_id=actor_id, finding_id=finding_id, at=at).finding
        if place is not None:
            _set_place(finding, place)
        if mending is not None:
            _set_mending(finding, mending, at)
        finding.save()
        note_act("changed", by_id=actor_id, at=at, finding=finding)
    return finding


def take_finding_step(*, actor_id: int, finding_id: UUID, step: FindingStep, words: str, at: datetime) -> SiteFinding:
    """Take a step of a finding: who owns it may say that it is mended; the team confirms, accepts and reopens. Durable.

    Raises: AssessmentFindingNotFound, AssessmentTeamWrites. FindingStepRefused, FindingStepLacks.
    """
    with transaction.atomic(durable=True):
        grant = finding_for(user_id=actor_id, finding_id=finding_id, at=at, lock=True)
        if not _may_take(grant, step):
            raise AssessmentTeamWrites
        finding = grant.finding
        now = FINDINGS.next_state(FindingState(finding.state), step)
        words = stored_words(words, pointer="/words")
        if FINDINGS.needs(step, Need.WORDS) and not words:
            raise FindingStepLacks(pointer="/words")
        if FINDINGS.needs(step, Need.SECOND_PERSON) and finding.fixed_by_id == actor_id:
            raise FindingStepLacks("Someone else looks at it: who mended it does not confirm it.", pointer="/step")
        finding.state = now.value
        finding.fixed_by_id = actor_id if step is FindingStep.FIX else finding.fixed_by_id
        finding.save(update_fields=["state", "fixed_by"])
        note_act(step.value, by_id=actor_id, at=at, words=words, finding=finding)
    return finding


def _may_take(grant: FindingGrant, step: FindingStep) -> bool:
    return grant.may_write or (grant.is_owner and step is FindingStep.FIX)


def add_finding_photo(*, actor_id: int, finding_id: UUID, chunks: Iterable[bytes], at: datetime) -> None:
    """Put a photo to a finding, in the place of one that is there. Durable; the bytes are on disk before that.

    It is drawn anew in a bounded process: nothing of what the camera noted is kept.
    Raises: AssessmentFindingNotFound, AssessmentTeamWrites. BadPhoto, TooManyPhotos, ReadersNotConfined.
    """
    # Asked before the bytes are read: a stranger's picture costs nothing.
    grant = finding_for(user_id=actor_id, finding_id=finding_id, at=at)
    if not (grant.may_write or grant.is_owner):
        raise AssessmentTeamWrites
    body, photo = drawn_anew(chunks)
    with transaction.atomic(durable=True):
        grant = finding_for(user_id=actor_id, finding_id=finding_id, at=at, lock=True)
        store_photo(photo.sha256, body)
        grant.finding.photo_sha256 = photo.sha256
        grant.finding.save(update_fields=["photo_sha256"])
        note_act("photo", by_id=actor_id, at=at, finding=grant.finding)


# --- fields -----------------------------------------------------------------------------------------------------------
def _checked_rule(given: FindingGiven) -> str:
    if given.rule and (given.kind is not FindingKind.MAP_IS_WRONG or given.rule not in map_rules()):
        raise BadAssessment("A wrong map contradicts a rule of the list; nothing else does.", pointer="/rule")
    return given.rule


def _set_place(finding: SiteFinding, place: PlaceGiven) -> None:
    if (place.level_id is None) != (place.lonlat is None):
        raise BadAssessment("A floor and a point belong together.", pointer="/place")
    level = None
    if place.level_id is not None:
        level = Level.objects.filter(pk=place.level_id, site_id=finding.site_id).first()
        if level is None:
            raise BadAssessment("The site has no such floor.", pointer="/place/level_id")
    if place.lonlat is not None:
        here = finding.site.location
        if apart_m(place.lonlat, (here.x, here.y)) > FAR_M:
            raise BadAssessment("It lies more than 3 km from the site.", pointer="/place/lonlat")
    finding.level = level
    finding.location = None if place.lonlat is None else Point(*place.lonlat, srid=4326)
    finding.place = stored_words(place.words, pointer="/place/words", most=PLACE)


def _set_mending(finding: SiteFinding, mending: MendingGiven, at: datetime) -> None:
    owner = None
    if mending.owner_id is not None:
        owner = owner_for(site=finding.site, assessment=finding.assessment, person_id=mending.owner_id, at=at)
        if owner is None:
            raise BadAssessment("Choose someone of the school, its district or the team.", pointer="/mending/owner_id")
    finding.owner_id = None if owner is None else owner.pk
    finding.due_on = mending.due_on
    finding.cost = "" if mending.cost is None else mending.cost.value
