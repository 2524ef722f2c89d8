"""What is still missing before a district can be helped: counted from what is there, never ticked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.incident.panic.words import duty_words, people_words
from coordination.incident.reach.facts import (
    agencies_reach,
    agreements_that_hold,
    opens_rooms,
    reach_at,
    reach_of_all,
)
from coordination.incident.reach.words import has_fresh_tests, stale_tests_words
from mapping.models import Floorplan, Site
from mapping.vocabulary import FloorplanState
from mou.access import policy
from mou.access.fetch import members_who_count
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole

TWO = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: whether it is there, in words what is missing, and where to do it.

    `is_grave`: an alarm reaches fewer people because of it.
    """

    is_done: bool
    words: str
    address: str
    is_grave: bool = False


def checklist_of(district: Agency, at: datetime) -> list[Item]:
    """Return what a district has and lacks, in the order in which it is usually made. Fourteen queries."""
    here = reverse("agency", args=[district.pk])
    schools = list(
        district.schools.filter(is_active=True).annotate(
            people=Count("members", filter=Q(members__ended_at__isnull=True, members__user__is_device=False))
        )
    )
    holding = agreements_that_hold(district, at)
    return [
        _check_administrators(district, here, at),
        Item(bool(schools), _("Schools are added"), reverse("new_school", args=[district.pk])),
        *_check_sites(district, here),
        _check_people(schools),
        _check_passwords(district, here),
        *_check_agreements(holding),
        *_check_reach(district, holding, at),
        _check_plans(district, here),
    ]


def _check_administrators(district: Agency, here: str, at: datetime) -> Item:
    found = members_who_count(at).filter(agency=district, role=MemberRole.ADMINISTRATOR.value).count()
    words = _("Two administrators, so that one can stand in for the other and confirm")
    return Item(found >= TWO, words, reverse("invite", args=[district.pk]) if found < TWO else here)


def _check_sites(district: Agency, here: str) -> list[Item]:
    sites = Site.objects.filter(district=district)
    total, bare = sites.count(), sites.filter(boundary__isnull=True).order_by("name").first()
    where = reverse("site_settings", args=[bare.pk]) if bare is not None else here
    return [
        Item(total > 0, _("Each school has a site on the map"), reverse("new_school", args=[district.pk])),
        Item(total > 0 and bare is None, _("Each site has a boundary, and with it a grid"), where),
    ]


def _check_people(schools: Sequence[Agency]) -> Item:
    empty = next((one for one in schools if not getattr(one, "people", 0)), None)
    where = reverse("invite", args=[empty.pk]) if empty is not None else reverse("administration")
    return Item(bool(schools) and empty is None, _("Each school has people"), where)


def _check_passwords(district: Agency, here: str) -> Item:
    own = Q(agency=district) | Q(agency__parent=district)
    waiting = AgencyMember.objects.filter(
        own,
        ended_at__isnull=True,
        user__is_device=False,
        user__is_active=True,
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    return Item(not waiting.exists(), _("Everybody has set a password"), f"{here}?waiting=yes#waiting")


def _check_agreements(holding: Sequence[policy.Agreement]) -> list[Item]:
    where = reverse("agreements")
    found = [Item(bool(holding), _("An agreement with a responding agency is in force"), where)]
    empty = sum(1 for one in holding if not opens_rooms(one))
    if empty:
        words = ngettext(
            "{n} agreement in force opens no incident room: no one of that agency is told of an alarm or sees one",
            "{n} agreements in force open no incident room: no one of those agencies is told of an alarm or sees one",
            empty,
        )
        found.append(Item(is_done=False, words=words.format(n=empty), address=where, is_grave=True))
    return found


def _check_reach(district: Agency, holding: Sequence[policy.Agreement], at: datetime) -> list[Item]:
    """Say whom an alarm would reach now, and who has answered a test. Seven queries."""
    sites = Site.objects.filter(district=district).only("id", "district_id", "school_id")
    found = reach_of_all(reach_at(district, sites, holding, at).values())
    where = reverse("panic_tiers")
    has_all = bool(found.people) and found.people == found.with_way
    agencies, tests = agencies_reach(district, holding, at), reverse("alarm_tests", args=[district.pk])
    return [
        Item(has_all, people_words(found), where, is_grave=True),
        Item(not found.lacking, duty_words(found), where, is_grave=True),
        Item(has_fresh_tests(agencies, at), stale_tests_words(agencies, at), tests),
    ]


def _check_plans(district: Agency, here: str) -> Item:
    published = Floorplan.objects.filter(level__site=OuterRef("pk"), state=FloorplanState.PUBLISHED.value)
    bare = Site.objects.filter(~Exists(published), district=district).order_by("name").first()
    has_any = Site.objects.filter(district=district).exists()
    where = reverse("plan_imports", args=[bare.pk]) if bare is not None else here
    return Item(has_any and bare is None, _("Each site has a published floor plan"), where)
