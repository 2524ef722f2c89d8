"""First actions over HTTP: the same for everyone who is signed in."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from coordination.incident.first_actions.words import advice_for
from coordination.sign_in.callers import caller_of
from coordination.vocabulary import IncidentType, ResponseActionKind, SafetyStrategy, ShelterHazard

router = Router(tags=["incidents"])


class ProposedActionOut(Schema):
    """A response action at the whole site, as `start_response_action` takes it. Nothing starts it but that command."""

    kind: ResponseActionKind
    hazard: ShelterHazard | None
    strategy: SafetyStrategy | None
    destination: str | None
    words: Annotated[str, Field(description="That it is proposed, in the caller's language.")]


class FirstActionsOut(Schema):
    """What to do first at a type of incident, in the caller's language. Advice: nothing follows from it by itself."""

    school: Annotated[list[str], Field(description="What the school does first; empty: there is no advice.")]
    dispatch: Annotated[list[str], Field(description="What dispatch does first.")]
    proposal: Annotated[ProposedActionOut | None, Field(description="The response action that is proposed, if any.")]


@router.get("/first-actions", response=FirstActionsOut, operation_id="first_actions")
def read_first_actions(request: HttpRequest, incident_type: IncidentType) -> FirstActionsOut:
    """Say what a school and dispatch do first at a type of incident, and which response action is proposed."""
    caller_of(request)
    advice = advice_for(incident_type)
    if advice is None:
        return FirstActionsOut(school=[], dispatch=[], proposal=None)
    return FirstActionsOut.model_validate(advice, from_attributes=True)
