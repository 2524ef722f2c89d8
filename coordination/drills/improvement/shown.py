"""A report as templates want it: sections in HSEEP's order, times in words, instants of the site. No queries."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from coordination.drills.improvement import words
from coordination.drills.improvement.rules.document import (
    Decided,
    FindingText,
    ObjectiveText,
    PlanLine,
    ReportDocument,
    SectionText,
)
from coordination.drills.improvement.rules.facts import EventFacts, OrganizationFacts, TimeFacts, duration_words
from coordination.drills.improvement.vocabulary import ReportSection, ReportState


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section with its title."""

    section: ReportSection
    title: str
    text: str
    is_edited: bool


@dataclass(frozen=True, slots=True)
class ShownRating:
    """A capability or a task with its rating in words; empty: not rated."""

    name: str
    rating: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownObjective:
    """An objective with ratings and findings; `number` none: what belongs to the exercise as a whole."""

    objective_id: str | None
    number: int | None
    text: str
    rating: str
    rating_words: str
    capabilities: list[ShownRating]
    tasks: list[ShownRating]
    strengths: list[FindingText]
    areas: list[FindingText]


@dataclass(frozen=True, slots=True)
class ShownTime:
    """A time in words."""

    name: str
    time: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """A main event: when, by the clock of the site, and how long after the beginning."""

    at: datetime
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report for a template; instants are of the site's own time."""

    document: ReportDocument
    state: ReportState
    is_signed: bool
    began_at: datetime
    ended_at: datetime
    meeting_at: datetime | None
    due_on: date
    approved: Decided | None
    signed: Decided | None
    summary: ShownSection
    overview: ShownSection
    times_text: ShownSection
    participants: ShownSection
    conclusion: ShownSection
    objectives: list[ShownObjective]
    plan: list[PlanLine]
    organizations: list[OrganizationFacts]
    times: list[ShownTime]
    events: list[ShownEvent]

    @property
    def sections(self) -> list[ShownSection]:
        return [self.summary, self.overview, self.times_text, self.participants, self.conclusion]


def shown_of(document: ReportDocument) -> ShownReport:
    """Return a report as a template shows it, with titles in the language of the moment."""
    zone = ZoneInfo(document.time_zone)
    sections = {one.section: _show_section(one) for one in document.sections}
    return ShownReport(
        document=document,
        state=document.state,
        is_signed=document.signed is not None,
        began_at=document.began_at.astimezone(zone),
        ended_at=document.ended_at.astimezone(zone),
        meeting_at=document.meeting_at.astimezone(zone) if document.meeting_at else None,
        due_on=document.due_on,
        approved=_in_local_time(document.approved, zone),
        signed=_in_local_time(document.signed, zone),
        summary=sections[ReportSection.SUMMARY],
        overview=sections[ReportSection.OVERVIEW],
        times_text=sections[ReportSection.TIMES],
        participants=sections[ReportSection.PARTICIPANTS],
        conclusion=sections[ReportSection.CONCLUSION],
        objectives=[_show_objective(one, place) for place, one in enumerate(document.objectives, start=1)],
        plan=list(document.improvement_plan),
        organizations=list(document.organizations),
        times=[_show_time(one) for one in document.times],
        events=[_show_event(one, document.began_at, zone) for one in document.events],
    )


def _show_section(one: SectionText) -> ShownSection:
    return ShownSection(one.section, ReportSection(one.section).label, one.text, one.is_edited)


def _in_local_time(one: Decided | None, zone: ZoneInfo) -> Decided | None:
    return None if one is None else Decided(one.name, one.organization, one.at.astimezone(zone))


def _show_objective(one: ObjectiveText, place: int) -> ShownObjective:
    return ShownObjective(
        objective_id=one.objective_id,
        number=place if one.objective_id is not None else None,
        text=one.text,
        rating=one.rating or "",
        rating_words=_rating_words(one.rating),
        capabilities=[
            ShownRating(each.name, each.rating or "", _rating_words(each.rating)) for each in one.capabilities
        ],
        tasks=[ShownRating(each.text, each.rating or "", _rating_words(each.rating)) for each in one.tasks],
        strengths=list(one.strengths),
        areas=list(one.areas),
    )


def _rating_words(rating: str | None) -> str:
    return words.rating_words().get(rating or "", "")


def _show_time(one: TimeFacts) -> ShownTime:
    return ShownTime(one.name, "" if one.seconds is None else duration_words(one.seconds), one.seconds is not None)


def _show_event(one: EventFacts, began_at: datetime, zone: ZoneInfo) -> ShownEvent:
    at = datetime.fromtimestamp(began_at.timestamp() + one.at_s, tz=zone)
    return ShownEvent(at, duration_words(one.at_s), one.words)
