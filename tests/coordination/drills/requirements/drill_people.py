"""The people of drill law, and how they ask: shared by the tests of records, pages and files."""

import json
from dataclasses import dataclass
from datetime import date

from django.test import Client

from coordination.models import User
from mou.models import Memorandum
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from tests.factories.cast import Cast, make_cast
from tests.factories.mapping import make_site
from tests.factories.mou import make_agency, make_member, make_memorandum, make_user

FAR = date(2999, 1, 1)


@dataclass(frozen=True)
class People:
    """The cast, and who else comes to drills: planners, a fire agency that covers the site, and ones that do not."""

    cast: Cast
    planner: User
    superintendent: User
    neighbor: User  # a teacher of another school of the district
    firefighter: User
    far_firefighter: User  # whose agreement names another site
    medic: User
    fire_agreement: Memorandum


def make_people() -> People:
    cast = make_cast()
    other = make_agency(AgencyKind.SCHOOL, name="Roosevelt Middle", parent=cast.district)
    far = make_site(cast.district, school=other, name="Roosevelt Middle School")
    fire, far_fire, ems = (make_agency(kind) for kind in (AgencyKind.FIRE, AgencyKind.FIRE, AgencyKind.EMS))
    agreement = make_memorandum(
        cast.district, fire, sites=[cast.site.pk], grants=[TermKind.ROOM_ACCESS], expires_on=FAR
    )
    make_memorandum(cast.district, far_fire, sites=[far.pk], expires_on=FAR)
    make_memorandum(cast.district, ems, sites=[cast.site.pk], expires_on=FAR)
    return People(
        cast=cast,
        planner=make_member(cast.district, user=make_user(username="planner"), role=MemberRole.PLANNER).user,
        superintendent=make_member(cast.district, user=make_user(username="super"), role=MemberRole.STAFF).user,
        neighbor=make_member(other, role=MemberRole.STAFF).user,
        firefighter=make_member(fire, user=make_user(username="marshal")).user,
        far_firefighter=make_member(far_fire).user,
        medic=make_member(ems).user,
        fire_agreement=agreement,
    )


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask(user: User, method: str, path: str, body: object = None) -> tuple[int, dict[str, object]]:
    """Return a status and an answer; of a problem also the first `pointer`."""
    sent = b"" if body is None else json.dumps(body)
    response = as_(user).generic(method, f"/api/v1/drills{path}", sent, "application/json")
    found = response.json() if response.content else {}
    if "errors" in found:
        found["pointer"] = found["errors"][0]["pointer"]
    return response.status_code, found
