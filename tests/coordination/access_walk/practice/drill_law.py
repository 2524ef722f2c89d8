"""Who is answered what about drills: the school and its district, and responders whose agreement covers the site.

The insider administers the school; teacher, officer and visitor read. The keeper administers the district.
"""

from tests.coordination.access_walk.rows import EVERYBODY, IN_DISTRICT_OR_AGREED, Answers, Row, answers, district, site
from tests.factories.practice.drills import DRILL_SECRETS
from tests.stage.full_room import Stage

GIVEN: dict[str, object] = {"type": "fire", "starts_at": "2026-10-06T14:00:00Z", "ends_at": "2026-10-06T14:20:00Z"}


def drill(stage: Stage) -> dict[str, object]:
    return {"drill_id": stage.drill_id}


def kept(status: int) -> Answers:
    return answers(insider=status, keeper=status, teacher=403, officer=403, visitor=403)


def own_law(_stage: Stage) -> dict[str, object]:
    rule = {"code": "fire", "title_en": "Fire drill", "types": ["fire"], "per": "year"}
    return {"key": "XX", "name": "Made-up state", "citation": "Made-up code 1", "rules": [rule]}


def year(_stage: Stage) -> dict[str, object]:
    return {"begins_on": "2031-08-20", "ends_on": "2032-06-04", "second_semester_on": "2032-01-05"}


SCHOOL, DISTRICT, RECORD = (
    "/drills/schools/{uuid:site_id}",
    "/drills/districts/{uuid:district_id}",
    "/drills/records/{uuid:drill_id}",
)
OF_DISTRICT = answers(keeper=200)
KEEPERS_OF_DISTRICT = answers(keeper=204)
DRILL_LAW: dict[str, Row] = {
    "GET /drills/schools": Row(EVERYBODY),
    f"GET {SCHOOL}": Row(IN_DISTRICT_OR_AGREED, ids=site),
    f"GET {SCHOOL}/records": Row(IN_DISTRICT_OR_AGREED, ids=site),
    f"POST {SCHOOL}/records": Row(kept(201), ids=site, body=lambda _stage: GIVEN),
    f"GET {SCHOOL}/calendar": Row(IN_DISTRICT_OR_AGREED, ids=site),
    f"GET {SCHOOL}/table": Row(IN_DISTRICT_OR_AGREED, ids=site),
    f"GET {SCHOOL}/certificate": Row(IN_DISTRICT_OR_AGREED, ids=site),
    # What the walk sends is no table.
    "POST /drills/imports": Row(
        answers(insider=422, keeper=422, teacher=403, officer=403, visitor=403, stranger=403, former=403),
        is_upload=True,
    ),
    f"GET {RECORD}": Row(IN_DISTRICT_OR_AGREED, ids=drill),
    f"PUT {RECORD}": Row(
        kept(204), ids=drill, body=lambda _stage: {"drill": GIVEN, "version": 1, "reason": "Typed wrong"}
    ),
    # Of those at the stage no one is of a fire agency: tests/coordination/drills/requirements.
    f"POST {RECORD}/sign-off": Row(
        answers(insider=403, teacher=403, officer=403, keeper=403, visitor=403),
        ids=drill,
        body=lambda _stage: {"version": 1},
    ),
    f"POST {RECORD}/notices": Row(
        kept(204), ids=drill, body=lambda _stage: {"channel": "letter", "sent_at": "2026-10-01T12:00:00Z"}
    ),
    f"GET {DISTRICT}": Row(OF_DISTRICT, ids=district),
    f"GET {DISTRICT}/calendar": Row(OF_DISTRICT, ids=district),
    f"GET {DISTRICT}/table": Row(OF_DISTRICT, ids=district),
    f"GET {DISTRICT}/laws": Row(OF_DISTRICT, ids=district),
    f"PUT {DISTRICT}/law": Row(KEEPERS_OF_DISTRICT, ids=district, body=lambda _stage: {"key": "TX"}),
    f"PUT {DISTRICT}/laws/{{str:key}}": Row(
        KEEPERS_OF_DISTRICT, ids=lambda stage: {**district(stage), "key": "XX"}, body=own_law
    ),
    f"DELETE {DISTRICT}/laws/{{str:key}}": Row(answers(), ids=lambda stage: {**district(stage), "key": "XX"}),
    f"GET {DISTRICT}/school-years/{{int:year}}": Row(OF_DISTRICT, ids=lambda stage: {**district(stage), "year": 2031}),
    f"PUT {DISTRICT}/school-years/{{int:year}}": Row(
        KEEPERS_OF_DISTRICT, ids=lambda stage: {**district(stage), "year": 2031}, body=year
    ),
}
READ_PAGE = Row(IN_DISTRICT_OR_AGREED, ids=site)
DISTRICT_PAGE = Row(OF_DISTRICT, ids=district)
DRILL_LAW_PAGES: dict[str, Row] = {
    "drills/law": Row(IN_DISTRICT_OR_AGREED),
    "drills/calendar": Row(IN_DISTRICT_OR_AGREED),
    "drills/import": Row(answers(insider=200, keeper=200)),
    "drills/districts/<uuid:district_id>": DISTRICT_PAGE,
    "drills/districts/<uuid:district_id>/law": DISTRICT_PAGE,
    "drills/districts/<uuid:district_id>/laws/<slug:key>": Row(
        OF_DISTRICT, ids=lambda stage: {**district(stage), "key": "TX"}
    ),
    "drills/districts/<uuid:district_id>/calendar.ics": DISTRICT_PAGE,
    "drills/districts/<uuid:district_id>/drills.csv": DISTRICT_PAGE,
    "drills/schools/<uuid:site_id>": READ_PAGE,
    "drills/schools/<uuid:site_id>/new": Row(answers(insider=200, keeper=200), ids=site),
    "drills/schools/<uuid:site_id>/calendar.ics": READ_PAGE,
    "drills/schools/<uuid:site_id>/drills.csv": READ_PAGE,
    "drills/schools/<uuid:site_id>/certificate": READ_PAGE,
    "drills/schools/<uuid:site_id>/certificate.pdf": READ_PAGE,
    "drills/records/<uuid:drill_id>": Row(IN_DISTRICT_OR_AGREED, ids=drill),
}
SECRETS = DRILL_SECRETS
DELETIONS = {"remove_drill_law"}
