"""Two years of drills at the demo's schools, so that what the law asks has something to weigh. No one held them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coordination.drills.requirements.models import Drill, DrillNotice
from coordination.drills.requirements.vocabulary import Announcement, DrillState, DrillType, NoticeChannel
from coordination.drills.requirements.work.laws import choose_law, school_year_at, school_year_for
from mapping.models import Site

T = DrillType
# Days after the first day of school, and what is drilled then.
USUAL = (
    (6, T.FIRE), (13, T.LOCKDOWN), (27, T.SECURE), (48, T.FIRE), (62, T.EVACUATE), (76, T.SHELTER_WEATHER),
    (151, T.FIRE), (165, T.LOCKDOWN), (186, T.SHELTER_HAZMAT), (208, T.FIRE), (229, T.BUS),
)  # fmt: skip
# How the schools differ: which of the usual drills each leaves out.
LEFT_OUT: Sequence[frozenset[int]] = (
    frozenset(),
    frozenset({13, 151}),
    frozenset({6, 48, 62}),
    frozenset({27, 186}),
)
PLANNED = ((9, T.LOCKDOWN, Announcement.DATE_ONLY), (20, T.FIRE, Announcement.FULL), (33, T.SECURE, Announcement.NONE))


def load_drill_law(*, district_id: UUID, keeper_id: int, at: datetime) -> None:
    """Hold the district to the rules of Texas, and write its drills down. A durable transaction, and few statements."""
    choose_law(actor_id=keeper_id, district_id=district_id, key="TX", has_fire_marshal_rule=False, at=at)
    sites = list(Site.objects.filter(district=district_id).order_by("name"))
    this_year = school_year_at(district_id, at.date())
    years = (school_year_for(district_id, this_year.year - 1), this_year)
    drills = [
        drill
        for number, site in enumerate(sites)
        for year in years
        for drill in _held_drills(site, year.begins_on, LEFT_OUT[number % len(LEFT_OUT)], keeper_id, at)
    ]
    drills += [drill for site in sites for drill in _planned_drills(site, keeper_id, at)]
    Drill.objects.bulk_create(drills)
    DrillNotice.objects.bulk_create(
        DrillNotice(
            drill=one,
            sent_at=one.starts_at - timedelta(days=5),
            channel=NoticeChannel.EMAIL.value,
            languages="English, Spanish",
            words="DEMO: A drill is held next week. No one is in danger.",
            by_id=keeper_id,
            at=at,
        )
        for one in drills
        if one.state == DrillState.HELD.value and one.type == T.LOCKDOWN.value
    )


def _held_drills(
    site: Site, begins_on: date, left_out: frozenset[int], keeper_id: int, at: datetime
) -> Iterator[Drill]:
    zone = ZoneInfo(site.time_zone)
    for number, (days, kind) in enumerate(USUAL):
        on = begins_on + timedelta(days=days)
        # No one drills on a weekend.
        on += timedelta(days=(7 - on.weekday()) % 7 if on.weekday() > 4 else 0)
        starts_at = datetime.combine(on, time(9, 40), zone)
        if days in left_out or starts_at > at - timedelta(days=1):
            continue
        is_fire = kind is T.FIRE
        yield Drill(
            site=site,
            type=kind.value,
            state=DrillState.HELD.value,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=12 + number),
            on=on,
            secured_s=None if is_fire else 70 + 9 * number,
            participants=420 + 3 * number,
            evacuees=418 + 3 * number if is_fire or kind is T.EVACUATE else None,
            weather="Clear" if number % 3 else "Light rain",
            police_present=kind is T.LOCKDOWN,
            fire_present=is_fire,
            scenario=f"DEMO: {kind.value.replace('_', ' ')} as in the plan",
            is_debriefed=True,
            issues="DEMO: one door did not lock." if kind is T.LOCKDOWN else "",
            evaluator="Evan Evaluator-Example",
            # The first fire drill of each year waits for its signature.
            signed_name="Marsha Marshal-Example" if is_fire and number else "",
            signed_on=on if is_fire and number else None,
            created_by_id=keeper_id,
            created_at=starts_at,
        )


def _planned_drills(site: Site, keeper_id: int, at: datetime) -> Iterator[Drill]:
    zone = ZoneInfo(site.time_zone)
    for days, kind, announcement in PLANNED:
        on = at.astimezone(zone).date() + timedelta(days=days)
        yield Drill(
            site=site,
            type=kind.value,
            state=DrillState.PLANNED.value,
            announcement=announcement.value,
            starts_at=datetime.combine(on, time(10, 15), zone),
            on=on,
            created_by_id=keeper_id,
            created_at=at,
        )
