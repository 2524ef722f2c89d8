"""Load the demo district through the doors that real use goes through: actions, commands, importers."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from coordination.casework.clocks import day_in
from coordination.demo import plot
from coordination.demo.assessments import load_assessments
from coordination.demo.drills.drill_law import load_drill_law
from coordination.demo.drills.evaluated_drill import load_evaluated_drill
from coordination.demo.drills.exercises import load_exercises
from coordination.demo.drills.improvement import load_improvement
from coordination.demo.emergency_plans import load_emergency_plans
from coordination.demo.near_threats import load_near_threat
from coordination.demo.prevention.cases import load_cases
from coordination.demo.prevention.climate import load_climate
from coordination.demo.prevention.lessons import load_grades
from coordination.demo.prevention.social_alerts import load_social_alerts
from coordination.demo.prevention.support import load_support
from coordination.demo.prevention.tips import load_tips
from coordination.demo.reunification import load_reunification
from coordination.demo.reviews import PROMISE, load_review
from coordination.demo.roles import load_roles
from coordination.demo.room_options import load_room_options
from coordination.demo.rosters import load_roster
from coordination.demo.today import load_today
from coordination.demo.training import CLAUSES as OF_SROS
from coordination.demo.training import load_training
from coordination.prevention.climate.errors import SurveyReadersNotConfined
from coordination.room.access import Asker
from coordination.room.dispatch import execute
from coordination.room.registry import command_adapter
from coordination.sign_in.accounts import create_person
from coordination.vocabulary import IncidentType, Severity
from mapping.demo_school.store import create_demo_sites
from mapping.imports.readers.registers.dc_open_data import DISTRICT_NAME
from mapping.models import Site
from mapping.sites.stations.actions import add_station, add_unit
from mapping.sites.stations.given import StationGiven, UnitGiven
from mou.agencies.actions import create_agency
from mou.agencies.memberships.taking_in import add_member
from mou.agreements.clauses import ClauseGiven, Place, TermGiven, add_clause
from mou.agreements.memoranda import draft_memorandum, sign_memorandum
from mou.terms import TermDraft
from mou.vocabulary import OPERATOR, AgencyKind, TermKind, Topic
from push.devices.actions import register_device
from push.vocabulary import DeviceKind

type Say = Callable[[str], None]
AGREEMENT_DAYS = 365
SHARED, SHARED_PLANS = (
    TermGiven(TermKind.DATA_SHARING, f"{one}:district_to_agency", {"when": "continuous"}, {"when": "always"})
    for one in ("site_assessment", "emergency_plan")
)
# Indoor plans that come with the public data, and the sites they make in the demo district.
INDOOR_PLANS = {"apb.geojson": "Large indoor sample (imported)", "caserne.geojson": "Small indoor sample (imported)"}

STOOD_BEFORE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the district is made of, by the names in the plot."""

    agencies: dict[str, UUID]
    people: dict[str, int]
    sites: dict[str, UUID]


def load_district(*, password: str, at: datetime, say: Say) -> Loaded:
    """Load agencies, people, agreements, schools and one exercise into an empty database. Many durable transactions."""
    # What happened before: the drill that is over has ended when the demo begins.
    before = at - STOOD_BEFORE
    say("agencies, people and agreements")
    agencies = _make_agencies(before)
    people = _make_people(agencies, password, before)
    for agency in plot.AGENCIES:
        if agency.grants is not None:
            _sign_agreement(agency, agencies, before)
    say("four schools, one of them drawn in full")
    schools = {key: agencies[name] for key, name in plot.SCHOOLS.items()}
    sites = create_demo_sites(
        actor_id=OPERATOR,
        district_id=agencies[plot.DISTRICT],
        school_ids=schools,
        time_zone=plot.TIME_ZONE,
        at=before,
        walked_by=people["planner"],
        published_by=people["principal"],
    )
    loaded = Loaded(agencies, people, sites)
    say("stations and units of police and fire")
    _add_stations(loaded, before)
    say("a real incident that is over, with its review")
    load_review(site_id=sites["lincoln-high"], people=people, today=day_in(plot.TIME_ZONE, at), at=before)
    say("an exercise to look at")
    _open_drill(loaded, at)
    say("a drill that is over, with its evaluation")
    load_evaluated_drill(site_id=sites["lincoln-high"], people=people, at=before)
    say("a few tips")
    load_tips(
        school_id=agencies[plot.LINCOLN],
        district_id=agencies[plot.DISTRICT],
        principal_id=people["principal"],
        superintendent_id=people["superintendent"],
        team=("nurse", "principal"),
        at=at,
    )
    load_grades(
        schools=schools,
        keeper_id=people["superintendent"],
        at=at,
    )
    say("a threat assessment team")
    load_cases(
        school_id=agencies[plot.LINCOLN],
        district_id=agencies[plot.DISTRICT],
        keeper_ids={
            agencies[plot.LINCOLN]: people["principal"],
            agencies[plot.DISTRICT]: people["superintendent"],
        },
        team=plot.CASE_TEAM,
        at=at,
    )
    say("a support team")
    load_support(
        school_id=agencies[plot.LINCOLN],
        district_id=agencies[plot.DISTRICT],
        keeper_ids={
            agencies[plot.LINCOLN]: people["principal"],
            agencies[plot.DISTRICT]: people["superintendent"],
        },
        team=("counselor",),
        at=at,
    )
    say("social media alerts of posts that no one wrote")
    load_social_alerts(
        district_id=agencies[plot.DISTRICT],
        site_id=sites["lincoln-high"],
        keeper_id=people["superintendent"],
        reviewers=("counselor", "principal"),
        at=at,
    )
    say("a climate team, with surveys that no one answered")
    try:
        load_climate(
            district_id=agencies[plot.DISTRICT],
            school_ids=list(schools.values()),
            keeper_ids={
                agencies[plot.DISTRICT]: people["superintendent"],
                agencies[plot.LINCOLN]: people["principal"],
            },
            team=("superintendent", "principal", "counselor"),
            at=at,
        )
    except SurveyReadersNotConfined:
        say("  without its surveys: this system lacks what confines a process that reads tables of others")
    say("a site assessment with its findings")
    load_assessments(
        site_id=sites["lincoln-high"],
        keeper_id=people["principal"],
        district_keeper_id=people["planner"],
        team=plot.ASSESSMENT_TEAM,
        at=at,
    )
    say("an exercise planned with others, and one at a table")
    place = Site.objects.get(pk=sites["lincoln-high"]).location
    load_exercises(site_id=sites["lincoln-high"], agencies=agencies, people=people, location=(place.x, place.y), at=at)
    say("a threat near the schools, as an exercise")
    load_near_threat(
        agency_id=agencies[plot.DISPATCH],
        people=people,
        sites={key: sites[key] for key in plot.SCHOOLS},
        location=(place.x, place.y),
        at=at,
    )
    say("two years of drills that no one held")
    load_drill_law(district_id=agencies[plot.DISTRICT], keeper_id=people["planner"], at=at)
    say("two school resource officers, and what staff has learned")
    load_training(district_id=agencies[plot.DISTRICT], people=people, site_ids=sites, at=at)
    say("who holds which role in an emergency")
    load_roles(district_id=agencies[plot.DISTRICT], school_id=agencies[plot.LINCOLN], people=people, at=at)
    say("what rooms and places offer in an attack, as they were walked")
    load_room_options(site_ids=[sites[key] for key in plot.SCHOOLS], walker_id=people["planner"], at=at)
    say("a roster of students whom no one has met")
    load_roster(
        district_id=agencies[plot.DISTRICT],
        site_id=sites["lincoln-high"],
        school=plot.LINCOLN,
        keeper_id=people["superintendent"],
        readers=("principal", "nurse"),
        at=at,
    )
    say("a reunification drill, from the first bus to the closed sum")
    load_reunification(site_id=sites["lincoln-high"], people=people, at=at)
    say("a day in the building: cards, visitors, a trip, a closed room")
    load_today(site_id=sites["lincoln-high"], people=people, at=at)
    say("a signed report of the drill that is over, and times of earlier ones")
    school_sites = {key: sites[key] for key in plot.SCHOOLS}
    load_improvement(site_ids=school_sites, people=people, at=at)
    say("an emergency plan to which four disciplines have agreed")
    load_emergency_plans(
        site_id=sites["lincoln-high"],
        keeper_id=people["principal"],
        district_keeper_id=people["planner"],
        people=people,
        at=at,
    )
    return loaded


def load_public_data(*, folder: Path, say: Say) -> None:
    """Import the public register and indoor plans that lie in a folder, by the commands a planner would use."""
    say("schools, grounds, stations and hospitals of a whole city")
    # What the importers report is progress here; standard output belongs to the caller of the load.
    call_command("import_sites", str(folder / "us" / "dc"), stdout=sys.stderr)
    for name, site in INDOOR_PLANS.items():
        say(f"the indoor plan {name}")
        call_command(
            "import_floorplan",
            str(folder / "osm-indoor" / name),
            site=site,
            new_site_in=plot.DISTRICT,
            time_zone=plot.TIME_ZONE,
            publish=True,
            stdout=sys.stderr,
        )
    say(f"imported into {DISTRICT_NAME} and {plot.DISTRICT}")


def _make_agencies(at: datetime) -> dict[str, UUID]:
    district = create_agency(
        actor_id=OPERATOR,
        kind=AgencyKind.DISTRICT,
        name=plot.DISTRICT,
        short_name="PEUSD",
        time_zone=plot.TIME_ZONE,
        parent_id=None,
        at=at,
    )
    made = {plot.DISTRICT: district}
    for name in plot.SCHOOLS.values():
        made[name] = create_agency(
            actor_id=OPERATOR,
            kind=AgencyKind.SCHOOL,
            name=name,
            short_name=name.split()[0],
            time_zone=plot.TIME_ZONE,
            parent_id=district,
            at=at,
        )
    for agency in plot.AGENCIES:
        made[agency.name] = create_agency(
            actor_id=OPERATOR,
            kind=agency.kind,
            name=agency.name,
            short_name=agency.short_name,
            time_zone=plot.TIME_ZONE,
            parent_id=None,
            at=at,
        )
    return made


def _make_people(agencies: dict[str, UUID], password: str, at: datetime) -> dict[str, int]:
    password_hash = make_password(password)
    made: dict[str, int] = {}
    for person in plot.PEOPLE:
        user_id = made[person.username] = create_person(
            username=person.username,
            display_name=person.display_name,
            email=f"{person.username}@demo.invalid",
            password_hash=password_hash,
            home_agency_id=agencies[person.agency],
        )
        add_member(
            actor_id=OPERATOR,
            agency_id=agencies[person.agency],
            user_id=user_id,
            role=person.role,
            title=person.title,
            callsign=person.callsign,
            unit=person.unit,
            is_in_office=person.is_in_office,
            is_on_duty=True,
            at=at,
        )
        register_device(
            user_id=user_id,
            session_key="",
            kind=DeviceKind.CONSOLE,
            value=f"demo-{person.username}",
            platform="console",
            locale="en",
            at=at,
        )
    return made


def _sign_agreement(agency: plot.DemoAgency, agencies: dict[str, UUID], at: datetime) -> None:
    grants = agency.grants or frozenset()
    memorandum_id = draft_memorandum(
        actor_id=OPERATOR,
        title=f"Memorandum of understanding: {plot.DISTRICT} and {agency.name}",
        district_id=agencies[plot.DISTRICT],
        agency_id=agencies[agency.name],
        covers_all_sites=True,
        site_ids=[],
        effective_on=(at - timedelta(days=1)).date(),
        expires_on=(at + timedelta(days=AGREEMENT_DAYS)).date(),
        terms=[_draft_term(kind, is_granted=kind in grants) for kind in plot.CLAUSES],
        at=at,
    )
    if agency.reads_assessments:
        place = Place(OPERATOR, memorandum_id, 1, at)
        add_clause(place=place, given=ClauseGiven(Topic.INFO_SHARING, "Site assessments", plot.ASSESSMENTS, (SHARED,)))
        plans = ClauseGiven(Topic.CRISIS_PLANNING, "Emergency plans", plot.EMERGENCY_PLANS, (SHARED_PLANS,))
        add_clause(place=place, given=plans)
    for clause in (*OF_SROS, PROMISE) if agency.has_sros else ():
        add_clause(place=Place(OPERATOR, memorandum_id, 1, at), given=clause)
    sign_memorandum(actor_id=OPERATOR, memorandum_id=memorandum_id, at=at)


def _draft_term(kind: TermKind, *, is_granted: bool) -> TermDraft:
    clause = plot.CLAUSES[kind]
    return TermDraft(kind, is_granted, clause if is_granted else f"Not agreed: {clause}")


def _add_stations(loaded: Loaded, at: datetime) -> None:
    school = Site.objects.get(pk=loaded.sites["lincoln-high"]).location
    for one in plot.STATIONS:
        keeper_id, agency_id = loaded.people[one.keeper], loaded.agencies[one.agency]
        where = (school.x + one.east, school.y + one.north)
        given = StationGiven(one.kind, one.name, "", "", where)
        station_id = add_station(actor_id=keeper_id, agency_id=agency_id, given=given, at=at)
        for kind, name in one.units:
            add_unit(actor_id=keeper_id, agency_id=agency_id, given=UnitGiven(kind, name, station_id), at=at)


def _open_drill(loaded: Loaded, at: datetime) -> None:
    """Open a drill at the high school and let four people say something in it."""
    opening = {
        "site_id": str(loaded.sites["lincoln-high"]),
        "is_exercise": True,
        "incident_type": IncidentType.FIRE_ALARM.value,
        "severity": Severity.MODERATE.value,
        "title": "Evacuation drill",
    }
    room_id = _carry_out(loaded, "principal", None, "open_incident", at, opening)
    lines = {
        "sro": "At the main entrance, door 1. Watching the bus loop.",
        "dispatcher": "Exercise noted. No units will be sent.",
        "firefighter": "Engine 3 takes part, staging at the north lot.",
    }
    for seconds, (username, text) in enumerate(lines.items(), start=1):
        then = at + timedelta(seconds=seconds)
        _carry_out(loaded, username, room_id, "join_room", then, {})
        _carry_out(loaded, username, room_id, "post_message", then, {"text": text})
    then = at + timedelta(seconds=len(lines) + 1)
    _carry_out(loaded, "teacher", room_id, "join_room", then, {})
    room_112: dict[str, object] = {"text": "Room 112, all 19 here, door locked", "audience": "school"}
    _carry_out(loaded, "teacher", room_id, "post_message", then, room_112)


def _carry_out(
    loaded: Loaded, username: str, room_id: UUID | None, command_type: str, at: datetime, fields: dict[str, object]
) -> UUID:
    command = command_adapter().validate_python({"id": str(uuid4()), "type": command_type, **fields})
    asker = Asker(user_id=loaded.people[username], at=at)
    return execute(asker=asker, room_id=room_id, command=command).room_id
