"""Drills and duties as people read them: of a school, and of a district in a number of queries that never grows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.access import DrillGrant, SchoolGrant
from coordination.drills.requirements.models import Drill, DrillNotice
from coordination.drills.requirements.rules.gaps import DrillEvidence, gaps_of
from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.rules.record import day_at
from coordination.drills.requirements.rules.school_year import SchoolYear
from coordination.drills.requirements.rules.standing import CapCount, Duty, HeldDrill, LawStanding, standing_of
from coordination.drills.requirements.views import (
    DistrictDrillState,
    DrillCapView,
    DrillChangeView,
    DrillDutyView,
    DrillLawName,
    DrillLine,
    DrillMonth,
    DrillNoticeView,
    DrillSchoolLine,
    DrillView,
    SchoolDrillState,
    SchoolYearView,
)
from coordination.drills.requirements.vocabulary import (
    Announcement,
    DrillGap,
    DrillStanding,
    DrillState,
    DrillType,
    NoticeChannel,
)
from coordination.drills.requirements.work.laws import HeldTo, held_to, school_year_at, school_year_for
from mapping.models import Building, Site
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class WeighedSchool:
    """A school, its own day, the drills that it held this year, and how it stands."""

    site_id: UUID
    name: str
    today: date
    drills: Sequence[HeldDrill]
    standing: LawStanding


# --- a school ---------------------------------------------------------------------------------------------------------
def school_state(grant: SchoolGrant, *, year: int | None, at: datetime) -> SchoolDrillState:
    """Return how a school stands, now or at the end of another school year. Five queries."""
    site = grant.site
    today = day_at(at, site.time_zone)
    school_year = year_of(site.district_id, year, today)
    held = held_to(site.district_id)
    drills = _held_by_site(Site.objects.filter(pk=site.pk), school_year)[site.pk]
    standing = _standing_of(held, school_year, drills, today)
    return SchoolDrillState(
        site_id=site.pk,
        name=site.name,
        year=year_view(school_year),
        law=law_name(held),
        today=today,
        duties=[duty_view(one) for one in standing.duties],
        caps=[_cap_view(one) for one in standing.caps],
        next_due=duty_view(standing.next_due) if standing.next_due else None,
        keeps=grant.keeps,
    )


def year_of(district_id: UUID, year: int | None, today: date) -> SchoolYear:
    """Return a school year by its number; none is the one of today. One query."""
    return school_year_at(district_id, today) if year is None else school_year_for(district_id, year)


# --- a district -------------------------------------------------------------------------------------------------------
def district_state(district: Agency, *, year: int | None, at: datetime) -> DistrictDrillState:
    """Return how all schools of a district stand, each by its own day. Five queries, for three or three hundred."""
    today = day_at(at, district.time_zone)
    school_year = year_of(district.pk, year, today)
    held = held_to(district.pk)
    weighed = _weigh_schools(Site.objects.filter(district=district), held, school_year, at)
    lines = [_school_line(one, school_year) for one in weighed]
    return DistrictDrillState(district.pk, district.name, year_view(school_year), law_name(held), today, lines)


def weigh_district(district: Agency, sites: QuerySet[Site], at: datetime) -> list[WeighedSchool]:
    """Return how some schools of a district stand this year, by name. Five queries."""
    school_year = school_year_at(district.pk, day_at(at, district.time_zone))
    return _weigh_schools(sites.filter(district=district), held_to(district.pk), school_year, at)


def _weigh_schools(sites: QuerySet[Site], held: HeldTo, year: SchoolYear, at: datetime) -> list[WeighedSchool]:
    drills = _held_by_site(sites, year)
    found = []
    for site_id, name, time_zone in sites.order_by("name", "id").values_list("pk", "name", "time_zone"):
        today, own = day_at(at, time_zone), drills[site_id]
        found.append(WeighedSchool(site_id, name, today, own, _standing_of(held, year, own, today)))
    return found


def _held_by_site(sites: QuerySet[Site], year: SchoolYear) -> dict[UUID, list[HeldDrill]]:
    """Return what was held in a school year, by school. One query."""
    found: dict[UUID, list[HeldDrill]] = defaultdict(list)
    rows = Drill.objects.filter(
        site__in=sites.order_by().values("pk"),
        state=DrillState.HELD.value,
        on__gte=year.begins_on,
        on__lte=year.last_day,
    )
    types = {one.value: one for one in DrillType}
    columns = ("site_id", "on", "type", "police_present", "fire_present")
    for site_id, on, kind, police, fire in rows.order_by("on").values_list(*columns):
        found[site_id].append(HeldDrill(on, types[kind], police, fire))
    return found


def _standing_of(held: HeldTo, year: SchoolYear, drills: Sequence[HeldDrill], today: date) -> LawStanding:
    return standing_of(held.law, year, drills, has_fire_marshal_rule=held.has_fire_marshal_rule, today=today)


def _school_line(school: WeighedSchool, year: SchoolYear) -> DrillSchoolLine:
    standing = school.standing
    due = standing.next_due
    return DrillSchoolLine(
        site_id=school.site_id,
        name=school.name,
        held=len(school.drills),
        done=standing.count_standing(DrillStanding.DONE, DrillStanding.DONE_LATE),
        due=standing.count_standing(DrillStanding.DUE),
        wanting=standing.wanting,
        exceeded=standing.exceeded,
        next_due_on=due.due_on if due else None,
        next_title_en=due.rule.title_in("en") if due else "",
        next_title_es=due.rule.title_in("es") if due else "",
        months=month_cells(year, school.drills, standing),
    )


def month_cells(year: SchoolYear, drills: Sequence[HeldDrill], standing: LawStanding) -> list[DrillMonth]:
    """Return the twelve months of a school year."""
    wanting = {one.due_on.replace(day=1) for one in standing.duties if one.standing.is_wanting}
    held: dict[date, int] = defaultdict(int)
    for one in drills:
        held[one.on.replace(day=1)] += 1
    first, found = year.begins_on.replace(day=1), []
    for number in range(12):
        month = date(first.year + (first.month - 1 + number) // 12, (first.month - 1 + number) % 12 + 1, 1)
        found.append(DrillMonth(month, held[month], month in wanting))
    return found


# --- drills -----------------------------------------------------------------------------------------------------------
def drill_lines(rows: QuerySet[Drill], law: DrillLaw, kept_site_ids: frozenset[UUID]) -> list[DrillLine]:
    """Return all of some drills of one district, the newest first. One query."""
    return read_drill_lines(rows.order_by("-starts_at", "id"), law, kept_site_ids)


def read_drill_lines(rows: QuerySet[Drill], law: DrillLaw, kept_site_ids: frozenset[UUID]) -> list[DrillLine]:
    """Return drills of one district, or a part of them, in the order that they have. One query."""
    told = DrillNotice.objects.filter(drill=OuterRef("pk")).order_by("sent_at").values("sent_at")[:1]
    found = rows.select_related("site").annotate(told_at=Subquery(told))
    return [_drill_line(one, law, keeps=one.site_id in kept_site_ids) for one in found]


def _drill_line(drill: Drill, law: DrillLaw, *, keeps: bool) -> DrillLine:
    told_at: datetime | None = getattr(drill, "told_at", None)
    hidden = is_masked(drill, keeps=keeps)
    return DrillLine(
        drill_id=drill.pk,
        site_id=drill.site_id,
        school=drill.site.name,
        time_zone=drill.site.time_zone,
        type=None if hidden else DrillType(drill.type),
        state=DrillState(drill.state),
        announcement=Announcement(drill.announcement),
        starts_at=drill.starts_at,
        ends_at=drill.ends_at,
        secured_s=drill.secured_s,
        participants=drill.participants,
        is_signed=drill.signed_on is not None,
        signed_name=drill.signed_name,
        is_signed_here=drill.signed_by_id is not None,
        told_parents_at=told_at,
        gaps=[] if hidden else gaps_at(law, drill, told_at),
    )


def is_masked(drill: Drill, *, keeps: bool) -> bool:
    """Say whether a reader is told only that there is a drill: it was not held yet, and its type is not announced."""
    return not keeps and drill.state != DrillState.HELD.value and drill.announcement != Announcement.FULL.value


def gaps_at(law: DrillLaw, drill: Drill, told_at: datetime | None) -> list[DrillGap]:
    """Return what a held drill's record lacks."""
    if drill.state != DrillState.HELD.value:
        return []
    evidence = DrillEvidence(
        type=DrillType(drill.type),
        starts_at=drill.starts_at,
        ends_at=drill.ends_at,
        told_parents_at=told_at,
        police_present=drill.police_present,
        mental_health_present=drill.mental_health_present,
        simulation=SimulationLevel(drill.simulation),
        is_debriefed=drill.is_debriefed,
        is_signed=drill.signed_on is not None,
    )
    return gaps_of(law, evidence)


def drill_view(grant: DrillGrant) -> DrillView:
    """Return a drill as the reader may have it: before it is held, others are told what is announced. Five queries."""
    drill, law = grant.drill, held_to(grant.drill.site.district_id).law
    notices = list(drill.notices.select_related("by").order_by("sent_at", "id"))
    told_at = min((one.sent_at for one in notices), default=None)
    view = DrillView(
        drill_id=drill.pk,
        site_id=drill.site_id,
        school=drill.site.name,
        time_zone=drill.site.time_zone,
        version=drill.version,
        type=DrillType(drill.type),
        state=DrillState(drill.state),
        announcement=Announcement(drill.announcement),
        starts_at=drill.starts_at,
        ends_at=drill.ends_at,
        building=drill.building,
        secured_s=drill.secured_s,
        participants=drill.participants,
        evacuees=drill.evacuees,
        weather=drill.weather,
        police_present=drill.police_present,
        fire_present=drill.fire_present,
        scenario=drill.scenario,
        simulation=SimulationLevel(drill.simulation),
        opt_outs=drill.opt_outs,
        staff_trained=drill.staff_trained,
        is_debriefed=drill.is_debriefed,
        mental_health_present=drill.mental_health_present,
        issues=drill.issues,
        evaluator=drill.evaluator,
        exercise_id=drill.exercise_id,
        signed_name=drill.signed_name,
        signed_on=drill.signed_on,
        signed_agency=drill.signed_agency,
        is_signed_here=drill.signed_by_id is not None,
        told_parents_at=told_at,
        gaps=gaps_at(law, drill, told_at),
        notices=[
            DrillNoticeView(one.sent_at, NoticeChannel(one.channel), one.languages, one.words, one.by.shown_name())
            for one in notices
        ],
        changes=[
            DrillChangeView(one.field, one.before, one.after, one.reason, one.by.shown_name(), one.at)
            for one in drill.changes.select_related("by").order_by("-at", "-id")
        ],
        keeps=grant.keeps,
        may_sign=grant.signs and drill.state == DrillState.HELD.value and drill.signed_by_id is None,
    )
    return _mask_drill(view) if is_masked(drill, keeps=grant.keeps) else view


def _mask_drill(view: DrillView) -> DrillView:
    """Leave of a drill that there is one, and when: any other field can say of which type it is."""
    return replace(
        view,
        type=None,
        building="",
        participants=None,
        evacuees=None,
        police_present=False,
        fire_present=False,
        scenario="",
        simulation=SimulationLevel.NONE,
        opt_outs=None,
        staff_trained=None,
        mental_health_present=False,
        issues="",
        evaluator="",
        exercise_id=None,
        notices=[],
        changes=[],
        told_parents_at=None,
    )


def drills_of_year(rows: QuerySet[Drill], year: SchoolYear) -> QuerySet[Drill]:
    """Return the drills of a school year."""
    return rows.filter(Q(on__gte=year.begins_on) & Q(on__lte=year.last_day))


# --- views ------------------------------------------------------------------------------------------------------------
def year_view(year: SchoolYear) -> SchoolYearView:
    """Return a school year as it travels: months in the order of the year."""
    first = year.begins_on.month
    ordered = sorted(year.open_months, key=lambda month: (month - first) % 12)
    return SchoolYearView(
        year.year, year.begins_on, year.ends_on, year.second_semester_on, ordered, sorted(year.summer_months)
    )


def law_name(held: HeldTo) -> DrillLawName:
    """Return which law counts."""
    law = held.law
    return DrillLawName(
        key=law.key,
        name=law.name,
        citation=law.citation,
        records_years=law.records_years,
        publish_within_days=law.publish_within_days,
        has_fire_marshal_rule=held.has_fire_marshal_rule,
        is_own=held.is_own,
        note_en=law.note_in("en"),
        note_es=law.note_in("es"),
    )


def duty_view(duty: Duty) -> DrillDutyView:
    """Return a duty as it travels."""
    rule, period = duty.rule, duty.period
    return DrillDutyView(
        code=rule.code,
        title_en=rule.title_in("en"),
        title_es=rule.title_in("es"),
        types=rule.types,
        citation=rule.citation,
        is_unverified=rule.is_unverified,
        needs_police=rule.needs_police,
        needs_fire=rule.needs_fire,
        source=rule.source,
        checked_on=rule.checked_on,
        period=period.kind,
        period_number=period.number,
        begins_on=period.begins_on,
        ends_on=period.ends_on,
        required=duty.required,
        done=duty.done,
        due_on=duty.due_on,
        standing=duty.standing,
        done_on=duty.done_on,
        note_en=rule.note_in("en"),
        note_es=rule.note_in("es"),
    )


def _cap_view(one: CapCount) -> DrillCapView:
    cap, period = one.cap, one.period
    return DrillCapView(cap.types, period.kind, period.number, cap.most, one.held, one.is_exceeded, cap.citation)


def building_names(site: Site) -> list[str]:
    """Return what the buildings of a site are called, by name."""
    return list(Building.objects.filter(site=site).order_by("name").values_list("name", flat=True))
