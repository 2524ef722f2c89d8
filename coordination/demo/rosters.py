"""A small roster of the demo's school, by a OneRoster set as a school's system would export it. No one in it exists."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from coordination.models import User
from coordination.rosters.reading.archive import read_archive
from coordination.rosters.vocabulary import RosterSource
from coordination.rosters.work.keeping import add_reader, let_reader_in, readers_to_let_in
from coordination.rosters.work.uploads import take_set
from coordination.sign_in.addresses import prove_address
from mapping.models import Site
from mapping.sites.actions import SiteGiven, change_site
from mapping.sites.bell_schedule import periods_from
from mou.models import Agency
from mou.vocabulary import OPERATOR

# The demo is looked at at any hour: its school never closes.
BELLS = "Period 1 00:00-05:55\nPeriod 2 06:00-11:55\nPeriod 3 12:00-17:55\nPeriod 4 18:00-23:59"
PERIODS = ("Period 1", "Period 2", "Period 3", "Period 4")
ROOMS = ("111", "112", "113", "114")
SUBJECTS = ("Imaginary Numbers", "Fictional History", "Made-Up Biology", "Pretend Spanish")
GIVEN = (
    *("Ada", "Bo", "Cy", "Dee", "Ed", "Fay", "Gus", "Hal", "Ida", "Jo", "Kit", "Lou", "Mo"),
    *("Nan", "Oz", "Pia", "Quin", "Ria", "Sal", "Ty", "Una", "Vic", "Wes", "Yan"),
)
PER_ROOM = 19
TEACHER = "demo-teacher"
# Who signs in as that teacher.
TEACHES = "teacher"


def load_roster(
    *, district_id: UUID, site_id: UUID, school: str, keeper_id: int, readers: Sequence[str], at: datetime
) -> None:
    """Bring the roster in, name a reader and say the bells. Durable transactions."""
    district = Agency.objects.get(pk=district_id)
    take_set(
        district,
        read_archive(_write_archive(school, at), heard=lambda _done, _total: None),
        source=RosterSource.CSV,
        actor_id=OPERATOR,
        may_shrink=False,
        at=at,
        progress=lambda _done, _total: None,
    )
    site = Site.objects.select_related("school").get(pk=site_id)
    assert site.school is not None, "the school has its site"
    people = {one.username: one for one in User.objects.filter(username__in=(*readers, TEACHES))}
    for name in readers:
        about: dict[str, Any] = {"agency_id": site.school.pk, "person_id": people[name].public_id, "at": at}
        add_reader(actor_id=keeper_id, **about)
        first = people[readers[0]]
        if people[name].public_id in readers_to_let_in(user_id=first.pk, agency=site.school, at=at):
            let_reader_in(actor_id=first.pk, **about)
    with transaction.atomic():
        prove_address(people[TEACHES], at)
    given = SiteGiven(
        name=site.name,
        address=site.address,
        school_id=site.school.pk,
        location=(site.location.x, site.location.y),
        boundary=() if site.boundary is None else site.boundary.coords,
        time_zone=site.time_zone,
        enrollment=site.enrollment,
        bell_schedule=periods_from(BELLS),
    )
    change_site(actor_id=OPERATOR, site_id=site_id, given=given, at=at)


def _write_archive(school: str, at: datetime) -> bytes:
    names = ["orgs", "academicSessions", "users", "roles", "classes", "enrollments"]
    files: dict[str, Iterable[Iterable[object]]] = {
        "manifest": [
            ("propertyName", "value"),
            ("oneroster.version", "1.2"),
            *((f"file.{one}", "bulk") for one in names),
        ],
        "orgs": [("sourcedId", "name", "type"), ("demo-org", school, "school")],
        "academicSessions": [
            ("sourcedId", "title", "startDate", "endDate"),
            ("demo-year", "Demo year", (at - timedelta(days=60)).date(), (at + timedelta(days=300)).date()),
        ],
        **_people_tables(),
        **_class_tables(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(f"{name}.csv", _write_csv(rows))
    return out.getvalue()


def _list_students() -> list[tuple[str, str, str]]:
    """Return ids with given and family names."""
    return [
        (f"demo-{room}-{number}", GIVEN[(number + 5 * nth) % len(GIVEN)], f"Fictional-{room}{chr(65 + number)}")
        for nth, room in enumerate(ROOMS)
        for number in range(PER_ROOM)
    ]


def _people_tables() -> dict[str, list[tuple[object, ...]]]:
    users: list[tuple[object, ...]] = [
        ("sourcedId", "givenName", "familyName", "email", "phone", "grades", "agentSourcedIds")
    ]
    roles: list[tuple[object, ...]] = [("sourcedId", "userSourcedId", "roleType", "role", "orgSourcedId")]

    def put(key: str, role: str, *cells: str) -> None:
        users.append((key, *cells))
        roles.append((f"role-{key}", key, "primary", role, "demo-org"))

    put(TEACHER, "teacher", "Terry", "Teacher-Example", "teacher@demo.invalid", "", "", "")
    for key, given, family in _list_students():
        guardian = f"guardian-{key}"
        put(guardian, "guardian", "Parent of", family, "", "+1 555 0100", "", "")
        put(key, "student", given, family, "", "", "10", guardian)
    return {"users": users, "roles": roles}


def _class_tables() -> dict[str, list[tuple[object, ...]]]:
    head = ("sourcedId", "title", "classType", "location", "schoolSourcedId", "termSourcedIds", "periods")
    classes: list[tuple[object, ...]] = [head]
    enrollments: list[tuple[object, ...]] = [("sourcedId", "classSourcedId", "userSourcedId", "role")]
    students = [key for key, _, _ in _list_students()]
    groups = [students[begin : begin + PER_ROOM] for begin in range(0, len(students), PER_ROOM)]
    for turn, period in enumerate(PERIODS):
        for nth, room in enumerate(ROOMS):
            key = f"demo-class-{room}-{turn + 1}"
            title = f"{SUBJECTS[nth]} {turn + 1}"
            classes.append((key, title, "scheduled", f"Room {room}", "demo-org", "demo-year", period))
            # Each period the groups move on by one room; in Room 112 sits the teacher who signs in.
            group = groups[(nth + turn) % len(groups)]
            enrollments += [(f"{key}-{student}", key, student, "student") for student in group]
            if room == "112":
                enrollments.append((f"{key}-teacher", key, TEACHER, "teacher"))
    return {"classes": classes, "enrollments": enrollments}


def _write_csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
