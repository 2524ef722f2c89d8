"""Who is answered what about SROs and training. The officer is SRO of Lincoln; the record is the teacher's.

No one of the walk leads the police: tests/coordination/training has who does.
"""

from uuid import uuid4

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import (
    EVERYBODY,
    NOT_FOUND_BY_ANYBODY,
    Row,
    answers,
    district,
    incident,
    teachers_membership,
)
from tests.factories.practice.training import TRAINING_SECRETS
from tests.stage.full_room import Stage


def sro(stage: Stage) -> dict[str, object]:
    return {"assignment_id": stage.sro_id}


def part(stage: Stage) -> dict[str, object]:
    return {**sro(stage), "party": "district"}


def record(stage: Stage) -> dict[str, object]:
    return {"record_id": stage.training_record_id}


def sites(stage: Stage) -> dict[str, object]:
    return {"site_ids": [str(stage.cast.site.id)]}


def course(_stage: Stage) -> dict[str, object]:
    return {"course": "srm", "completed_on": "2026-08-24", "reason": "A typing mistake."}


def new_record(stage: Stage) -> dict[str, object]:
    member_id = str(teachers_membership(stage)["member_id"])
    return {"course": "srm", "completed_on": "2026-08-24", "member_id": member_id}


def new_sro(stage: Stage) -> dict[str, object]:
    member_id, district_id = str(stage.cast.officer_member.pk), str(stage.cast.district.pk)
    return {**sites(stage), "member_id": member_id, "district_id": district_id, "since": "2026-08-24"}


SRO = "/sro-assignments/{uuid:assignment_id}"
AGENCY = "/agencies/{uuid:agency_id}"
RECORD = "/training-records/{uuid:record_id}"
THE_AGENCYS = answers(officer=403, keeper=403)
THE_DISTRICTS = answers(officer=403, keeper=204)
TRAINING: dict[str, Row] = {
    "GET /sro-assignments": Row(EVERYBODY),
    f"GET {SRO}": Row(answers(officer=200, keeper=200), ids=sro),
    "POST /sro-assignments": Row(NOT_FOUND_BY_ANYBODY, body=new_sro),
    f"PUT {SRO}": Row(THE_AGENCYS, ids=sro, body=sites),
    f"POST {SRO}/end": Row(
        THE_AGENCYS, ids=sro, body=lambda _stage: {"ended_on": "2026-11-20", "why": "promoted", "reason": "Sergeant."}
    ),
    f"PUT {SRO}/selections/{{party}}": Row(THE_DISTRICTS, ids=part, body=lambda _stage: {"panel": "Two of us."}),
    f"POST {SRO}/selections/{{party}}/signature": Row(THE_DISTRICTS, ids=part, body=lambda _stage: {"name": "K. Keep"}),
    f"POST {SRO}/reviews": Row(
        THE_DISTRICTS,
        ids=sro,
        body=lambda _stage: {"party": "district", "held_on": "2026-11-20", "note": "Knows every door."},
    ),
    "GET /me/training-records": Row(EVERYBODY),
    f"GET {AGENCY}/training-records": Row(answers(insider=200), ids=school),
    f"POST {AGENCY}/training-records": Row(answers(insider=201), ids=school, body=new_record),
    f"GET {RECORD}": Row(answers(insider=200, teacher=200), ids=record),
    f"POST {RECORD}/corrections": Row(answers(insider=201, teacher=403), ids=record, body=course),
    f"POST {RECORD}/withdrawal": Row(
        answers(insider=204, teacher=403), ids=record, body=lambda _stage: {"reason": "Never there."}
    ),
    f"POST {RECORD}/verification": Row(answers(insider=204, teacher=403), ids=record),
    # What the walk sends is neither a picture nor a PDF, and no table.
    f"POST {RECORD}/certificate": Row(answers(insider=422, teacher=403), ids=record, is_upload=True),
    f"GET {RECORD}/certificate": Row(answers(insider=200, teacher=200), ids=record),
    f"POST {AGENCY}/training-files/looks": Row(answers(insider=422), ids=school, is_upload=True),
    f"POST {AGENCY}/training-files/{{uuid:upload_id}}": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**school(stage), "upload_id": uuid4()}
    ),
    f"GET {AGENCY}/training-courses": Row(answers(insider=200), ids=school),
    f"POST {AGENCY}/training-courses": Row(
        answers(insider=201), ids=school, body=lambda _stage: {"code": "own_one", "name": "Our own", "hours": 2}
    ),
    f"POST {AGENCY}/training-courses/{{str:code}}/retirement": Row(
        answers(insider=422), ids=lambda stage: {**school(stage), "code": "none"}
    ),
    "GET /districts/{uuid:district_id}/training-coverage": Row(answers(keeper=200), ids=district),
    "GET /incidents/{uuid:incident_id}/never-drilled": Row(answers(insider=200), ids=incident),
}

TRAINING_PAGES: dict[str, Row] = {
    "training": Row(EVERYBODY),
    "training/officers": Row(answers(officer=200, keeper=200)),
    "training/officers/<uuid:assignment_id>": Row(answers(officer=200, keeper=200), ids=sro),
    "training/agencies/<uuid:agency_id>": Row(answers(insider=200), ids=school),
    "training/agencies/<uuid:agency_id>/new-officer": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {"agency_id": stage.cast.police.pk}
    ),
    "training/completed/<uuid:record_id>": Row(answers(insider=200, teacher=200), ids=record),
    "training/files/<uuid:agency_id>": Row(answers(insider=200), ids=school),
    "training/coverage/<uuid:district_id>": Row(answers(keeper=200), ids=district),
    "incidents/<uuid:incident_id>/never-drilled": Row(answers(insider=200), ids=incident),
}
SECRETS = TRAINING_SECRETS
