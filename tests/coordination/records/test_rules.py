"""Every address of the site is recorded by the audit, or someone has said why not."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from coordination.records.audit.event_words import EVENT_WORDS
from coordination.records.audit.rules import RULES, plain_route, rule_of, why_not_recorded
from coordination.vocabulary import AuditKind

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        found += routes(pattern.url_patterns, route) if isinstance(pattern, URLResolver) else [route]
    return found


ROUTES = sorted(set(routes(get_resolver().url_patterns)))


def test_every_address_is_recorded_or_known_not_to_be() -> None:
    """A new address is named in `audited` or `not_audited` of its app."""
    recorded = {route for route in ROUTES for method in METHODS if rule_of(method, route)}

    assert [plain_route(route) for route in ROUTES if route not in recorded and not why_not_recorded(route)] == []


def test_each_door_at_which_a_confidential_team_is_kept_is_recorded() -> None:
    doors = [one for one in ROUTES if rule_of("POST", one) == rule_of("POST", "prevention/places")]

    assert len(doors) > 12
    read_only = ("preview", "report")
    assert [one for one in doors if not one.endswith(read_only) and why_not_recorded(one)] == []


def test_no_rule_is_without_an_address() -> None:
    used = {rule.what for route in ROUTES for method in METHODS if (rule := rule_of(method, route))}
    # Rosters are made by a capability of their own.
    waiting = {"roster_changed"}

    assert {one.what for one in RULES} - used - waiting == set()


@pytest.mark.parametrize(
    ("method", "route", "kind"),
    [
        ("GET", "api/v1/levels/<uuid:level_id>/plan", AuditKind.PLAN),
        ("GET", "api/v1/sites/<uuidstr:site_id>/roster", AuditKind.ROSTER),
        ("GET", "districts/<uuid:district_id>/disclosures", AuditKind.RECORD),
        ("GET", "api/v1/districts/<uuidstr:district_id>/disclosures.csv", AuditKind.EXPORT),
        ("GET", "api/v1/sites/<uuidstr:site_id>/export", AuditKind.EXPORT),
        ("POST", "administration/agencies/<uuid:agency_id>/invite", AuditKind.ADMINISTRATION),
        ("DELETE", "api/v1/people/<uuidstr:person_id>/sessions", AuditKind.ADMINISTRATION),
        ("POST", "security/<uuid:agency_id>/sign-in", AuditKind.ADMINISTRATION),
        ("GET", "api/v1/agencies/<uuidstr:agency_id>/audit.csv", AuditKind.AUDIT),
    ],
)
def test_what_cjis_asks_for_is_recorded(method: str, route: str, kind: AuditKind) -> None:
    rule = rule_of(method, route)

    assert rule is not None
    assert rule.kind is kind


@pytest.mark.parametrize("route", ["api/v1/rooms/<uuid:room_id>/commands", "tips/<slug:short_address>", "healthz"])
def test_commands_and_reporters_are_not_recorded(route: str) -> None:
    assert [rule_of(method, route) for method in METHODS] == [None] * len(METHODS)


def test_every_event_has_words() -> None:
    assert all(EVENT_WORDS.values())
