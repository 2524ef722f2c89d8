"""The decision itself, on facts alone: no database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from mou.access.openings import (
    ClauseRef,
    Emergency,
    Opening,
    Right,
)
from mou.access.policy import (
    EVERY_GRANT,
    Agreement,
    Decision,
    Place,
    decide_access,
    in_force,
)
from mou.terms import ALWAYS, Condition, WhileIncidentOpen
from mou.vocabulary import AgencyKind, TermKind

DISTRICT, OTHER_DISTRICT, SCHOOL, POLICE, SITE, OTHER_SITE = (UUID(int=number) for number in range(1, 7))
PLACE = Place(district_id=DISTRICT, school_id=SCHOOL, site_id=SITE)
SIGNED = datetime(2026, 10, 1, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
ROOM = frozenset({TermKind.ROOM_ACCESS})


def opens(kind: TermKind, condition: Condition = ALWAYS) -> Opening:
    return Opening(Right(kind), condition, ClauseRef(UUID(int=300), "On rooms"))


AGREEMENT = Agreement(
    memorandum_id=UUID(int=100),
    version_id=UUID(int=200),
    number=1,
    district_id=DISTRICT,
    agency_id=POLICE,
    in_force_from=SIGNED,
    ended_at=None,
    effective_on=date(2026, 11, 1),
    expires_on=date(2026, 11, 30),
    time_zone="America/New_York",
    covers_all_sites=False,
    site_ids=frozenset({SITE}),
    openings=(opens(TermKind.ROOM_ACCESS),),
)


def decision(
    *agreements: Agreement,
    at: datetime = NOON,
    place: Place = PLACE,
    emergencies: tuple[Emergency, ...] = (),
    taken: frozenset[TermKind] = frozenset(),
) -> Decision | None:
    return decide_access(
        agency_id=POLICE,
        kind=AgencyKind.POLICE,
        place=place,
        agreements=agreements,
        emergencies=emergencies,
        taken=taken,
        at=at,
    )


def test_an_agreement_in_force_gives_what_it_grants() -> None:
    assert decision(AGREEMENT) == Decision(is_insider=False, grants=ROOM, memorandum_id=AGREEMENT.memorandum_id)


@pytest.mark.parametrize(
    "agreement",
    [
        replace(AGREEMENT, in_force_from=None),
        replace(AGREEMENT, in_force_from=NOON + timedelta(seconds=1)),
        replace(AGREEMENT, ended_at=NOON),
        replace(AGREEMENT, effective_on=date(2026, 11, 25)),
        replace(AGREEMENT, expires_on=date(2026, 11, 23)),
        replace(AGREEMENT, site_ids=frozenset({OTHER_SITE})),
        replace(AGREEMENT, district_id=OTHER_DISTRICT),
        replace(AGREEMENT, district_id=OTHER_DISTRICT, covers_all_sites=True),
        replace(AGREEMENT, agency_id=OTHER_DISTRICT),
    ],
    ids=[
        "unsigned",
        "signed later",
        "ended",
        "not yet",
        "expired",
        "wrong site",
        "other district",
        "all of another",
        "not ours",
    ],
)
def test_any_other_agreement_gives_nothing(agreement: Agreement) -> None:
    assert decision(agreement) is None


def test_an_agreement_that_ends_later_holds_until_then() -> None:
    ending = replace(AGREEMENT, ended_at=NOON + timedelta(seconds=1))

    assert decision(ending) is not None
    assert decision(ending, at=NOON + timedelta(seconds=1)) is None


def test_without_an_agreement_the_place_does_not_exist() -> None:
    assert decision() is None


def test_an_agreement_over_all_sites_covers_a_site_it_does_not_name() -> None:
    everywhere = replace(AGREEMENT, covers_all_sites=True, site_ids=frozenset())

    assert decision(everywhere, place=replace(PLACE, site_id=OTHER_SITE)) is not None


def test_an_agreement_that_grants_nothing_still_shows_the_place() -> None:
    found = decision(replace(AGREEMENT, openings=()))

    assert found is not None
    assert found.grants == frozenset()


@pytest.mark.parametrize(
    ("at", "time_zone", "expected"),
    [
        # The agreement holds from 1 to 30 November, both included, by the district's own calendar.
        ("2026-11-01T03:59:59+00:00", "America/New_York", False),  # 31 October, 23:59:59 in New York
        ("2026-11-01T04:00:00+00:00", "America/New_York", True),  # midnight there
        ("2026-12-01T04:59:59+00:00", "America/New_York", True),  # 30 November, 23:59:59; clocks went back meanwhile
        ("2026-12-01T05:00:00+00:00", "America/New_York", False),
        ("2026-11-01T09:59:59+00:00", "Pacific/Honolulu", False),
        ("2026-11-01T10:00:00+00:00", "Pacific/Honolulu", True),
        ("2026-10-31T10:00:00+00:00", "Pacific/Kiritimati", True),  # UTC+14: already 1 November
        ("2026-10-31T09:59:59+00:00", "Pacific/Kiritimati", False),
        ("2026-12-01T09:59:59+00:00", "Pacific/Honolulu", True),
    ],
)
def test_the_first_and_the_last_day_are_the_districts_days(at: str, time_zone: str, expected: bool) -> None:
    found = in_force(
        in_force_from=SIGNED,
        ended_at=None,
        effective_on=AGREEMENT.effective_on,
        expires_on=AGREEMENT.expires_on,
        time_zone=time_zone,
        at=datetime.fromisoformat(at),
    )

    assert found is expected


@pytest.mark.parametrize(("agency_id", "kind"), [(DISTRICT, AgencyKind.DISTRICT), (SCHOOL, AgencyKind.SCHOOL)])
def test_the_district_and_the_school_itself_are_insiders(agency_id: UUID, kind: AgencyKind) -> None:
    found = decide_access(
        agency_id=agency_id, kind=kind, place=PLACE, agreements=[], emergencies=[], taken=frozenset(), at=NOON
    )

    assert found == Decision(is_insider=True, grants=EVERY_GRANT, memorandum_id=None)


@pytest.mark.parametrize(
    ("agency_id", "kind"),
    [
        (OTHER_DISTRICT, AgencyKind.DISTRICT),
        (OTHER_DISTRICT, AgencyKind.SCHOOL),
        (SCHOOL, AgencyKind.POLICE),
        (DISTRICT, AgencyKind.SCHOOL),
    ],
)
def test_another_school_or_district_is_no_insider(agency_id: UUID, kind: AgencyKind) -> None:
    assert (
        decide_access(
            agency_id=agency_id, kind=kind, place=PLACE, agreements=[], emergencies=[], taken=frozenset(), at=NOON
        )
        is None
    )


def test_agreements_add_up_and_the_one_that_grants_most_is_named() -> None:
    plan = replace(
        AGREEMENT,
        memorandum_id=UUID(int=101),
        openings=(opens(TermKind.FLOORPLAN_ACCESS), opens(TermKind.ROSTER_ACCESS)),
    )

    found = decision(AGREEMENT, plan)

    assert found == Decision(
        is_insider=False,
        grants=ROOM | {TermKind.FLOORPLAN_ACCESS, TermKind.ROSTER_ACCESS},
        memorandum_id=plan.memorandum_id,
    )
    assert found == decision(plan, AGREEMENT)


# --- while an incident is open ----------------------------------------------------------------------------------------
IN_A_SHOOTING = WhileIncidentOpen(incident_types=("ACTSHOOT",))
SHOOTING = Emergency(
    incident_id=UUID(int=400),
    district_id=DISTRICT,
    site_id=SITE,
    incident_type="ACTSHOOT",
    is_exercise=False,
    begun_at=NOON - timedelta(minutes=5),
    ended_at=None,
)
WIDENING = replace(
    AGREEMENT, openings=(opens(TermKind.ROOM_ACCESS), opens(TermKind.ROSTER_ACCESS, condition=IN_A_SHOOTING))
)


def grants(agreement: Agreement, *emergencies: Emergency) -> frozenset[TermKind]:
    found = decision(agreement, emergencies=emergencies)
    assert found is not None
    return found.grants


def test_a_term_widens_only_while_such_an_incident_is_open_at_this_site() -> None:
    widened = ROOM | {TermKind.ROSTER_ACCESS}

    assert grants(WIDENING) == ROOM
    assert grants(WIDENING, SHOOTING) == widened
    assert grants(WIDENING, replace(SHOOTING, ended_at=NOON + timedelta(seconds=1))) == widened


@pytest.mark.parametrize(
    "other",
    [
        replace(SHOOTING, is_exercise=True),
        replace(SHOOTING, incident_type="FIGHT"),
        replace(SHOOTING, site_id=OTHER_SITE),
        replace(SHOOTING, ended_at=NOON),
        replace(SHOOTING, begun_at=NOON + timedelta(seconds=1)),
    ],
    ids=["exercise", "another kind", "another site", "closed", "not yet"],
)
def test_no_other_incident_widens_anything(other: Emergency) -> None:
    assert grants(WIDENING, other) == ROOM


def test_an_exercise_widens_only_what_says_exercises_too() -> None:
    condition = WhileIncidentOpen(incident_types=("ACTSHOOT",), is_exercise_too=True)
    agreement = replace(AGREEMENT, openings=(opens(TermKind.ROSTER_ACCESS, condition=condition),))

    assert grants(agreement, replace(SHOOTING, is_exercise=True)) == {TermKind.ROSTER_ACCESS}


def test_emergency_access_adds_to_an_agreement_and_is_nothing_without_one() -> None:
    taken = frozenset({TermKind.ROSTER_ACCESS})

    with_agreement = decision(AGREEMENT, taken=taken)
    assert with_agreement is not None
    assert with_agreement.grants == ROOM | taken
    assert decision(taken=taken) is None
    assert decision(replace(AGREEMENT, ended_at=NOON), taken=taken) is None
