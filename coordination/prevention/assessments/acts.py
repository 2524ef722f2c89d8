"""The acts of assessments as their doors ask for them: from what a body or a form gave to the action."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from coordination.prevention.assessments import wire
from mapping.assessments.access import assessment_for, finding_for
from mapping.assessments.errors import BadChecklist
from mapping.assessments.models import Assessment, SiteFinding, SiteUpgrade
from mapping.assessments.rules.checklist import Checklist
from mapping.assessments.work import checklists, findings, measures, on_plan, opening, rating, steps, sweeps, upgrades
from mapping.assessments.work.findings import FindingGiven, PlaceGiven
from mapping.assessments.work.spots import spot_of
from mapping.errors import BadPhoto
from mapping.models import Site


# --- an assessment and its team ---------------------------------------------------------------------------------------
def open_assessment(user_id: int, at: datetime, site_id: UUID, given: wire.AssessmentIn) -> Assessment:
    """Open an assessment of a site with one leader."""
    leader = opening.LeaderGiven(given.leader_id, given.leader_role)
    return opening.open_assessment(
        actor_id=user_id, site_id=site_id, checklist_key=given.checklist, leader=leader, at=at
    )


def add_member(user_id: int, at: datetime, assessment_id: UUID, given: wire.AssessmentMemberIn) -> None:
    """Put a person on the team, or say anew as what."""
    opening.add_to_team(actor_id=user_id, assessment_id=assessment_id, at=at, **dict(given))


def remove_member(user_id: int, at: datetime, assessment_id: UUID, person_id: UUID, _given: object = None) -> None:
    """Take a person from the team."""
    opening.take_from_team(actor_id=user_id, assessment_id=assessment_id, person_id=person_id, at=at)


def bring_checklist(user_id: int, at: datetime, district_id: UUID, given: wire.ChecklistIn) -> Checklist:
    """Keep a checklist of a district's own."""
    return checklists.bring_checklist(actor_id=user_id, district_id=district_id, toml=given.toml, at=at)


def bring_checklist_file(user_id: int, at: datetime, given: wire.ChecklistFileIn) -> Checklist:
    """The same from a file. Raises: BadChecklist: it is no text."""
    try:
        text = given.toml.decode()
    except UnicodeDecodeError as no_text:
        raise BadChecklist("This is not TOML.", pointer="/toml") from no_text
    return checklists.bring_checklist(actor_id=user_id, district_id=given.district_id, toml=text, at=at)


# --- what the team writes ---------------------------------------------------------------------------------------------
def answer_line(user_id: int, at: datetime, assessment_id: UUID, line: str, given: wire.AssessmentAnswerIn) -> None:
    """Answer a line of the checklist."""
    steps.answer_line(
        actor_id=user_id, assessment_id=assessment_id, line=line, answer=given.answer, note=given.note, at=at
    )


def score_scenario(user_id: int, at: datetime, assessment_id: UUID, scenario: str, given: wire.ScoreIn) -> None:
    """Rate a scenario."""
    rating.score_scenario(
        actor_id=user_id, assessment_id=assessment_id, scenario=scenario, given=given.make_input(), at=at
    )


def propose_upgrade(user_id: int, at: datetime, assessment_id: UUID, given: wire.UpgradeIn) -> SiteUpgrade:
    """Propose an upgrade."""
    return upgrades.propose_upgrade(actor_id=user_id, assessment_id=assessment_id, given=given.make_input(), at=at)


def say_measures(user_id: int, at: datetime, assessment_id: UUID, given: wire.MeasuresIn) -> None:
    """Write down which protective measures are there."""
    said = [one.make_input() for one in given.measures]
    measures.say_measures(actor_id=user_id, assessment_id=assessment_id, given=said, at=at)


def say_layer(user_id: int, at: datetime, assessment_id: UUID, given: wire.LayerMeasuresIn) -> None:
    """The same from a form, on which nothing may have changed."""
    if given.measures:
        say_measures(user_id, at, assessment_id, wire.MeasuresIn(measures=given.measures))


def choose_tier(user_id: int, at: datetime, assessment_id: UUID, given: wire.TierIn) -> None:
    """Say up to which tier the site wants to come."""
    measures.choose_tier(actor_id=user_id, assessment_id=assessment_id, tier=given.tier, at=at)


def check_door(user_id: int, at: datetime, site_id: UUID, given: wire.DoorCheckIn) -> None:
    """Write down what was found at a door."""
    sweeps.check_door(actor_id=user_id, site_id=site_id, given=given.make_input(), at=at)


def check_door_now(user_id: int, at: datetime, site_id: UUID, given: wire.DoorSaidIn) -> None:
    """The same from a form: said now."""
    check_door(user_id, at, site_id, wire.DoorCheckIn(**dict(given), id=uuid4(), said_at=at))


# --- findings ---------------------------------------------------------------------------------------------------------
def write_finding(user_id: int, at: datetime, assessment_id: UUID, given: wire.SiteFindingIn) -> SiteFinding:
    """Write down what is wrong at a place."""
    return findings.write_finding(actor_id=user_id, assessment_id=assessment_id, given=given.make_input(), at=at)


def write_said_finding(user_id: int, at: datetime, assessment_id: UUID, given: wire.FindingSaidIn) -> SiteFinding:
    """The same as a form says it."""
    site = assessment_for(user_id=user_id, assessment_id=assessment_id, at=at).assessment.site
    place, mending = _make_place(given, site), given.make_input()
    said = FindingGiven(given.kind, given.layer, given.strategy, given.words, place, mending, given.rule)
    return findings.write_finding(actor_id=user_id, assessment_id=assessment_id, given=said, at=at)


def change_finding(user_id: int, at: datetime, finding_id: UUID, given: wire.SiteFindingChangeIn) -> None:
    """Say anew where a finding is, or who mends it until when."""
    findings.change_finding(
        actor_id=user_id,
        finding_id=finding_id,
        place=None if given.place is None else given.place.make_input(),
        mending=None if given.mending is None else given.mending.make_input(),
        at=at,
    )


def change_place(user_id: int, at: datetime, finding_id: UUID, given: wire.PlaceSaidIn) -> None:
    """Say anew where a finding is."""
    site = finding_for(user_id=user_id, finding_id=finding_id, at=at).finding.site
    place = _make_place(given, site)
    findings.change_finding(actor_id=user_id, finding_id=finding_id, place=place, mending=None, at=at)


def change_mending(user_id: int, at: datetime, finding_id: UUID, given: wire.FindingMendingIn) -> None:
    """Say anew who mends a finding until when."""
    findings.change_finding(actor_id=user_id, finding_id=finding_id, place=None, mending=given.make_input(), at=at)


def add_photo(user_id: int, at: datetime, finding_id: UUID, given: wire.FindingPhotoIn) -> None:
    """Put a photo to a finding. Raises: BadPhoto, which points at the file."""
    try:
        findings.add_finding_photo(actor_id=user_id, finding_id=finding_id, chunks=[given.file], at=at)
    except BadPhoto as no_picture:
        no_picture.pointer = "/file"
        raise


def draw_on_plan(user_id: int, at: datetime, finding_id: UUID, given: wire.DrawFindingIn) -> UUID:
    """Draw a finding on the next version of its floor."""
    return on_plan.draw_on_plan(actor_id=user_id, finding_id=finding_id, label=given.label, at=at)


def take_off_plan(user_id: int, at: datetime, finding_id: UUID, _given: object = None) -> UUID:
    """Take a finding off the next version of its floor."""
    return on_plan.take_off_plan(actor_id=user_id, finding_id=finding_id, at=at)


def _make_place(given: wire.PlaceSaidIn, site: Site) -> PlaceGiven:
    """Return where it is: a point that was tapped on the map, else a door or room that was chosen, and the words."""
    if given.level_id is not None and given.lon is not None and given.lat is not None:
        return PlaceGiven(given.level_id, (given.lon, given.lat), given.place)
    spot = spot_of(site, given.spot) if given.spot is not None else None
    if spot is None:
        return PlaceGiven(words=given.place)
    called = _("Door %(number)s") % {"number": spot.label} if spot.is_door else spot.label
    return PlaceGiven(spot.level_id, (spot.lon, spot.lat), given.place or called)
