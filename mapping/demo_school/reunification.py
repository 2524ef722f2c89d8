"""Two reunification sites of the demo high school, in different directions. All of it is invented. Pure."""

from datetime import date, timedelta

from mapping.demo_school.pen import Corner, box_corners
from mapping.geometry.georeference import TangentPlane
from mapping.reunification_sites.capacity import Capacity
from mapping.reunification_sites.draft import AreaDraft, ReunificationDraft, RouteDraft
from mapping.vocabulary import ReunificationAreaKind as Kind
from mapping.vocabulary import RouteMode

# Seen from the school's own plane: x to the right of its front, y towards its back.
FAIRGROUNDS: Corner = (-1150, 420)
CHURCH: Corner = (240, -830)


def demo_reunification_sites(school: TangentPlane, today: date) -> tuple[ReunificationDraft, ...]:
    """Return both sites, the first by rank first."""
    return (
        _draw_site(
            school,
            FAIRGROUNDS,
            rank=1,
            name="Example County fairgrounds",
            address="1 Fair Road",
            host="Example County fair board",
            reference="Host agreement 12",
            expires_on=today + timedelta(days=400),
            students=900,
            exercised_on=today - timedelta(days=210),
            power="Grid and generator",
            access="Gate on Fair Road; key with the caretaker, day and night",
        ),
        _draw_site(
            school,
            CHURCH,
            rank=2,
            name="Prairie community hall",
            address="77 South Street",
            host="Prairie community association",
            reference="Letter of the association",
            expires_on=today + timedelta(days=60),
            students=450,
            exercised_on=None,
            power="Grid only",
            access="Key box at the east door",
        ),
    )


def _draw_site(
    school: TangentPlane,
    middle: Corner,
    *,
    rank: int,
    name: str,
    address: str,
    host: str,
    reference: str,
    expires_on: date,
    students: int,
    exercised_on: date | None,
    power: str,
    access: str,
) -> ReunificationDraft:
    def at(corner: Corner) -> tuple[float, float]:
        return school.lonlat_from_xy(middle[0] + corner[0], middle[1] + corner[1])

    def area(kind: Kind, corners: tuple[Corner, ...], holds: Capacity) -> AreaDraft:
        return AreaDraft(
            kind=kind, label="", ring=tuple(at(corner) for corner in (*corners, corners[0])), capacity=holds
        )

    door, bus_bay = school.lonlat_from_xy(0, -58), school.lonlat_from_xy(-98, 0)
    return ReunificationDraft(
        rank=rank,
        name=name,
        is_on_campus=False,
        address=address,
        location=at((0, 0)),
        host=host,
        agreement_reference=reference,
        agreement_expires_on=expires_on,
        capacity_students=students,
        capacity_adults=students // 2,
        capacity_cars=students // 3,
        capacity_buses=12,
        access_notes=access,
        power=power,
        languages=("English", "Spanish"),
        kit_location="Two boxes at the main entrance of the school",
        last_exercised_on=exercised_on,
        # The wall of the hall: parents come from the front, students sit behind it.
        screens=((at((-70, 0)), at((70, 0))),),
        areas=(
            area(Kind.PARKING, box_corners(-60, -70, 60, -40), Capacity(cars=students // 3)),
            area(Kind.CHECK_IN, box_corners(-50, -34, -8, -14), Capacity(adults=students // 6)),
            area(Kind.PARENTS, box_corners(8, -34, 50, -14), Capacity(adults=students // 3)),
            area(Kind.REUNIFICATION, box_corners(54, -30, 68, 20), Capacity(students=40, adults=40)),
            area(Kind.STUDENTS, box_corners(-50, 12, 40, 44), Capacity(students=students)),
            area(Kind.STUDENT_ARRIVAL, box_corners(-68, 12, -54, 44), Capacity(students=120, buses=4)),
        ),
        routes=(
            RouteDraft(
                mode=RouteMode.WALK, name="", line=(door, at((0, -70)), at((0, -10))), distance_m=None, time_s=None
            ),
            RouteDraft(
                mode=RouteMode.BUS, name="", line=(bus_bay, at((-90, 30)), at((-61, 30))), distance_m=None, time_s=None
            ),
        ),
    )
