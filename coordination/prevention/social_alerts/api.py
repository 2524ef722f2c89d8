"""Alerts over HTTP: for reviewers, officers who may read some, and who keeps a desk. Providers have another door."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Query, Router, Status

from coordination.casework.kinds.routes import add_kind_routes
from coordination.casework.kinds.views import fill_view
from coordination.casework.texts import TeamMemberTaken
from coordination.errors import MalformedRequest
from coordination.prevention.social_alerts.access import ALERT_DESKS, add_reviewer, desk_with_rules_for, take_reviewer
from coordination.prevention.social_alerts.errors import AlertDeskNotFound, BadAlertDesk
from coordination.prevention.social_alerts.models import AlertFence, AlertProvider
from coordination.prevention.social_alerts.rules.given import (
    AlertDeskIn,
    AlertFenceIn,
    AlertIncidentIn,
    AlertProviderIn,
    AlertRuleIn,
    AlertRuleStepIn,
    AlertStepIn,
    AlertsWanted,
    AlertTeamIn,
    AlertWindowIn,
)
from coordination.prevention.social_alerts.wire import (
    AlertDeskOut,
    AlertFenceMade,
    AlertFenceOut,
    AlertIncidentOut,
    AlertKeyMade,
    AlertKeyOut,
    AlertLine,
    AlertPerson,
    AlertProviderOut,
    AlertRuleMade,
    AlertRuleView,
    AlertWindowMade,
    AlertWindowOut,
)
from coordination.prevention.social_alerts.work import desks, fences, rules
from coordination.prevention.social_alerts.work.incidents import open_from_alert
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND, RULE_KIND
from coordination.prevention.social_alerts.work.queries import note_search, rules_of, search_alerts
from coordination.prevention.social_alerts.work.reports import AlertReport, report_of
from coordination.sign_in.callers import caller_of
from mapping.errors import BadSite
from mapping.sites.boundaries.boundary_text import boundary_from

router = Router(tags=["social alerts"])
ALERT = "/social-alerts/{uuid:alert_id}"
DESK = "/districts/{uuid:district_id}/social-alert-desk"
PROVIDER = DESK + "/providers/{uuid:provider_id}"
FENCE = DESK + "/fences/{uuid:fence_id}"


class OfDesk(TypedDict):
    """Who asks, of which district's desk, and when: what each act on a desk is given."""

    actor_id: int
    district_id: UUID
    at: datetime


def _asked_of_desk(request: HttpRequest, district_id: UUID) -> OfDesk:
    caller = caller_of(request)
    return OfDesk(actor_id=caller.user_id, district_id=district_id, at=caller.at)


# --- alerts -----------------------------------------------------------------------------------------------------------
@router.get("/social-alerts", response=list[AlertLine], operation_id="list_social_alerts")
def list_alerts(request: HttpRequest, wanted: Query[AlertsWanted]) -> list[AlertLine]:
    """List the alerts that the caller may read, without a word of any post; a search is written down."""
    caller = caller_of(request)
    if wanted.list_asked():
        return search_alerts(wanted, user_id=caller.user_id, at=caller.at)
    return ALERT_KIND.list_lines(caller.user_id, caller.at, is_open=not wanted.decided)


add_kind_routes(
    router,
    "/social-alerts",
    ALERT_KIND,
    AlertStepIn,
    name="social_alert",
    reads="Return an alert; until the decision with the post.",
    takes="Take a step. 409 with a code that says why, where the state does not allow it. A decision erases the post.",
)


@router.post(ALERT + "/incident", response={201: AlertIncidentOut}, operation_id="open_incident_from_social_alert")
def post_incident(request: HttpRequest, alert_id: UUID, given: Body[AlertIncidentIn]) -> Status[dict[str, UUID]]:
    """Open an incident at the alert's site: a life is threatened. Nothing of the post goes along."""
    incident_id = open_from_alert(asker=caller_of(request).asker(), alert_id=alert_id, given=given)
    return Status(201, {"incident_id": incident_id})


# --- desks ------------------------------------------------------------------------------------------------------------
@router.get(DESK, response=AlertDeskOut, operation_id="read_social_alert_desk")
def read_desk(request: HttpRequest, district_id: UUID) -> AlertDeskOut:
    """Return a desk with its reviewers, providers and fences; for administrators of the district."""
    caller = caller_of(request)
    found = ALERT_DESKS.administered_team(user_id=caller.user_id, agency_id=district_id, at=caller.at)
    if found.team is None:
        raise AlertDeskNotFound
    return AlertDeskOut(
        district_id=district_id,
        is_open=found.team.is_open,
        keep_days=found.team.keep_days,
        team=[
            AlertPerson(person_id=one.user.public_id, name=one.user.shown_name(), counts=counts)
            for one, counts in found.members
        ],
        providers=[_provider_out(one) for one in desks.sending_providers(found.team)],
        fences=[_fence_out(one) for one in fences.drawn_fences(found.team).prefetch_related("windows")],
    )


def _provider_out(provider: AlertProvider) -> AlertProviderOut:
    keys = [AlertKeyOut(key_id=key.pk, created_at=key.created_at) for key in provider.keys.all()]
    return AlertProviderOut(provider_id=provider.pk, name=provider.name, keys=keys)


def _fence_out(fence: AlertFence) -> AlertFenceOut:
    windows = [fill_view(AlertWindowOut, one, {"window_id": one.pk}) for one in fence.windows.all()]
    return fill_view(AlertFenceOut, fence, {"fence_id": fence.pk, "site": fence.site.name, "windows": windows})


@router.put(DESK, response={204: None}, operation_id="set_social_alert_desk")
def put_desk(request: HttpRequest, district_id: UUID, given: Body[AlertDeskIn]) -> Status[None]:
    """Make a desk, or change its settings. While it is closed, no post is taken."""
    desks.set_desk(**_asked_of_desk(request, district_id), **given.model_dump())
    return Status(204, None)


@router.post(DESK + "/team", response={204: None}, operation_id="add_social_alert_reviewer")
def post_team(request: HttpRequest, district_id: UUID, given: Body[AlertTeamIn]) -> Status[None]:
    """Let someone of the district or one of its schools review."""
    add_reviewer(caller_of(request).asker(), district_id, given)
    return Status(204, None)


@router.delete(DESK + "/team/{uuid:person_id}", response={204: None}, operation_id="take_social_alert_reviewer")
def delete_team(request: HttpRequest, district_id: UUID, person_id: UUID) -> Status[None]:
    """Let someone review no longer: they read nothing from now on."""
    take_reviewer(caller_of(request).asker(), district_id, TeamMemberTaken(person_id=person_id))
    return Status(204, None)


@router.post(DESK + "/providers", response={201: AlertKeyMade}, operation_id="add_social_alert_provider")
def post_provider(request: HttpRequest, district_id: UUID, given: Body[AlertProviderIn]) -> Status[desks.NewKey]:
    """Let another company's system send posts. The answer shows its first key, once."""
    made = desks.add_provider(**_asked_of_desk(request, district_id), name=given.name)
    return Status(201, made)


@router.delete(PROVIDER, response={204: None}, operation_id="revoke_social_alert_provider")
def delete_provider(request: HttpRequest, district_id: UUID, provider_id: UUID) -> Status[None]:
    """Take nothing from a provider from now on."""
    desks.revoke_provider(**_asked_of_desk(request, district_id), provider_id=provider_id)
    return Status(204, None)


@router.post(PROVIDER + "/keys", response={201: AlertKeyMade}, operation_id="add_social_alert_key")
def post_key(request: HttpRequest, district_id: UUID, provider_id: UUID) -> Status[desks.NewKey]:
    """Give a provider another key; the older ones count until they are revoked."""
    made = desks.add_key(**_asked_of_desk(request, district_id), provider_id=provider_id)
    return Status(201, made)


@router.delete(PROVIDER + "/keys/{uuid:key_id}", response={204: None}, operation_id="revoke_social_alert_key")
def delete_key(request: HttpRequest, district_id: UUID, provider_id: UUID, key_id: UUID) -> Status[None]:
    """Refuse a key from now on."""
    desks.revoke_key(**_asked_of_desk(request, district_id), provider_id=provider_id, key_id=key_id)
    return Status(204, None)


# --- fences -----------------------------------------------------------------------------------------------------------
@router.post(DESK + "/fences", response={201: AlertFenceMade}, operation_id="add_social_alert_fence")
def post_fence(request: HttpRequest, district_id: UUID, given: Body[AlertFenceIn]) -> Status[dict[str, UUID]]:
    """Draw a fence around a site's boundary or a parcel, with a buffer."""
    try:
        parcel = boundary_from(given.parcel)
    except BadSite as bad:
        raise BadAlertDesk("That draws no area.", pointer="/parcel") from bad
    said = given.model_dump(exclude={"parcel"})
    made = fences.add_fence(**_asked_of_desk(request, district_id), parcel=parcel, **said)
    return Status(201, {"fence_id": made.pk})


@router.delete(FENCE, response={204: None}, operation_id="retire_social_alert_fence")
def delete_fence(request: HttpRequest, district_id: UUID, fence_id: UUID) -> Status[None]:
    """Let a fence count no longer; its alerts stay."""
    fences.retire_fence(**_asked_of_desk(request, district_id), fence_id=fence_id)
    return Status(204, None)


@router.post(FENCE + "/windows", response={201: AlertWindowMade}, operation_id="add_social_alert_window")
def post_window(
    request: HttpRequest, district_id: UUID, fence_id: UUID, given: Body[AlertWindowIn]
) -> Status[dict[str, UUID]]:
    """Say that a fence counts during a game, graduation or another event."""
    if given.starts_at.tzinfo is None or given.ends_at.tzinfo is None:
        raise MalformedRequest("An instant has a time zone.", pointer="/starts_at")
    made = fences.add_window(**_asked_of_desk(request, district_id), fence_id=fence_id, **given.model_dump())
    return Status(201, {"window_id": made.pk})


@router.delete(DESK + "/windows/{uuid:window_id}", response={204: None}, operation_id="remove_social_alert_window")
def delete_window(request: HttpRequest, district_id: UUID, window_id: UUID) -> Status[None]:
    """Take an event away."""
    fences.remove_window(**_asked_of_desk(request, district_id), window_id=window_id)
    return Status(204, None)


# --- rules and numbers ------------------------------------------------------------------------------------------------
@router.get(DESK + "/rules", response=list[AlertRuleView], operation_id="list_social_alert_rules")
def list_rules(request: HttpRequest, district_id: UUID) -> Sequence[AlertRuleView]:
    """List a district's rules with their false-positive rates; for reviewers and administrators."""
    caller = caller_of(request)
    desk = desk_with_rules_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    return rules_of(desk, user_id=caller.user_id, at=caller.at)


@router.post(DESK + "/rules", response={201: AlertRuleMade}, operation_id="propose_social_alert_rule")
def post_rule(request: HttpRequest, district_id: UUID, given: Body[AlertRuleIn]) -> Status[dict[str, UUID]]:
    """Write a rule. 422 with a code that says why, where a rule may not be. It finds nothing before its approval."""
    made = rules.propose_rule(**_asked_of_desk(request, district_id), given=given)
    return Status(201, {"rule_id": made.pk})


add_kind_routes(
    router,
    "/social-alert-rules",
    RULE_KIND,
    AlertRuleStepIn,
    name="social_alert_rule",
    reads=None,
    takes="Approve, review or renew a rule of someone else, as administrator of the district; or end one.",
)


@router.get(DESK + "/report", response=AlertReport, operation_id="read_social_alert_report")
def read_report(request: HttpRequest, district_id: UUID, year: int | None = None) -> AlertReport:
    """Return the numbers of a year, this one if none is named. That it was read is written down."""
    caller = caller_of(request)
    desk = desk_with_rules_for(user_id=caller.user_id, district_id=district_id, at=caller.at)
    year = timezone.now().year if year is None else year
    if not 2000 <= year <= 9000:
        raise MalformedRequest("A year.", pointer="/year")
    note_search(desk, {"year": str(year)}, user_id=caller.user_id, at=caller.at, door="report")
    return report_of(desk, year)
