"""Read a district's panic keys, its buttons and badges with their places, and when each was last pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F

from coordination.incident.panic.models import PanicPolicy, PanicPress
from coordination.incident.panic_buttons.models import PanicButton, PanicIntake
from mapping.models import Level, Site
from mapping.models.sites import STANDING
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key of another system. Its secret is nowhere."""

    intake_id: UUID
    name: str
    created_at: datetime
    revoked_at: datetime | None
    buttons: int


@dataclass(frozen=True, slots=True)
class DistrictKeys:
    """What a district's administrators decide on."""

    district_id: UUID
    name: str
    time_zone: str
    confirmation_required: bool
    keys: list[KeyView]


@dataclass(frozen=True, slots=True)
class ButtonView:
    """What a reference of the other system stands for, and when it was last pressed, if ever."""

    ref: str
    label: str
    site: str
    building: str
    level: str
    lon: float | None
    lat: float | None
    pressed_at: datetime | None
    was_exercise: bool


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """A floor that a button can hang on; `value` is site and floor with a colon between."""

    value: str
    building: str
    name: str


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site of the district with its floors."""

    site_id: UUID
    name: str
    levels: list[LevelChoice]


def keys_of(districts: Sequence[Agency]) -> list[DistrictKeys]:
    """Return each district's rule and keys, those in use first, then the newest. Two queries."""
    strict = set(
        PanicPolicy.objects.filter(district__in=districts, confirmation_required=True).values_list(
            "district", flat=True
        )
    )
    intakes = (
        PanicIntake.objects.filter(district__in=districts)
        .annotate(button_count=Count("buttons"))
        .order_by(F("revoked_at").desc(nulls_first=True), "-created_at", "id")
    )
    of_district: dict[UUID, list[KeyView]] = {one.pk: [] for one in districts}
    for row in intakes:
        of_district[row.district_id].append(
            KeyView(row.pk, row.name, row.created_at, row.revoked_at, buttons=row.button_count)
        )
    return [DistrictKeys(one.pk, one.name, one.time_zone, one.pk in strict, of_district[one.pk]) for one in districts]


def key_of(intake: PanicIntake) -> KeyView:
    """Return one key. One query."""
    return KeyView(intake.pk, intake.name, intake.created_at, intake.revoked_at, buttons=intake.buttons.count())


def buttons_of(intake: PanicIntake) -> list[ButtonView]:
    """Return a key's buttons and badges by site and reference. Two queries."""
    mine = PanicButton.objects.filter(intake=intake).values("pk")
    presses = PanicPress.objects.filter(button_id__in=mine).order_by("pressed_at")
    last = {
        button_id: (at, is_exercise)
        for button_id, at, is_exercise in presses.values_list("button_id", "pressed_at", "room__incident__is_exercise")
    }
    rows = PanicButton.objects.filter(intake=intake).select_related("site", "level__building")
    return [_button_view(row, last.get(row.pk)) for row in rows.order_by("site__name", "ref")]


def _button_view(row: PanicButton, last: tuple[datetime, bool] | None) -> ButtonView:
    level = row.level
    return ButtonView(
        ref=row.ref,
        label=row.label,
        site=row.site.name,
        building="" if level is None or level.building is None else level.building.name,
        level="" if level is None else level.name,
        lon=None if row.location is None else row.location.x,
        lat=None if row.location is None else row.location.y,
        pressed_at=None if last is None else last[0],
        was_exercise=last is not None and last[1],
    )


def site_choices(district: Agency) -> list[SiteChoice]:
    """Return the sites of a district with their floors from below. Two queries."""
    floors: dict[UUID, list[LevelChoice]] = {}
    levels = Level.objects.filter(STANDING, site__district=district).select_related("building")
    for level in levels.order_by(F("building__name").asc(nulls_first=True), "ordinal", "id"):
        building = "" if level.building is None else level.building.name
        floors.setdefault(level.site_id, []).append(LevelChoice(f"{level.site_id}:{level.pk}", building, level.name))
    sites = Site.objects.filter(district=district).order_by("name", "id")
    return [SiteChoice(site.pk, site.name, floors.get(site.pk, [])) for site in sites]
