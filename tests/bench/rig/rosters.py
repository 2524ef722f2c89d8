"""Store a roster, and write as many bare rows: in a process of its own, over a migrated, empty database."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping

from tests.bench.rig.people import waits
from tests.support.processes import ROOT
from tests.support.services import ServiceError, app_environment

CLASSES_OF_ONE, IN_A_CLASS, SCHOOLS = 7, 25, 12


def timed(database_url: str, *, var: object, students: int) -> dict[str, float]:
    """Return seconds and milliseconds by name."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.rig.rosters", str(students)],
        env=app_environment(database_url, None, var=var),  # type: ignore[arg-type]  # a path
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServiceError(f"the roster could not be stored:\n{done.stderr[-4000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- in the process of its own ----------------------------------------------------------------------------------------
def tables(students: int, *, year: int) -> dict[str, list[Mapping[str, str]]]:
    """Return a district in a school year: everybody is a grade higher in the next, and in other classes."""
    users: list[Mapping[str, str]] = []
    roles: list[Mapping[str, str]] = []
    enrollments: list[Mapping[str, str]] = []
    classes = max(1, students * CLASSES_OF_ONE // IN_A_CLASS)
    for one in range(students):
        school = f"org-{one % SCHOOLS}"
        users.append(_user(f"s{one}", "Student", one, grades=f"{one % 9 + year:02}", agentSourcedIds=f"g{one}"))
        users.append(_user(f"g{one}", "Parent", one, phone="+1 555 0100"))
        roles += [_role(f"s{one}", "student", school), _role(f"g{one}", "guardian", school)]
        for number in range(CLASSES_OF_ONE):
            of = f"c{year}-{(one * CLASSES_OF_ONE + number) % classes}"
            enrollments.append(
                {
                    "sourcedId": f"e{year}-{one}-{number}",
                    "classSourcedId": of,
                    "userSourcedId": f"s{one}",
                    "role": "student",
                }
            )
    return {
        "orgs": [{"sourcedId": f"org-{one}", "name": f"School {one}", "type": "school"} for one in range(SCHOOLS)],
        "academicSessions": [
            {"sourcedId": f"y{year}", "title": f"Year {year}", "startDate": "2026-08-01", "endDate": "2027-06-30"}
        ],
        "users": users,
        "roles": roles,
        "classes": [
            {
                "sourcedId": f"c{year}-{one}",
                "title": f"Class {one}",
                "schoolSourcedId": f"org-{one % SCHOOLS}",
                "termSourcedIds": f"y{year}",
                "periods": f"{one % 8 + 1}",
                "location": f"{100 + one % 80}",
            }
            for one in range(classes)
        ],
        "enrollments": enrollments,
    }


def _user(key: str, given: str, number: int, **more: str) -> Mapping[str, str]:
    return {"sourcedId": key, "givenName": given, "familyName": f"Example {number}", "enabledUser": "true", **more}


def _role(user: str, role: str, org: str) -> Mapping[str, str]:
    row = {"sourcedId": f"r-{user}", "userSourcedId": user, "roleType": "primary"}
    return {**row, "role": role, "orgSourcedId": org}


def rows_s(students: int) -> float:
    """Return how long the database takes for as many bare people and enrollments, which are made beforehand."""
    from django.db import transaction

    from coordination.rosters.models import Enrollment, Roster, RosterClass, RosterPerson, RosterSchool
    from mou.vocabulary import AgencyKind
    from tests.factories.mou import make_agency

    roster = Roster.objects.create(district=make_agency(AgencyKind.DISTRICT, name="Bare"))
    org = RosterSchool.objects.create(roster=roster, sourced_id="o", name="Bare")
    held = RosterClass.objects.create(roster=roster, sourced_id="c", org=org, title="Bare")
    people = [
        RosterPerson(
            roster=roster, sourced_id=f"{kind}{one}", kind=kind, org=org, given_name="A", family_name=f"B{one}"
        )
        for one in range(students)
        for kind in ("student", "guardian")
    ]
    began = time.perf_counter()
    with transaction.atomic():
        RosterPerson.objects.bulk_create(people, batch_size=1000)
        rows = [
            Enrollment(roster=roster, sourced_id=f"e{one.pk}{number}", of_class=held, person=one, is_teacher=False)
            for one in people[::2]
            for number in range(CLASSES_OF_ONE)
        ]
        Enrollment.objects.bulk_create(rows, batch_size=1000)
    return time.perf_counter() - began


def measured(students: int) -> dict[str, float]:
    """Store a first year, then the next in its place, and beside each write as an alarm and a new hold do."""
    from coordination.keeping.proof import lock_deletions
    from mou.vocabulary import AgencyKind
    from tests.factories.mou import make_agency
    from tests.factories.rosters import bring, packed

    district = make_agency(AgencyKind.DISTRICT, name="Prairie Schools")
    bring(make_agency(AgencyKind.DISTRICT, name="Warm"), packed(tables(20, year=0)))
    found: dict[str, float] = {}
    for name, year in (("first", 0), ("next", 1)):
        content = packed(tables(students, year=year))
        began = time.perf_counter()
        with waits(lock_deletions) as waited_s:
            bring(district, content)
        found |= {f"{name}_s": time.perf_counter() - began, f"{name}_longest_wait_ms": max(waited_s) * 1e3}
    return {**found, "rows_s": rows_s(students)}


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordination.settings")
    django.setup()
    print(json.dumps(measured(int(sys.argv[1]))))
