"""Cases as their team reads them: lines that say nothing, a whole file, and the agenda of a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, QuerySet

from coordination.prevention.cases.access import CASE_TEAMS
from coordination.prevention.cases.audit import CASE_READS, Door
from coordination.prevention.cases.models import Case, CaseEntry, CaseFlag
from coordination.prevention.cases.rules.machine import case_steps_from
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseEntryKind,
    CaseState,
    CaseStep,
    SubjectRole,
    TeamRole,
    WeaponsAccess,
)
from coordination.prevention.cases.work.file import file_of, leads_case
from coordination.prevention.cases.work.keeping import retention_of
from coordination.room.wire.model import JsonObject

MOST_LISTED = 500
K = CaseEntryKind
OPEN = [one.value for one in CaseState if one.is_open]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: its number and what is next, and not whom or what it is about."""

    case_id: UUID
    number: str
    agency: str
    state: CaseState
    opened_at: datetime
    # The earliest day of a measure or a plan that is not done.
    next_due_on: date | None
    is_overdue: bool
    has_flag: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class CasePersonView:
    """Someone of the team, and whether they are on the case."""

    person_id: UUID
    name: str
    role: TeamRole
    is_on_case: bool
    has_conflict: bool


@dataclass(frozen=True, slots=True)
class CaseEntryView:
    """One thing in the file. `content` is as it was written, for its kind; without `by` a rule wrote it."""

    entry_id: UUID
    kind: CaseEntryKind
    content: JsonObject
    about: UUID | None
    owner: str
    due_on: date | None
    is_overdue: bool
    done_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFlagOpeningView:
    """That a responder opened the flag, for which agency and in which incident."""

    who: str
    agency: str
    incident: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFlagView:
    """The flag for responders, as its team sees it."""

    flag_id: UUID
    who: str
    advice: str
    call: str
    threat: str
    raised_by: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with its file. A sealed one has its number, state and days, and nothing else."""

    case_id: UUID
    number: str
    agency: str
    agency_id: UUID
    state: CaseState
    is_sealed: bool
    classification: CaseClassification | None
    steps: list[CaseStep]
    leads: bool
    subject_name: str
    subject_role: SubjectRole | None
    concern: str
    targets: str
    medium: str
    place: str
    happened_on: date | None
    has_education_plan: bool
    weapons: WeaponsAccess | None
    tip_id: UUID | None
    opened_at: datetime
    closed_at: datetime | None
    seals_at: datetime | None
    expunges_at: datetime | None
    police_threshold: str
    people: list[CasePersonView]
    entries: list[CaseEntryView]
    flag: CaseFlagView | None
    flag_openings: list[CaseFlagOpeningView]
    today: date
    time_zone: str


def list_case_lines(cases: QuerySet[Case], *, is_open: bool, at: datetime) -> list[CaseLine]:
    """Return cases: open ones by what is due first; ended ones newest first."""
    rows = (cases.filter(state__in=OPEN) if is_open else cases.exclude(state__in=OPEN)).annotate(
        next_due=Min("entries__due_on", filter=Q(entries__done_at__isnull=True))
    )
    flagged = set(CaseFlag.objects.filter(case__in=cases).values_list("case_id", flat=True))
    found = [_case_line(one, at, has_flag=one.pk in flagged) for one in rows.order_by("-opened_at")[:MOST_LISTED]]
    return sorted(found, key=lambda one: (one.next_due_on is None, one.next_due_on or date.max)) if is_open else found


def _case_line(case: Case, at: datetime, *, has_flag: bool) -> CaseLine:
    due: date | None = getattr(case, "next_due", None) if CaseState(case.state).is_open else None
    return CaseLine(
        case_id=case.pk,
        number=case.number,
        agency=case.team.agency.name,
        state=CaseState(case.state),
        opened_at=case.opened_at,
        next_due_on=due,
        is_overdue=due is not None and due < today_at(case, at),
        has_flag=has_flag,
        time_zone=case.team.agency.time_zone,
    )


def today_at(case: Case, at: datetime) -> date:
    """Return the day at a case's school."""
    return at.astimezone(ZoneInfo(case.team.agency.time_zone)).date()


def open_case_view(case: Case, *, user_id: int, at: datetime, door: Door) -> CaseView:
    """Return a case with its file, and write down that this person opened it."""
    CASE_READS.note_reads([case.pk], user_id=user_id, at=at, door=door)
    return case_view(case, user_id=user_id, at=at)


def case_view(case: Case, *, user_id: int, at: datetime) -> CaseView:
    """Return a case with its file, of which nothing is told before the read is written down."""
    state = CaseState(case.state)
    retention = retention_of(case.team)
    classification = CaseClassification(case.classification) if case.classification else None
    has_ended = case.closed_at is not None and classification is not None
    is_sealed = state is CaseState.SEALED
    is_lead = leads_case(case, user_id)
    return CaseView(
        case_id=case.pk,
        number=case.number,
        agency=case.team.agency.name,
        agency_id=case.team.agency_id,
        state=state,
        is_sealed=is_sealed,
        classification=None if is_sealed else classification,
        steps=[one for one in case_steps_from(state, file_of(case, at)) if not is_sealed or is_lead],
        leads=is_lead,
        subject_name="" if is_sealed else case.subject_name,
        subject_role=None if is_sealed else SubjectRole(case.subject_role),
        concern="" if is_sealed else case.concern,
        targets="" if is_sealed else case.targets,
        medium="" if is_sealed else case.medium,
        place="" if is_sealed else case.place,
        happened_on=None if is_sealed else case.happened_on,
        has_education_plan=case.has_education_plan and not is_sealed,
        weapons=None if is_sealed else WeaponsAccess(case.weapons),
        tip_id=None if is_sealed else case.tip_id,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        seals_at=retention.seals_at(case.closed_at) if case.closed_at is not None else None,
        expunges_at=(
            retention.expunges_at(case.closed_at, classification)
            if has_ended and case.closed_at is not None and classification is not None
            else None
        ),
        police_threshold="" if is_sealed else case.team.police_threshold,
        people=[] if is_sealed else people_of(case, at),
        entries=[] if is_sealed else entries_of(case, at),
        flag=None if is_sealed else flag_of(case),
        flag_openings=[] if is_sealed else openings_of(case),
        today=today_at(case, at),
        time_zone=case.team.agency.time_zone,
    )


def people_of(case: Case, at: datetime) -> list[CasePersonView]:
    """Return the members of the team who count, and what each is to the case."""
    rows = dict(case.people.values_list("user_id", "has_conflict"))
    return [
        CasePersonView(
            person_id=one.user.public_id,
            name=one.user.shown_name(),
            role=TeamRole(one.role),
            is_on_case=rows.get(one.user_id) is False,
            has_conflict=rows.get(one.user_id) is True,
        )
        for one in CASE_TEAMS.counting_places(case.team, at)
    ]


def entries_of(case: Case, at: datetime) -> list[CaseEntryView]:
    """Return the file, in the order in which it was written."""
    today = today_at(case, at)
    rows = case.entries.select_related("owner", "by").order_by("at", "id")
    return [_entry_view(one, today) for one in rows]


def _entry_view(row: CaseEntry, today: date) -> CaseEntryView:
    return CaseEntryView(
        entry_id=row.pk,
        kind=CaseEntryKind(row.kind),
        content=row.content,
        about=row.about_id,
        owner="" if row.owner is None else row.owner.shown_name(),
        due_on=row.due_on,
        is_overdue=row.due_on is not None and row.done_at is None and row.due_on < today,
        done_at=row.done_at,
        by="" if row.by is None else row.by.shown_name(),
        at=row.at,
    )


def openings_of(case: Case) -> list[CaseFlagOpeningView]:
    """Return who opened flags of a case, the newest first; at most fifty."""
    rows = case.flag_openings.select_related("user").order_by("-at", "-id")[:50]
    return [CaseFlagOpeningView(one.user.shown_name(), one.agency_name, one.incident_title, one.at) for one in rows]


def flag_of(case: Case) -> CaseFlagView | None:
    """Return the flag that is raised of a case."""
    row = CaseFlag.objects.select_related("raised_by").filter(case=case).first()
    if row is None:
        return None
    return CaseFlagView(row.pk, row.who, row.advice, row.call, row.threat, row.raised_by.shown_name(), row.raised_at)


# --- the agenda -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A case on the agenda: what is due, and what its file still lacks."""

    case_id: UUID
    number: str
    agency: str
    state: CaseState
    classification: CaseClassification | None
    subject_name: str
    has_education_plan: bool
    due: list[CaseEntryView]
    lacks: list[str]


# What a file is asked for by the time its case is decided on, by the word under which pages say it.
LACKS: Mapping[str, tuple[CaseEntryKind, str, str]] = {
    "subject_interview": (K.INTERVIEW, "asked_as", "subject"),
    "subject_parents_notice": (K.NOTICE, "to", "subject_parents"),
}


def list_agenda(cases: QuerySet[Case], *, user_id: int, at: datetime) -> list[AgendaItem]:
    """Return the open cases for a meeting, what is overdue first. That this person read them is written down."""
    rows = list(cases.filter(state__in=OPEN).order_by("opened_at")[:MOST_LISTED])
    CASE_READS.note_reads([one.pk for one in rows], user_id=user_id, at=at, door="agenda")
    items = [_agenda_item(one, at) for one in rows]
    return sorted(items, key=lambda one: min((entry.due_on or date.max for entry in one.due), default=date.max))


def _agenda_item(case: Case, at: datetime) -> AgendaItem:
    entries = entries_of(case, at)
    has_parents = case.subject_role == SubjectRole.STUDENT
    lacks = [
        name
        for name, (kind, key, value) in LACKS.items()
        if (has_parents or kind is K.INTERVIEW)
        and not any(one.kind is kind and one.content.get(key) == value for one in entries)
    ]
    if case.weapons == WeaponsAccess.UNKNOWN:
        lacks.append("weapons_access")
    return AgendaItem(
        case_id=case.pk,
        number=case.number,
        agency=case.team.agency.name,
        state=CaseState(case.state),
        classification=CaseClassification(case.classification) if case.classification else None,
        subject_name=case.subject_name,
        has_education_plan=case.has_education_plan,
        due=sorted(
            (one for one in entries if one.due_on is not None and one.done_at is None),
            key=lambda one: one.due_on or date.max,
        ),
        lacks=lacks,
    )
