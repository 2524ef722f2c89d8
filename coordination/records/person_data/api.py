"""A person's data over HTTP. Parse, call, answer; no rule stands here."""

from typing import Any
from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from ninja import Body, Router, Schema

from coordination.records.person_data.access import person_to_export
from coordination.records.person_data.archive import note_taken
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.wire import PersonDataIn
from coordination.sign_in.callers import caller_of

router = Router(tags=["records"])


class PersonDataOut(Schema):
    """What is held about a person, by section; `format` says which sections there are."""

    format: int
    made_at: str
    person_id: UUID
    account: dict[str, Any]
    memberships: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    ways_to_sign_in: list[dict[str, Any]]
    devices: list[dict[str, Any]]
    alerts: list[dict[str, Any]]
    rooms: list[dict[str, Any]]
    emergency_access: list[dict[str, Any]]
    agreements: list[dict[str, Any]]
    acts_about_me: list[dict[str, Any]]
    what_i_did: list[dict[str, Any]]
    counts: dict[str, int]


@router.post("/people/{uuid:person_id}/data", response=PersonDataOut, operation_id="export_person_data")
def export_person_data(request: HttpRequest, person_id: UUID, given: Body[PersonDataIn]) -> dict[str, Any]:
    """Return everything that is held about a person: to the person, and to the administrator of all their agencies."""
    caller = caller_of(request)
    grant = person_to_export(user_id=caller.user_id, person_id=person_id, at=caller.at)
    document = person_document(grant.person, caller.at)
    note_taken(grant.person, by_id=caller.user_id, reason=given.reason, source=get_ip(request) or "")
    return document
