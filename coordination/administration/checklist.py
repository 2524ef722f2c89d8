"""What is still missing before a district can be helped: counted from what is there, never ticked by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mapping.models import Floorplan, Site
from mapping.vocabulary import FloorplanState
from mou.access import policy
from mou.access.facts import agreements_of_district
from mou.access.fetch import members_who_count
from mou.models import Agency, AgencyMember
from mou.vocabulary import MemberRole

TWO = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: whether it is there, in words what is missing, and where to do it."""

    is_done: bool
    words: str
    address: str


def checklist_of(district: Agency, at: datetime) -> list[Item]:
    """Return what a district has and lacks, in the order in which it is usually made. Seven queries."""
    here = reverse("agency", args=[district.pk])
    schools = list(
        district.schools.filter(is_active=True).annotate(
            people=Count("members", filter=Q(members__ended_at__isnull=True, members__user__is_device=False))
        )
    )
    return [
        _administrators(district, here, at),
        Item(bool(schools), _("Schools are added"), reverse("new_school", args=[district.pk])),
        *_sites(district, here),
        _people(schools),
        _passwords(district, here),
        _agreement(district, at),
        _plans(district, here),
    ]


def _administrators(district: Agency, here: str, at: datetime) -> Item:
    found = members_who_count(at).filter(agency=district, role=MemberRole.ADMINISTRATOR.value).count()
    words = _("Two administrators, so that one can stand in for the other and confirm")
    return Item(found >= TWO, words, reverse("invite", args=[district.pk]) if found < TWO else here)


def _sites(district: Agency, here: str) -> list[Item]:
    sites = Site.objects.filter(district=district)
    total, bare = sites.count(), sites.filter(boundary__isnull=True).order_by("name").first()
    where = reverse("site_settings", args=[bare.pk]) if bare is not None else here
    return [
        Item(total > 0, _("Each school has a site on the map"), reverse("new_school", args=[district.pk])),
        Item(total > 0 and bare is None, _("Each site has a boundary, and with it a grid"), where),
    ]


def _people(schools: Sequence[Agency]) -> Item:
    empty = next((one for one in schools if not getattr(one, "people", 0)), None)
    where = reverse("invite", args=[empty.pk]) if empty is not None else reverse("administration")
    return Item(bool(schools) and empty is None, _("Each school has people"), where)


def _passwords(district: Agency, here: str) -> Item:
    own = Q(agency=district) | Q(agency__parent=district)
    waiting = AgencyMember.objects.filter(
        own,
        ended_at__isnull=True,
        user__is_device=False,
        user__is_active=True,
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    return Item(not waiting.exists(), _("Everybody has set a password"), f"{here}?waiting=yes#waiting")


def _agreement(district: Agency, at: datetime) -> Item:
    found = any(policy.is_in_force(one, at) for one in agreements_of_district(district.pk, at))
    return Item(found, _("An agreement with a responding agency is in force"), reverse("agreements"))


def _plans(district: Agency, here: str) -> Item:
    published = Floorplan.objects.filter(level__site=OuterRef("pk"), state=FloorplanState.PUBLISHED.value)
    bare = Site.objects.filter(~Exists(published), district=district).order_by("name").first()
    has_any = Site.objects.filter(district=district).exists()
    where = reverse("plan_imports", args=[bare.pk]) if bare is not None else here
    return Item(has_any and bare is None, _("Each site has a published floor plan"), where)
