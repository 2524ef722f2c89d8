"""Who is answered what where agencies, people and sites are administered: a school's and its district's alone.

The teacher's account is kept by the school. Of accounts that another agency keeps:
tests/coordination/administration/accounts/test_offers.py.
"""

from uuid import uuid4

from mapping.models import Level
from tests.coordination.access_walk.rows import (
    EVERYBODY,
    NOT_FOUND_BY_ANYBODY,
    Answers,
    Row,
    answers,
    district,
    room,
    site,
    teachers_membership,
)
from tests.stage.full_room import Stage

REASON: dict[str, object] = {"reason": "Moved away."}


# Colleagues and the district see them, and do not keep them.
COLLEAGUES = answers(officer=403, visitor=403)
PARTNERS_OF_POLICE = answers(officer=403, keeper=403, visitor=403)


def school(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.school.id}


def police(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.police.id}


def teacher(stage: Stage) -> dict[str, object]:
    return {"person_id": stage.people["teacher"].public_id}


def request(_stage: Stage) -> dict[str, object]:
    return {"request_id": uuid4()}


def offer(_stage: Stage) -> dict[str, object]:
    return {"offer_id": uuid4()}


def a_building(stage: Stage) -> dict[str, object]:
    return {**site(stage), "building_id": Level.objects.get(pk=stage.level_id).building_id}


def no_hold(stage: Stage) -> dict[str, object]:
    return {**district(stage), "hold_id": uuid4()}


def by_hand() -> dict[str, object]:
    """Return a disclosure to a hospital."""
    return {
        "recipient": "Dr. Vega",
        "organization": "Mercy Hospital",
        "authority": "health_or_safety_emergency",
        "categories": ["medical"],
        "interest": "Treats the student",
        "threat": "An allergic shock",
        "disclosed_at": "2026-11-20T10:00:00-06:00",
    }


def administrators(status: int, *, teacher: int = 403) -> Answers:
    return answers(insider=status, keeper=status, teacher=teacher)


def new_site(stage: Stage) -> dict[str, object]:
    return {
        "name": "Lincoln Annex",
        "school_id": str(stage.cast.school.id),
        "lon": -98.5,
        "lat": 39.8,
        "time_zone": "America/Chicago",
    }


ADMINISTRATION: dict[str, Row] = {
    "GET /districts/{uuid:district_id}/alarm-reach": Row(answers(keeper=200), ids=district),
    # How far a press has come is told to who pressed it.
    "GET /rooms/{uuid:room_id}/panics/{uuid:panic_id}/told": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**room(stage), "panic_id": uuid4()}
    ),
    # Those who dispatch or lead may, also a district: tests/coordination/console.
    "GET /board": Row(answers(else_=403, keeper=200)),
    "POST /agencies": Row(
        answers(keeper=201),
        body=lambda stage: {
            "kind": "school",
            "name": "Ford Elementary",
            "short_name": "Ford",
            "time_zone": "America/Chicago",
            "parent_id": str(stage.cast.district.id),
        },
    ),
    "PUT /agencies/{uuid:agency_id}": Row(
        administrators(204),
        ids=school,
        body=lambda _stage: {"name": "Lincoln", "short_name": "L", "time_zone": "America/Chicago"},
    ),
    "POST /agencies/{uuid:agency_id}/people": Row(
        administrators(201), ids=school, body=lambda _stage: {"name": "Teo Banks", "role": "staff"}
    ),
    "PUT /agencies/{uuid:agency_id}/members/{uuid:member_id}": Row(
        administrators(204), ids=teachers_membership, body=lambda _stage: {"role": "planner"}
    ),
    # A teacher goes without a second person: who may is told so.
    "POST /agencies/{uuid:agency_id}/members/{uuid:member_id}/requests": Row(
        administrators(422), ids=teachers_membership, body=lambda _stage: {**REASON, "change": "end"}
    ),
    # The teacher is of confidential teams: no one alone becomes able to speak as them.
    "POST /people/{uuid:person_id}/requests": Row(
        administrators(201), ids=teacher, body=lambda _stage: {**REASON, "act": "invite_again"}
    ),
    "POST /agencies/{uuid:agency_id}/people/requests": Row(
        administrators(201), ids=school, body=lambda _stage: {**REASON, "act": "make_token"}
    ),
    # No request waits: tests/mou/agencies/test_second_person.py has who may decide on one.
    "POST /membership-requests/{uuid:request_id}/confirm": Row(NOT_FOUND_BY_ANYBODY, ids=request),
    "POST /membership-requests/{uuid:request_id}/withdraw": Row(NOT_FOUND_BY_ANYBODY, ids=request),
    "GET /people": Row(EVERYBODY),
    "GET /people/{uuid:person_id}": Row(administrators(200, teacher=200), ids=teacher),
    "PUT /people/{uuid:person_id}": Row(administrators(409), ids=teacher, body=lambda _stage: {"name": "Teo Banks"}),
    "POST /people/{uuid:person_id}/invitations": Row(administrators(409), ids=teacher),
    "POST /people/{uuid:person_id}/deactivate": Row(administrators(204), ids=teacher, body=lambda _stage: REASON),
    "POST /people/{uuid:person_id}/reactivate": Row(administrators(204), ids=teacher, body=lambda _stage: REASON),
    "DELETE /people/{uuid:person_id}/sessions": Row(administrators(204, teacher=204), ids=teacher),
    "DELETE /people/{uuid:person_id}/sessions/{int:session_id}": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**teacher(stage), "session_id": 1}
    ),
    "GET /me/memberships": Row(EVERYBODY),
    "GET /me/attestation": Row(answers(else_=200)),
    # Nothing checks it here (test_attested_sessions).
    "POST /me/attestation": Row(
        answers(else_=422), body=lambda _stage: {"kind": "app_attest", "challenge": "c", "statement": "s"}
    ),
    "PUT /me/session-lock": Row(answers(else_=204), body=lambda _stage: {"locks": True}),
    "POST /me/offers/{uuid:offer_id}/accept": Row(NOT_FOUND_BY_ANYBODY, ids=offer),
    "POST /me/offers/{uuid:offer_id}/decline": Row(NOT_FOUND_BY_ANYBODY, ids=offer),
    # The agency that keeps an account ends its membership.
    "POST /me/memberships/{uuid:member_id}/leave": Row(
        answers(teacher=409), ids=lambda stage: {"member_id": teachers_membership(stage)["member_id"]}
    ),
    "GET /agencies/{uuid:agency_id}/offers": Row(administrators(200), ids=school),
    "POST /offers/{uuid:offer_id}/withdraw": Row(NOT_FOUND_BY_ANYBODY, ids=offer),
    "POST /districts/{uuid:district_id}/sites": Row(answers(keeper=201), ids=district, body=new_site),
    "GET /agencies/{uuid:agency_id}/audit": Row(answers(insider=200, keeper=200), ids=school),
    "GET /agencies/{uuid:agency_id}/audit.csv": Row(answers(insider=200, keeper=200), ids=school),
    "POST /agencies/{uuid:agency_id}/audit-reviews": Row(
        answers(insider=201, keeper=201), ids=school, body=lambda _stage: {"week": "2026-11-02"}
    ),
    "POST /people/{uuid:person_id}/data": Row(
        administrators(200, teacher=200), ids=teacher, body=lambda _stage: {"reason": "Asked by letter"}
    ),
    "POST /districts/{uuid:district_id}/disclosures": Row(
        answers(keeper=201), ids=district, body=lambda _stage: {**by_hand(), "student": "Quincy Quince"}
    ),
    "POST /districts/{uuid:district_id}/disclosure-searches": Row(
        answers(keeper=200), ids=district, body=lambda _stage: {"student": "Quincy Quince"}
    ),
    "GET /districts/{uuid:district_id}/retention": Row(answers(keeper=200), ids=district),
    "PUT /districts/{uuid:district_id}/retention/{data_class}": Row(
        answers(keeper=204),
        ids=lambda stage: {**district(stage), "data_class": "incidents"},
        body=lambda _stage: {"days": 3650, "reason": "Our schedule"},
    ),
    "GET /districts/{uuid:district_id}/legal-holds": Row(answers(keeper=200), ids=district),
    "POST /districts/{uuid:district_id}/legal-holds": Row(
        answers(keeper=201),
        ids=district,
        body=lambda stage: {"scope": "site", "site_id": str(stage.cast.site.id), "reason": "Court order"},
    ),
    "POST /districts/{uuid:district_id}/legal-holds/{uuid:hold_id}/release": Row(
        NOT_FOUND_BY_ANYBODY, ids=no_hold, body=lambda _stage: {"reason": "Over"}
    ),
    "DELETE /districts/{uuid:district_id}/legal-holds/{uuid:hold_id}/release": Row(NOT_FOUND_BY_ANYBODY, ids=no_hold),
    "GET /districts/{uuid:district_id}/deletions": Row(answers(keeper=200), ids=district),
    # Who changes them and what each agency reads: tests/coordination/administration/test_stations.py.
    "GET /stations": Row(EVERYBODY),
    "POST /agencies/{uuid:agency_id}/stations": Row(
        PARTNERS_OF_POLICE,
        ids=police,
        body=lambda _stage: {"kind": "police_station", "name": "North", "lat": 39.8, "lon": -98.5},
    ),
    "PUT /agencies/{uuid:agency_id}/stations/{uuid:station_id}": Row(
        PARTNERS_OF_POLICE,
        ids=lambda stage: {**police(stage), "station_id": uuid4()},
        body=lambda _stage: {"kind": "police_station", "name": "North", "lat": 39.8, "lon": -98.5},
    ),
    "PUT /agencies/{uuid:agency_id}/stations/{uuid:station_id}/in-use": Row(
        PARTNERS_OF_POLICE,
        ids=lambda stage: {**police(stage), "station_id": uuid4()},
        body=lambda _stage: {"is_in_use": False},
    ),
    "POST /agencies/{uuid:agency_id}/units": Row(
        PARTNERS_OF_POLICE, ids=police, body=lambda _stage: {"kind": "PatrolUnit", "name": "Car 12"}
    ),
    "PUT /agencies/{uuid:agency_id}/units/{uuid:unit_id}": Row(
        PARTNERS_OF_POLICE,
        ids=lambda stage: {**police(stage), "unit_id": uuid4()},
        body=lambda _stage: {"kind": "PatrolUnit", "name": "Car 12"},
    ),
    "PUT /agencies/{uuid:agency_id}/units/{uuid:unit_id}/in-use": Row(
        PARTNERS_OF_POLICE,
        ids=lambda stage: {**police(stage), "unit_id": uuid4()},
        body=lambda _stage: {"is_in_use": False},
    ),
    # Of those who lead the agency's people; no one here does (tests/coordination/administration/test_shift_pages.py).
    "GET /agencies/{uuid:agency_id}/duty": Row(COLLEAGUES, ids=police),
    "GET /agencies/{uuid:agency_id}/shifts": Row(COLLEAGUES, ids=police),
    "POST /agencies/{uuid:agency_id}/shifts": Row(COLLEAGUES, ids=police, body=lambda _stage: {"shifts": []}),
    "DELETE /agencies/{uuid:agency_id}/shifts/{uuid:shift_id}": Row(
        COLLEAGUES, ids=lambda stage: {**police(stage), "shift_id": uuid4()}
    ),
    "PUT /memberships/{uuid:member_id}/duty": Row(
        answers(insider=204, keeper=204, teacher=204),
        ids=lambda stage: {"member_id": teachers_membership(stage)["member_id"]},
        body=lambda _stage: {"is_on_duty": True},
    ),
    "PUT /sites/{uuid:site_id}/settings": Row(
        answers(insider=204, keeper=204, teacher=403, officer=403, visitor=403), ids=site, body=new_site
    ),
}

ADMINISTRATION_PAGES: dict[str, Row] = {
    # Of those who lead responders; no one here does (tests/coordination/web/test_duty_page.py).
    "account/alerts/duty": Row(NOT_FOUND_BY_ANYBODY),
    "account/alerts/duty/<uuid:agency_id>/shifts": Row(NOT_FOUND_BY_ANYBODY, ids=police),
    "console": Row(answers(keeper=200)),
    # Of all who respond, and of districts.
    "stations": Row(answers(officer=200, keeper=200, visitor=200, stranger=200)),
    "stations/<uuid:agency_id>": Row(NOT_FOUND_BY_ANYBODY, ids=police),
    "stations/<uuid:agency_id>/places/<uuid:station_id>": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**police(stage), "station_id": uuid4()}
    ),
    "stations/<uuid:agency_id>/units/<uuid:unit_id>": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**police(stage), "unit_id": uuid4()}
    ),
    "administration": Row(answers(insider=200, keeper=200)),
    "administration/roles": Row(EVERYBODY),
    # What waits there is a second person's: tests/coordination/administration/test_operator.py.
    "administration/recovery": Row(EVERYBODY),
    # The operator's: tests/coordination/administration/test_pages.py.
    "administration/agencies/new": Row(NOT_FOUND_BY_ANYBODY),
    "administration/agencies/<uuid:agency_id>": Row(answers(insider=200, keeper=200), ids=school),
    "administration/agencies/<uuid:agency_id>/invite": Row(answers(insider=200, keeper=200), ids=school),
    "administration/agencies/<uuid:agency_id>/people-file": Row(answers(insider=200, keeper=200), ids=school),
    "administration/people/<uuid:person_id>": Row(answers(insider=200, keeper=200), ids=teacher),
    "districts/<uuid:district_id>/new-school": Row(answers(keeper=200), ids=district),
    "districts/<uuid:district_id>/schools-file": Row(answers(keeper=200), ids=district),
    "sites/<uuid:site_id>/settings": Row(answers(insider=200, keeper=200), ids=site),
    "sites/<uuid:site_id>/buildings": Row(answers(insider=200, keeper=200), ids=site),
    "sites/<uuid:site_id>/buildings/<uuid:building_id>": Row(answers(insider=200, keeper=200), ids=a_building),
    "account/sessions": Row(EVERYBODY),
    "account/memberships": Row(EVERYBODY),
    "incidents/<uuid:incident_id>/evidence.zip": Row(
        answers(insider=200, teacher=200, officer=200), ids=lambda stage: {"incident_id": stage.room.incident_id}
    ),
    "records/<uuid:agency_id>": Row(answers(insider=200, keeper=200), ids=school),
    "account/data": Row(EVERYBODY),
    "administration/people/<uuid:person_id>/data": Row(answers(insider=200, keeper=200, teacher=200), ids=teacher),
    "records/<uuid:district_id>/retention": Row(answers(keeper=200), ids=district),
    "records/<uuid:district_id>/legal-holds": Row(answers(keeper=200), ids=district),
    "records/<uuid:district_id>/deletions": Row(answers(keeper=200), ids=district),
    "records/<uuid:agency_id>/review": Row(answers(insider=200, keeper=200), ids=school),
    "security": Row(EVERYBODY),
    "agency-sign-in/again/": Row(EVERYBODY),
    "security/<uuid:agency_id>/directory": Row(answers(insider=200, keeper=200), ids=school),
    "security/<uuid:agency_id>/sign-in": Row(answers(insider=200, keeper=200), ids=school),
    "security/<uuid:agency_id>": Row(answers(insider=200, teacher=200, keeper=200), ids=school),
}
