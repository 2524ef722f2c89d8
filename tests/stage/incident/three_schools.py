"""Three schools of a district, their people, a county's sheriff, a town's police and dispatch, for a real server.

Run as `python -m tests.stage.incident.three_schools`: prints ids and tokens.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from tests.support.processes import run_program

# The sites by a short name; the first is the cast's own, with an agreement about it alone with the town's police.
SITES = {"lincoln": "Lincoln High School", "hill": "Hill High School", "cedar": "Cedar Middle School"}
ROOMS = {"lincoln": "Lincoln Main", "hill": "Hill Main", "cedar": "Cedar Main"}


@dataclass(frozen=True)
class ThreeSchools:
    """`sites`: the ids by short name; `tokens`: of sessions, by who."""

    sites: dict[str, str]
    tokens: dict[str, str]


def set_three_schools(env: Mapping[str, str]) -> ThreeSchools:
    """Write everything into the migrated, empty database of these settings, in a process of its own."""
    return ThreeSchools(**json.loads(run_program("tests.stage.incident.three_schools", env=env)))


def write_stage() -> dict[str, object]:
    """Write the schools with their plans, the people and the agreements; return ids and tokens."""
    from datetime import date

    from coordination.models import User
    from mou.models import Agency
    from mou.vocabulary import AgencyKind, MemberRole
    from tests.factories.cast import make_cast
    from tests.factories.mapping import make_plan, make_site
    from tests.factories.mou import make_agency, make_member, make_memorandum, make_user
    from tests.stage.served import session_of

    cast = make_cast()

    def member(agency: Agency, name: str, role: MemberRole) -> User:
        return make_member(agency, user=make_user(username=name), role=role).user

    people = {
        "teacher": cast.teacher,
        "principal": cast.insider,
        "officer": cast.officer,
        "dispatcher": cast.dispatcher,
    }
    sites = {"lincoln": cast.site}
    for name in ("hill", "cedar"):
        school = make_agency(AgencyKind.SCHOOL, parent=cast.district, name=SITES[name].removesuffix(" School"))
        sites[name] = make_site(cast.district, school=school, name=SITES[name])
        people[f"{name}_principal"] = member(school, f"{name}_principal", MemberRole.ADMINISTRATOR)
        if name == "hill":
            people["hill_teacher"] = member(school, "hill_teacher", MemberRole.STAFF)
    for name, site in sites.items():
        make_plan(site, building=ROOMS[name])
    sheriff = make_agency(AgencyKind.SHERIFF, name="Fairview County Sheriff")
    make_memorandum(cast.district, sheriff, expires_on=date(2999, 1, 1))
    people["sheriff"] = member(sheriff, "sheriff", MemberRole.COMMANDER)
    return {
        "sites": {name: str(site.pk) for name, site in sites.items()},
        "tokens": {name: session_of(user) for name, user in people.items()},
    }


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_stage()))
