"""What a row of the access walk is, and what its addresses and bodies are filled with from the stage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from django.test import Client

from mapping.plans.if_match import version_tag
from mapping.vocabulary import MapCollection
from tests.factories.commands import sample_command
from tests.stage.full_room import MAY_ENTER, PLACE, STRANGERS, Stage

PEOPLE = (*("insider", "teacher", "officer"), *MAY_ENTER, *STRANGERS)
NOBODY_ELSE = 404
type Answers = dict[str, int]
type Body = Callable[[Stage], dict[str, object]]


def answers(*, else_: int = NOBODY_ELSE, **given: int) -> Answers:
    """Return everybody's status; whoever is not named gets `else_`; anonymous is always asked to sign in."""
    return {**dict.fromkeys(PEOPLE, else_), **given}


EVERYBODY = answers(else_=200)
IN_DISTRICT_OR_AGREED = answers(insider=200, teacher=200, officer=200, keeper=200, visitor=200)
# Drafts exist only for those who keep the site's maps. Photos: tests/mapping/edits/test_plan_photos.py.
KEEPERS_OF_PLANS = answers(insider=200, keeper=200)
NOT_FOUND_BY_ANYBODY = answers()
IN_COMMAND = answers(insider=200, teacher=403, officer=403, keeper=403, visitor=403)
# Whoever may enter but has not is told to join; that is no secret to them.
READERS = answers(insider=200, teacher=200, officer=200, keeper=403, visitor=403)


MEDICAL_TIER: dict[str, object] = {
    "severity": "severe",
    "tells": ["office"],
    "responders": ["ems"],
    "first_word": "aloud",
    "is_at_once": False,
    "asks_confirmation": False,
}


@dataclass(frozen=True)
class Row:
    """A route: how to fill its address, what to send, and what everybody is answered."""

    answers: Answers
    ids: Callable[[Stage], dict[str, object]] = lambda _stage: {}
    body: Body | None = None
    query: Callable[[Stage], str] = lambda _stage: ""
    is_upload: bool = False
    # What the form of an upload has besides its file, and the headers that a request needs.
    fields: dict[str, str] = field(default_factory=dict)
    headers: Callable[[Stage], dict[str, str]] = lambda _stage: {}


def room(stage: Stage) -> dict[str, object]:
    return {"room_id": stage.room.id}


def incident(stage: Stage) -> dict[str, object]:
    return {"incident_id": stage.room.incident_id}


def invitation(stage: Stage) -> dict[str, object]:
    return {**room(stage), "aid_id": stage.aid_id()}


def site(stage: Stage) -> dict[str, object]:
    return {"site_id": stage.cast.site.id}


def draft(stage: Stage) -> dict[str, object]:
    return {"floorplan_id": stage.draft_id}


def seen_draft(stage: Stage) -> dict[str, str]:
    return {"If-Match": version_tag(stage.draft_id, "draft", 0)}


def seen_published(stage: Stage) -> dict[str, str]:
    return {"If-Match": version_tag(stage.published_id, "published", 0)}


def one_feature(collection: MapCollection) -> Callable[[Stage], dict[str, object]]:
    """Return a feature of the stage's site, as its keeper finds it."""
    address = f"/api/v1/ogc/collections/{collection}/items"

    def ids(stage: Stage) -> dict[str, object]:
        found = Client().get(address, headers=stage.headers("insider")).json()["features"]
        return {"feature_id": found[0]["id"]}

    return ids


def district(stage: Stage) -> dict[str, object]:
    return {"district_id": stage.cast.district.id}


def keepers_get(status: int) -> Answers:
    """Return answers where only those who keep the maps of a site may ask at all."""
    return answers(insider=status, keeper=status, teacher=403, officer=403, visitor=403)


def no_learned_word(stage: Stage) -> dict[str, object]:
    return {**site(stage), "word_id": 0}


def no_reunification(stage: Stage) -> dict[str, object]:
    return {**site(stage), "reunification_id": uuid4()}


def reunification(_stage: Stage) -> dict[str, object]:
    return {"rank": 1, "name": "Fairgrounds", "is_on_campus": False, "lon": -98.49, "lat": 39.8}


def control_points(_stage: Stage) -> dict[str, object]:
    return {"kind": "scan", "points": [[0, 0, -98.5, 39.8], [100, 0, -98.49, 39.8], [0, 100, -98.5, 39.79]]}


def intake(stage: Stage) -> dict[str, object]:
    return {"intake_id": stage.intake_id}


def plan_import(stage: Stage) -> dict[str, object]:
    return {"job_id": stage.plan_import_id}


def scanned_floorplan(stage: Stage) -> dict[str, object]:
    return {"floorplan_id": stage.scanned_floorplan_id}


def memorandum(stage: Stage) -> dict[str, object]:
    return {"memorandum_id": stage.cast.agreement.id}


def teachers_membership(stage: Stage) -> dict[str, object]:
    return {"agency_id": stage.cast.school.id, "member_id": stage.teacher_member_id}


def version(stage: Stage) -> dict[str, object]:
    return {**memorandum(stage), "number": 1}


OF_FACTS = ("confirm_fact", "supersede_fact", "withdraw_fact")
# What a command is about, where it must be there; what it begins has an id of its own.
ABOUT: dict[str, tuple[str, Callable[[Stage], object]]] = {
    **dict.fromkeys(("move_marker", "remove_marker"), ("marker_id", lambda stage: stage.marker_id)),
    "erase_shape": ("shape_id", lambda stage: stage.shape_id),
    "acknowledge_priority_message": ("message_id", lambda stage: stage.priority_message_id),
    **dict.fromkeys(("open_locked_rooms", "release_response_action"), ("action_id", lambda stage: stage.lockdown_id())),
    "change_response_action": ("replaces", lambda stage: stage.lockdown_id()),
    **dict.fromkeys(("acknowledge_mayday", "clear_mayday"), ("mayday_id", lambda stage: stage.mayday_id())),
    "end_mutual_aid": ("aid_id", lambda stage: stage.aid_id()),
    "mark_space": ("space_id", lambda stage: stage.space_id),
    "tell_door": ("door_id", lambda stage: stage.space_id),
    "assign_search_area": ("level_id", lambda stage: stage.level_id),
    "withdraw_room_report": ("report_id", lambda stage: stage.report_id()),
}


def command(stage: Stage, command_type: str) -> dict[str, object]:
    """Return a valid command of a type about what is on the stage."""
    things: dict[str, object] = {
        "id": str(uuid4()),
        "site_id": str(stage.cast.site.id),
        "participant_id": str(stage.participant_id("officer" if command_type == "remove_participant" else "insider")),
        "space_ids": [str(stage.space_id)],
        **PLACE,
        "accuracy_m": 5,
        "seq": stage.message_seq,
        "upload_id": str(stage.officers_upload_id),
        "agency_id": str(stage.cast.police.id) if command_type == "record_disclosure" else None,
        "missing": 1,
    }
    if command_type in OF_FACTS:
        things |= dict(zip(("fact_id", "by_fact_id"), map(str, stage.fact_ids()), strict=False))
    if command_type in ABOUT:
        name, thing = ABOUT[command_type]
        things[name] = str(thing(stage))
    return sample_command(command_type, **things)
