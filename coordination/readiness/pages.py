"""A district at a glance: what each school lacks before something happens, and where that is mended."""

from collections.abc import Iterable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coordination.incident.panic.tier_rules import districts_kept_by
from coordination.incident.reach.facts import agencies_reach, agreements_that_hold
from coordination.incident.reach.tables import agencies_table
from coordination.readiness.queries import district_readiness, districts_to_look_at
from coordination.readiness.standing import SchoolStanding
from coordination.readiness.vocabulary import ReadinessState, ReadinessTopic
from coordination.readiness.words import detail_words, page_words, state_words, topic_words, word_of
from coordination.web.signed_in import asker_of
from mou.foundation.tables.table import show_tables

type Row = dict[str, object]


@require_safe
@never_cache
@login_required
def readiness_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Show how every school of a district stands; for all but its keepers there is no such page."""
    asker = asker_of(request)
    # What others do not read, agreements above all, would be called missing.
    district = next((one for one in districts_to_look_at(asker.user_id, asker.at) if one.pk == district_id), None)
    if district is None:
        raise Http404
    schools = district_readiness(asker.user_id, district, asker.at)
    # A planner reads who is reached; only administrators decide who is told.
    keeps_tiers = any(one.pk == district_id for one in districts_kept_by(asker.user_id, asker.at))
    context = {
        "district": district,
        "totals": _count_wanting(schools),
        "table": {
            "topics": list(topic_words().values()),
            "rows": [_row_of_school(one, district_id, keeps_tiers=keeps_tiers) for one in schools],
        },
        "words": page_words(),
    }
    found = agencies_reach(district, agreements_that_hold(district, asker.at), asker.at)
    reach = agencies_table(request, found, ZoneInfo(district.time_zone))
    return show_tables(request, "coordination/readiness.html", {**context, "reach": reach}, [reach])


def _count_wanting(schools: Iterable[SchoolStanding]) -> list[tuple[str, str, int]]:
    """Return each state that is not as it should be, its word, and at how many schools something is so."""
    found = list(schools)
    wanting = [state for state in ReadinessState if state.is_wanting]
    return [
        (state.value, state_words()[state], sum(any(s.state is state for s in one.standings.values()) for one in found))
        for state in wanting
    ]


def _row_of_school(school: SchoolStanding, district_id: UUID, *, keeps_tiers: bool) -> Row:
    return {
        "id": str(school.site_id),
        "name": school.name,
        "address": reverse("site", args=[school.site_id]),
        "wanting": school.wanting,
        "cells": [
            {
                "state": standing.state.value,
                "word": word_of(topic, standing.state),
                "detail": detail_words(topic, standing),
                "address": _address_to_mend(topic, school.site_id, district_id, keeps_tiers=keeps_tiers),
            }
            for topic, standing in school.standings.items()
        ],
    }


def _address_to_mend(topic: ReadinessTopic, site_id: UUID, district_id: UUID, *, keeps_tiers: bool) -> str:
    """Return where a thing is mended."""
    site = reverse("site", args=[site_id])
    ways: Mapping[ReadinessTopic, str] = {
        ReadinessTopic.MAPS: reverse("plan_imports", args=[site_id]),
        ReadinessTopic.WALK_THROUGH: reverse("site_rules", args=[site_id]),
        ReadinessTopic.AGREEMENTS: reverse("agreements"),
        ReadinessTopic.REUNIFICATION: reverse("reunification", args=[site_id]),
        ReadinessTopic.DRILLS: reverse("school_drills", args=[site_id]),
        ReadinessTopic.ALARM: f"{reverse('panic_tiers')}?site={site_id}" if keeps_tiers else site,
        ReadinessTopic.TEST: reverse("my_alarm_tests"),
        ReadinessTopic.EMERGENCY_PLAN: reverse("emergency_plans"),
        ReadinessTopic.ROLES: reverse("role_cards"),
        ReadinessTopic.LESSONS: reverse("lessons_of", args=[district_id]),
    }
    return ways[topic]
