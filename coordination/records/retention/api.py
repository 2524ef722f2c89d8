"""How long a district keeps what, legal holds and deletions over HTTP. Parse, call, answer; no rule stands here."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Query, Router, Schema, Status
from pydantic import Field

from coordination.keeping.vocabulary import DataClass
from coordination.records.retention.access import district_of_records
from coordination.records.retention.holding import WantedHold, keep_holding, release_hold, set_hold
from coordination.records.retention.queries import (
    DeletionView,
    GoingIncident,
    HoldView,
    RetentionLine,
    deletions_of,
    going_incidents,
    holds_of,
    retention_of_district,
)
from coordination.records.retention.rules import set_days
from coordination.records.retention.wire import HoldIn, ReleaseIn, RetentionIn
from coordination.sign_in.callers import caller_of

router = Router(tags=["records"])


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a district keeps each class of records, and which incidents are deleted within 30 days."""

    classes: list[RetentionLine]
    going: list[GoingIncident]


class HoldOut(Schema):
    hold_id: UUID


class ReleaseOut(Schema):
    """Whether the hold is released, or waits for a second person."""

    is_released: bool


class DeletionQuery(Schema):
    before: Annotated[int, Field(ge=1, le=2**62)] | None = None


@router.get("/districts/{uuid:district_id}/retention", response=Retention, operation_id="read_retention")
def read_retention(request: HttpRequest, district_id: UUID) -> Retention:
    """Return how long a district keeps each class, and what is deleted next: its administrators only."""
    caller = caller_of(request)
    district = district_of_records(caller.asker(), district_id)
    return Retention(retention_of_district(district, caller.at), going_incidents(district, caller.at))


@router.put("/districts/{uuid:district_id}/retention/{data_class}", response={204: None}, operation_id="set_retention")
def put_retention(
    request: HttpRequest, district_id: UUID, data_class: DataClass, given: Body[RetentionIn]
) -> Status[None]:
    """Set how long a district keeps a class. A shorter time counts seven days later."""
    asker = caller_of(request).asker()
    set_days(asker=asker, district_id=district_id, data_class=data_class, days=given.days, reason=given.reason)
    return Status(204, None)


@router.get("/districts/{uuid:district_id}/legal-holds", response=list[HoldView], operation_id="list_legal_holds")
def list_holds(request: HttpRequest, district_id: UUID) -> list[HoldView]:
    """List a district's legal holds, those in force first."""
    caller = caller_of(request)
    return holds_of(district_of_records(caller.asker(), district_id), caller.user_id)


@router.post("/districts/{uuid:district_id}/legal-holds", response={201: HoldOut}, operation_id="set_legal_hold")
def post_hold(request: HttpRequest, district_id: UUID, given: Body[HoldIn]) -> Status[dict[str, UUID]]:
    """Put something under legal hold: from now on nothing of it is deleted."""
    wanted = WantedHold(**given.dict())
    return Status(201, {"hold_id": set_hold(asker=caller_of(request).asker(), district_id=district_id, wanted=wanted)})


@router.post(
    "/districts/{uuid:district_id}/legal-holds/{uuid:hold_id}/release",
    response=ReleaseOut,
    operation_id="release_legal_hold",
)
def post_release(request: HttpRequest, district_id: UUID, hold_id: UUID, given: Body[ReleaseIn]) -> dict[str, bool]:
    """Ask that a hold be released; another administrator's request releases it."""
    asker = caller_of(request).asker()
    done = release_hold(asker=asker, district_id=district_id, hold_id=hold_id, reason=given.reason)
    return {"is_released": done}


@router.delete(
    "/districts/{uuid:district_id}/legal-holds/{uuid:hold_id}/release",
    response={204: None},
    operation_id="keep_legal_hold",
)
def delete_release(request: HttpRequest, district_id: UUID, hold_id: UUID) -> Status[None]:
    """Drop the request to release a hold."""
    keep_holding(asker=caller_of(request).asker(), district_id=district_id, hold_id=hold_id)
    return Status(204, None)


@router.get("/districts/{uuid:district_id}/deletions", response=list[DeletionView], operation_id="list_deletions")
def list_deletions(request: HttpRequest, district_id: UUID, query: Query[DeletionQuery]) -> list[DeletionView]:
    """List what was deleted of a district's, newest first, with what proves it; a hundred at a time."""
    return deletions_of(district_of_records(caller_of(request).asker(), district_id), before=query.before)
