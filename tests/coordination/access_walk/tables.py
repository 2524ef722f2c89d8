"""Who is answered what, by every route, page and command: the tables that the access walk goes through."""

from uuid import uuid4

from mapping.vocabulary import MapCollection
from tests.coordination.access_walk.rows import (
    EVERYBODY,
    IN_COMMAND,
    IN_DISTRICT_OR_AGREED,
    KEEPERS_OF_PLANS,
    MEDICAL_TIER,
    NOT_FOUND_BY_ANYBODY,
    READERS,
    Row,
    answers,
    command,
    control_points,
    district,
    draft,
    incident,
    intake,
    invitation,
    keepers_get,
    memorandum,
    no_learned_word,
    no_reunification,
    one_feature,
    plan_import,
    reunification,
    room,
    scanned_floorplan,
    seen_draft,
    seen_published,
    site,
    teachers_membership,
    version,
)
from tests.stage.full_room import Stage
from tests.stage.maps.plan_client import today

# Nothing of these is drawn there.
NOT_ON_THE_STAGE = (MapCollection.OPENING_POINTS, MapCollection.AREAS, MapCollection.AREA_LINES)


def opening(stage: Stage) -> dict[str, object]:
    return command(stage, "open_incident")


API: dict[str, Row] = {
    **dict.fromkeys(("GET /me", "GET /me/in-use", "POST /me/in-use"), Row(EVERYBODY)),
    "GET /me/missed": Row(EVERYBODY, query=lambda _stage: "?since=2026-01-01T00:00:00Z"),
    **dict.fromkeys(("GET /me/session", "POST /me/session"), Row(EVERYBODY)),
    # One's own, and no one else's: without a mail server, and without a code that waits (test_app_keeps_its_session).
    "POST /me/address": Row(answers(else_=404), body=lambda _stage: {"address": "a@example.org", "password": "x"}),
    "POST /me/address/confirm": Row(answers(else_=422), body=lambda _stage: {"code": "AAAA-BBBB"}),
    "POST /ws-tickets": Row(answers(else_=201)),
    "GET /incidents": Row(EVERYBODY),
    "POST /incidents": Row(answers(insider=201, teacher=201, officer=201, keeper=201, visitor=201), body=opening),
    "GET /incidents/{uuid:incident_id}": Row(IN_DISTRICT_OR_AGREED, ids=incident),
    "POST /rooms/{uuid:room_id}/commands": Row(READERS, ids=room, body=lambda stage: command(stage, "post_message")),
    "GET /rooms/{uuid:room_id}/state": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/entries": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/entries/search": Row(READERS, ids=room, query=lambda _stage: "?q=zebra"),
    "GET /rooms/{uuid:room_id}/entries/{int:seq}/readers": Row(
        answers(insider=200, teacher=403, officer=200, keeper=403, visitor=403),
        ids=lambda stage: {**room(stage), "seq": stage.message_seq},
    ),
    "GET /entries/search": Row(EVERYBODY, query=lambda _stage: "?q=zebra"),
    "GET /rooms/{uuid:room_id}/levels": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/gazetteer": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/command": Row(READERS, ids=room),
    "POST /rooms/{uuid:room_id}/mutual-aid/{uuid:aid_id}/code": Row(IN_COMMAND, ids=invitation),
    "GET /rooms/{uuid:room_id}/reunification": Row(READERS, ids=room),
    "POST /rooms/{uuid:room_id}/uploads": Row(
        answers(insider=201, teacher=201, officer=201, keeper=403, visitor=403), ids=room, is_upload=True
    ),
    "GET /rooms/{uuid:room_id}/attachments/{uuid:attachment_id}": Row(
        answers(insider=200, teacher=200, officer=404, keeper=403, visitor=403),
        ids=lambda stage: {**room(stage), "attachment_id": stage.school_attachment_id},
    ),
    "POST /panics": Row(
        answers(insider=201, teacher=201, officer=201, keeper=201, visitor=201),
        body=lambda stage: command(stage, "raise_panic"),
    ),
    "GET /sites/{uuid:site_id}/panic-places": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /rooms/{uuid:room_id}/alerts": Row(
        answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403), ids=room
    ),
    "POST /panic-intakes": Row(
        answers(keeper=201),
        body=lambda stage: {"district_id": str(stage.cast.district.id), "name": "Wall buttons"},
    ),
    "POST /panic-intakes/{uuid:intake_id}/buttons": Row(
        answers(keeper=204),
        ids=intake,
        body=lambda stage: {"ref": "b-1", "label": "Office", "site_id": str(stage.cast.site.id)},
    ),
    "DELETE /panic-intakes/{uuid:intake_id}": Row(answers(keeper=204), ids=intake),
    "GET /districts/{uuid:district_id}/panic-tiers": Row(answers(keeper=200), ids=district),
    "PUT /districts/{uuid:district_id}/panic-tiers/{kind}": Row(
        answers(keeper=204),
        ids=lambda stage: {**district(stage), "kind": "medical"},
        body=lambda _stage: MEDICAL_TIER,
    ),
    "GET /response-actions": Row(EVERYBODY),
    "GET /rooms/{uuid:room_id}/response-actions/{uuid:action_id}/rooms": Row(
        READERS, ids=lambda stage: {**room(stage), "action_id": stage.lockdown_id()}
    ),
    "POST /rooms/{uuid:room_id}/response-actions/{uuid:action_id}/read": Row(
        answers(insider=204, teacher=204, officer=204),
        ids=lambda stage: {**room(stage), "action_id": stage.lockdown_id()},
    ),
    # The officer's agreement opens the roster; tests/coordination/incident/accountability has one that does not.
    "GET /rooms/{uuid:room_id}/reported-names": Row(READERS, ids=room),
    "GET /rooms/{uuid:room_id}/rooms-to-account-for": Row(READERS, ids=room),
    # For responders alone: where teams are gives them away.
    "GET /rooms/{uuid:room_id}/rooms-to-search": Row(
        answers(insider=403, teacher=403, officer=200, keeper=403, visitor=403), ids=room
    ),
    "PUT /districts/{uuid:district_id}/panic-rule": Row(
        answers(keeper=204),
        ids=lambda stage: {"district_id": stage.cast.district.id},
        body=lambda _stage: {"confirmation_required": True},
    ),
    "GET /sites": Row(EVERYBODY),
    "GET /sites/{uuid:site_id}": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /sites/{uuid:site_id}/levels": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /levels/{uuid:level_id}/plan": Row(IN_DISTRICT_OR_AGREED, ids=lambda stage: {"level_id": stage.level_id}),
    "GET /sites/{uuid:site_id}/resolve": Row(IN_DISTRICT_OR_AGREED, ids=site, query=lambda _stage: "?q=room+101"),
    "GET /sites/{uuid:site_id}/gazetteer": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /levels/{uuid:level_id}/versions": Row(IN_DISTRICT_OR_AGREED, ids=lambda stage: {"level_id": stage.level_id}),
    "GET /sites/{uuid:site_id}/buildings": Row(IN_DISTRICT_OR_AGREED, ids=site),
    # A draft of the floor is open, so that even who keeps it cannot rename it now.
    "PUT /levels/{uuid:level_id}/name": Row(
        keepers_get(409),
        ids=lambda stage: {"level_id": stage.level_id},
        body=lambda _stage: {"name": "Second floor", "short_name": "2"},
        headers=seen_draft,
    ),
    "PUT /sites/{uuid:site_id}/buildings/{uuid:building_id}/floor-counting": Row(
        answers(teacher=403, officer=403, visitor=403),
        ids=lambda stage: {**site(stage), "building_id": uuid4()},
        body=lambda _stage: {"floor_counting": "uk"},
    ),
    # Who sees the floor but does not keep it is told so; the draft itself does not exist for them.
    "POST /levels/{uuid:level_id}/drafts": Row(
        keepers_get(201),
        ids=lambda stage: {"level_id": stage.level_id},
        headers=seen_draft,
    ),
    "GET /floorplans/{uuid:floorplan_id}": Row(KEEPERS_OF_PLANS, ids=draft),
    "GET /floorplans/{uuid:floorplan_id}/plan": Row(KEEPERS_OF_PLANS, ids=draft),
    "GET /floorplans/{uuid:floorplan_id}/difference": Row(
        KEEPERS_OF_PLANS, ids=draft, query=lambda stage: f"?since={stage.published_id}"
    ),
    "DELETE /floorplans/{uuid:floorplan_id}": Row(answers(insider=204, keeper=204), ids=draft, headers=seen_draft),
    "POST /floorplans/{uuid:floorplan_id}/features": Row(
        answers(insider=201, keeper=201),
        ids=draft,
        headers=seen_draft,
        body=lambda _stage: {
            "kind": "object",
            "category": "aed",
            "geometry": {"type": "Point", "coordinates": [-98.5, 39.8]},
        },
    ),
    "PATCH /floorplans/{uuid:floorplan_id}/features/{uuid:feature_id}": Row(
        KEEPERS_OF_PLANS,
        ids=lambda stage: {**draft(stage), "feature_id": stage.room_on_draft_id},
        headers=seen_draft,
        body=lambda _stage: {"number": "101B"},
    ),
    "DELETE /floorplans/{uuid:floorplan_id}/features/{uuid:feature_id}": Row(
        KEEPERS_OF_PLANS,
        ids=lambda stage: {**draft(stage), "feature_id": stage.room_on_draft_id},
        headers=seen_draft,
    ),
    # Nothing was edited yet: who may is told so.
    "POST /floorplans/{uuid:floorplan_id}/undo": Row(answers(insider=409, keeper=409), ids=draft, headers=seen_draft),
    "POST /floorplans/{uuid:floorplan_id}/redo": Row(answers(insider=409, keeper=409), ids=draft, headers=seen_draft),
    "POST /floorplans/{uuid:floorplan_id}/photos": Row(
        # The file of the walk is no picture.
        answers(insider=422, keeper=422),
        ids=draft,
        headers=seen_draft,
        is_upload=True,
        fields={"lon": "-98.5", "lat": "39.8"},
    ),
    "POST /floorplans/{uuid:floorplan_id}/verify": Row(
        # The insider has begun the draft: another person verifies it.
        answers(insider=409, keeper=200),
        ids=draft,
        headers=seen_draft,
        body=lambda _stage: {"walked_on": today(), "walked_with": ["Fairview Police"]},
    ),
    "POST /floorplans/{uuid:floorplan_id}/publish": Row(
        answers(insider=409, keeper=409), ids=draft, headers=seen_draft
    ),
    "POST /floorplans/{uuid:floorplan_id}/acknowledge": Row(
        IN_DISTRICT_OR_AGREED, ids=lambda stage: {"floorplan_id": stage.published_id}, headers=seen_published
    ),
    "GET /plan-photos/{uuid:photo_id}": Row(NOT_FOUND_BY_ANYBODY, ids=lambda _stage: {"photo_id": uuid4()}),
    "GET /sites/{uuid:site_id}/pack": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "POST /sites/{uuid:site_id}/pack": Row(IN_DISTRICT_OR_AGREED, ids=site, body=lambda _stage: {"files": {}}),
    # No street map is installed on the stage; tests/mapping/sites/test_basemap_tiles.py has one.
    "GET /basemap": Row(answers(), query=lambda _stage: "?z=1&x=0&y=0"),
    "GET /ogc": Row(EVERYBODY),
    "GET /ogc/conformance": Row(EVERYBODY),
    "GET /ogc/collections": Row(EVERYBODY),
    **{f"GET /ogc/collections/{name}": Row(EVERYBODY) for name in MapCollection},
    **{f"GET /ogc/collections/{name}/items": Row(EVERYBODY) for name in MapCollection},
    **{
        f"GET /ogc/collections/{name}/items/{{uuid:feature_id}}": Row(IN_DISTRICT_OR_AGREED, ids=one_feature(name))
        for name in MapCollection
        if name not in NOT_ON_THE_STAGE
    },
    # A feature that is not there looks like one that is not theirs.
    **{
        f"GET /ogc/collections/{name}/items/{{uuid:feature_id}}": Row(
            answers(), ids=lambda _stage: {"feature_id": uuid4()}
        )
        for name in NOT_ON_THE_STAGE
    },
    "GET /sites/{uuid:site_id}/exports": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /sites/{uuid:site_id}/export": Row(IN_DISTRICT_OR_AGREED, ids=site, query=lambda _stage: "?kind=geojson"),
    "POST /sites/{uuid:site_id}/plan-imports": Row(keepers_get(202), ids=site, is_upload=True),
    "GET /sites/{uuid:site_id}/plan-imports": Row(keepers_get(200), ids=site),
    "GET /sites/{uuid:site_id}/learned-words": Row(keepers_get(200), ids=site),
    "DELETE /sites/{uuid:site_id}/learned-words/{int:word_id}": Row(keepers_get(404), ids=no_learned_word),
    "GET /plan-imports/{uuid:job_id}": Row(answers(insider=200, keeper=200), ids=plan_import),
    "GET /plan-imports/{uuid:job_id}/defects": Row(answers(insider=200, keeper=200), ids=plan_import),
    "GET /plan-imports/{uuid:job_id}/defects.csv": Row(answers(insider=200, keeper=200), ids=plan_import),
    "GET /plan-imports/{uuid:job_id}/defects.json": Row(answers(insider=200, keeper=200), ids=plan_import),
    "POST /sites/{uuid:site_id}/plan-looks": Row(keepers_get(200), ids=site, is_upload=True),
    "POST /sites/{uuid:site_id}/plan-placements": Row(keepers_get(200), ids=site, body=control_points),
    "POST /plan-imports/{uuid:job_id}/cancel": Row(answers(insider=200, keeper=200), ids=plan_import),
    "GET /floorplans/{uuid:floorplan_id}/scan": Row(IN_DISTRICT_OR_AGREED, ids=scanned_floorplan),
    "GET /floorplans/{uuid:floorplan_id}/image": Row(IN_DISTRICT_OR_AGREED, ids=scanned_floorplan),
    "GET /sites/{uuid:site_id}/map-rules": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "POST /sites/{uuid:site_id}/map-rules/attestations": Row(
        keepers_get(201),
        ids=site,
        body=lambda _stage: {"rule": "CIM-10", "note": "Flown in spring."},
    ),
    "GET /sites/{uuid:site_id}/map-rules/certificate.pdf": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /districts/{uuid:district_id}/disclosures.pdf": Row(answers(keeper=200), ids=district),
    "GET /incidents/{uuid:incident_id}/evidence.zip": Row(READERS, ids=incident),
    "GET /incidents/{uuid:incident_id}/brief.pdf": Row(answers(insider=200), ids=incident),
    "GET /sites/{uuid:site_id}/distribution": Row(keepers_get(200), ids=site),
    "POST /sites/{uuid:site_id}/distribution": Row(
        keepers_get(201),
        ids=site,
        body=lambda _stage: {"recipient": "State office of school safety"},
    ),
    "GET /sites/{uuid:site_id}/reunification-sites": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /sites/{uuid:site_id}/reunification-sites/recommendation": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "POST /sites/{uuid:site_id}/reunification-sites": Row(keepers_get(201), ids=site, body=reunification),
    # There is none: who may change one is told so, who may not is told only that.
    "PUT /sites/{uuid:site_id}/reunification-sites/{uuid:reunification_id}": Row(
        answers(teacher=403, officer=403, visitor=403), ids=no_reunification, body=reunification
    ),
    "DELETE /sites/{uuid:site_id}/reunification-sites/{uuid:reunification_id}": Row(
        answers(teacher=403, officer=403, visitor=403), ids=no_reunification
    ),
    "GET /districts/{uuid:district_id}/map-rules": Row(answers(keeper=200), ids=district),
    "PUT /districts/{uuid:district_id}/map-rules/profile": Row(
        answers(keeper=204), ids=district, body=lambda _stage: {"key": "TX"}
    ),
    "GET /sites/{uuid:site_id}/roster": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /facilities": Row(EVERYBODY, query=lambda _stage: "?bbox=-99,39,-98,40"),
    "GET /agencies": Row(EVERYBODY),
    "GET /agencies/{uuid:agency_id}/members": Row(
        answers(insider=200, teacher=200, keeper=200), ids=lambda stage: {"agency_id": stage.cast.school.id}
    ),
    "POST /agencies/{uuid:agency_id}/members/{uuid:member_id}/end": Row(
        answers(insider=204, teacher=403, keeper=204),
        ids=teachers_membership,
        body=lambda _stage: {"reason": "Moved away."},
    ),
    "GET /memoranda": Row(EVERYBODY),
    "GET /memoranda/{uuid:memorandum_id}": Row(answers(keeper=200), ids=memorandum),
    "POST /memoranda/{uuid:memorandum_id}/terminate": Row(
        answers(keeper=204), ids=memorandum, body=lambda _stage: {"reason": "New words."}
    ),
    "GET /explanations": Row(
        IN_DISTRICT_OR_AGREED, query=lambda stage: f"?site_id={stage.cast.site.id}&action=see_roster"
    ),
    "GET /rooms/{uuid:room_id}/agreement": Row(IN_DISTRICT_OR_AGREED, ids=room),
    "GET /sites/{uuid:site_id}/headcount": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "GET /memoranda/{uuid:memorandum_id}/versions/{int:number}/rehearsal": Row(
        answers(keeper=200), ids=lambda stage: {**memorandum(stage), "number": 1}
    ),
    "GET /districts/{uuid:district_id}/disclosures": Row(answers(keeper=200), ids=district),
    "GET /districts/{uuid:district_id}/disclosures.csv": Row(answers(keeper=200), ids=district),
    "GET /emergency-access": Row(EVERYBODY),
    "POST /emergency-access/{uuid:access_id}/review": Row(
        answers(keeper=204),
        ids=lambda stage: {"access_id": stage.access_id},
        body=lambda _stage: {"outcome": "justified", "note": "A child was missing."},
    ),
    "POST /agencies/{uuid:agency_id}/members/{uuid:member_id}/suspend": Row(
        answers(insider=204, teacher=403, keeper=204),
        ids=teachers_membership,
        body=lambda _stage: {"reason": "Inquiry"},
    ),
    "POST /agencies/{uuid:agency_id}/members/{uuid:member_id}/reinstate": Row(
        answers(insider=409, teacher=403, keeper=409),
        ids=teachers_membership,
        body=lambda _stage: {"reason": "Cleared."},
    ),
    # The walk's file is no Word file, and only the keeper is told so.
    "POST /memoranda/{uuid:memorandum_id}/readings": Row(answers(keeper=422), ids=memorandum, is_upload=True),
    "GET /memoranda/{uuid:memorandum_id}/versions/{int:number}/pdf": Row(answers(keeper=200), ids=version),
    "GET /memoranda/{uuid:memorandum_id}/versions/{int:number}/findings": Row(answers(keeper=200), ids=version),
    "GET /memoranda/{uuid:memorandum_id}/versions/{int:number}/comparison/{uuid:other_id}/{int:other_number}": Row(
        answers(keeper=200),
        ids=lambda stage: {**version(stage), "other_id": stage.cast.agreement.id, "other_number": 1},
    ),
    "GET /devices": Row(EVERYBODY),
    "GET /devices/web-push-key": Row(EVERYBODY),
    "POST /devices": Row(
        answers(else_=201),
        body=lambda _stage: {"kind": "console", "value": str(uuid4()), "platform": "test", "locale": "en"},
    ),
    "DELETE /devices/{uuid:device_id}": Row(
        answers(officer=204), ids=lambda stage: {"device_id": stage.officers_device_id}
    ),
    # The officer's is a phone that needs no code; everybody else learns nothing of it.
    "POST /devices/{uuid:device_id}/confirmation": Row(
        answers(officer=204),
        ids=lambda stage: {"device_id": stage.officers_device_id},
        body=lambda _stage: {"code": "000000"},
    ),
    "GET /notifications": Row(EVERYBODY),
    "POST /notifications/{uuid:notification_id}/receipts": Row(
        answers(officer=204),
        ids=lambda stage: {"notification_id": stage.officers_notification_id},
        body=lambda _stage: {"stage": "opened"},
    ),
}

# Asked by other systems, who sign what they send: test_panic_intakes.py, test_text_answers.py.
OF_OTHERS = ("panic-intake/{uuid:intake_id}", "social-alert-intake/{uuid:provider_id}", "text-answers")
# By the key of a district's caller: tests/coordination/family_messages/test_family_doors.py.
SIGNED_ROUTES = {"GET /family-feed", *(f"POST /{one}" for one in OF_OTHERS)}

# Whoever has a code gets in: tests/coordination/incident/mutual_aid/test_doors.py.
CODE_ROUTES = {"POST /mutual-aid/entries"}
# A page of its own for everybody who may; anonymous is sent to the sign-in page.
PAGES: dict[str, Row] = {
    "": Row(EVERYBODY),
    "incidents/<uuid:incident_id>": Row(IN_DISTRICT_OR_AGREED, ids=incident),
    **{
        f"incidents/<uuid:incident_id>/{half}": Row(IN_DISTRICT_OR_AGREED, ids=incident)
        for half in ("map", "timeline", "board")
    },
    "sites/<uuid:site_id>": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "agreements/<uuid:memorandum_id>/check": Row(answers(keeper=200), ids=memorandum),
    "agreements/<uuid:memorandum_id>/compare/<uuid:other_id>": Row(
        answers(keeper=200), ids=lambda stage: {**memorandum(stage), "other_id": stage.cast.agreement.id}
    ),
    "levels/<uuid:level_id>/history": Row(IN_DISTRICT_OR_AGREED, ids=lambda stage: {"level_id": stage.level_id}),
    # Whoever does not keep the plans sees one version: there is nothing to compare, and no editor.
    "levels/<uuid:level_id>/difference": Row(KEEPERS_OF_PLANS, ids=lambda stage: {"level_id": stage.level_id}),
    "levels/<uuid:level_id>/edit": Row(KEEPERS_OF_PLANS, ids=lambda stage: {"level_id": stage.level_id}),
    "sites/<uuid:site_id>/plan-imports": Row(KEEPERS_OF_PLANS, ids=site),
    "sites/<uuid:site_id>/verify-floors": Row(KEEPERS_OF_PLANS, ids=site),
    "sites/<uuid:site_id>/print": Row(IN_DISTRICT_OR_AGREED, ids=site),
    # In the room with a command role, or named to command: the officer's agreement has no order of command.
    "incidents/<uuid:incident_id>/brief": Row(answers(insider=200), ids=incident),
    "incidents/<uuid:incident_id>/brief.pdf": Row(answers(insider=200), ids=incident),
    "plan-imports/<uuid:job_id>": Row(KEEPERS_OF_PLANS, ids=plan_import),
    "sites/<uuid:site_id>/reunification": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "sites/<uuid:site_id>/map-rules": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "sites/<uuid:site_id>/map-rules/certificate.pdf": Row(IN_DISTRICT_OR_AGREED, ids=site),
    "districts/<uuid:district_id>/map-rules": Row(answers(keeper=200), ids=district),
    "panic": Row(EVERYBODY),
    "why": Row(EVERYBODY),
    # In development and in the demo: everybody.
    "style": Row(answers(insider=200, keeper=200)),
    # For who leads responders, and no one here does: tests/coordination/incident/disclosures/test_ledgers.py.
    "emergency-access": Row(NOT_FOUND_BY_ANYBODY),
    "districts/<uuid:district_id>/disclosures": Row(answers(keeper=200), ids=district),
    "districts/<uuid:district_id>/disclosures.pdf": Row(answers(keeper=200), ids=district),
    "districts/<uuid:district_id>/readiness": Row(answers(keeper=200), ids=district),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/rehearsal": Row(
        answers(keeper=200), ids=lambda stage: {**memorandum(stage), "number": 1}
    ),
    "account/alerts": Row(EVERYBODY),
    # Everybody sees their own tests, and theirs alone.
    "account/alerts/tests/<uuid:test_id>": Row(
        answers(officer=200), ids=lambda stage: {"test_id": stage.officers_test_id}
    ),
    "incidents/<uuid:incident_id>/my-room": Row(IN_DISTRICT_OR_AGREED, ids=incident),
    "panic-tiers": Row(answers(keeper=200)),
    "panic-buttons": Row(answers(keeper=200)),
    "panic-buttons/<uuid:intake_id>": Row(answers(keeper=200), ids=intake),
    # Leads on to the incident's page.
    "rooms/<uuid:room_id>": Row(answers(insider=302, teacher=302, officer=302, keeper=302, visitor=302), ids=room),
}
