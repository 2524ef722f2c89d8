"""What a district is held to: which law, its own rules, its school years. Each change is kept, with who and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.exercises.rules.checks import TwoPeople
from coordination.drills.requirements.access import district_for
from coordination.drills.requirements.errors import (
    BadDrillLaw,
    BadSchoolYear,
    DrillLawInUse,
    DrillLawKeyTaken,
    DrillLawNotFound,
    SchoolYearNotFound,
)
from coordination.drills.requirements.models import (
    DistrictDrillRules,
    DistrictSchoolYear,
    DrillRulesChange,
    OwnDrillLaw,
)
from coordination.drills.requirements.rules.laws import DEFAULT_LAW, DrillLaw, law_from, shipped_laws
from coordination.drills.requirements.rules.school_year import (
    YEARS,
    SchoolYear,
    checked_year,
    usual_months,
    usual_year,
)
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.newest import Newest, read_newest
from mou.models import Agency

MOST_OWN_LAWS = 20
CHANGES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class HeldTo:
    """The law of a district, and whether a local fire marshal sets the number of fire drills."""

    law: DrillLaw
    has_fire_marshal_rule: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class RulesChangeView:
    """A change of what a district is held to."""

    act: str
    key: str
    by: str
    at: datetime


def held_to(district_id: UUID) -> HeldTo:
    """Return what a district is held to. Two queries."""
    row = DistrictDrillRules.objects.filter(district_id=district_id).first()
    key = row.law_key if row else DEFAULT_LAW
    own = OwnDrillLaw.objects.filter(district_id=district_id, key=key).first()
    # Checked when it was given; a form that changed since then fails here, loudly.
    law = shipped_laws()[key] if own is None else DrillLaw.model_validate(own.document)
    return HeldTo(law, row is not None and row.has_fire_marshal_rule, own is not None)


def two_people_rule(district_id: UUID) -> TwoPeople | None:
    """Return which checks before an exercise the law of a district leaves to two people. Two queries."""
    found = held_to(district_id).law.two_people
    return None if found is None else found.make_rule()


def laws_of(district_id: UUID) -> dict[str, tuple[DrillLaw, bool]]:
    """Return the laws that a district can choose, by key, and whether each is its own. One query."""
    found = {key: (law, False) for key, law in shipped_laws().items()}
    for row in OwnDrillLaw.objects.filter(district_id=district_id).order_by("key"):
        found[row.key] = (DrillLaw.model_validate(row.document), True)
    return found


def choose_law(*, actor_id: int, district_id: UUID, key: str, has_fire_marshal_rule: bool, at: datetime) -> None:
    """Hold a district to a law. Durable. Raises: DrillDistrictNotFound, DrillNotAllowed, DrillLawNotFound."""
    with transaction.atomic(durable=True):
        district = district_for(user_id=actor_id, district_id=district_id, at=at, keep=True, lock=True)
        if key not in laws_of(district.pk):
            raise DrillLawNotFound(pointer="/key")
        defaults = {
            "law_key": key,
            "has_fire_marshal_rule": has_fire_marshal_rule,
            "set_by_id": actor_id,
            "set_at": at,
        }
        DistrictDrillRules.objects.update_or_create(district=district, defaults=defaults)
        document = {"has_fire_marshal_rule": has_fire_marshal_rule}
        _note_change(district, "choose_law", key, document, actor_id, at)


def put_law(*, actor_id: int, district_id: UUID, key: str, document: object, is_new: bool, at: datetime) -> DrillLaw:
    """Store a law of the district's own: a state that is not here yet, or ours with other rules. Durable.

    Raises: DrillDistrictNotFound, DrillNotAllowed, BadDrillLaw: the pointer names the field; DrillLawKeyTaken: it was
        to be a new one.
    """
    law = law_from(document)
    with transaction.atomic(durable=True):
        district = district_for(user_id=actor_id, district_id=district_id, at=at, keep=True, lock=True)
        if law.key != key:
            raise BadDrillLaw(Reason(_("The key is the one of the address.")), pointer="/key")
        if is_new and key in laws_of(district.pk):
            raise DrillLawKeyTaken(pointer="/key")
        own = OwnDrillLaw.objects.filter(district=district)
        if not own.filter(key=key).exists() and own.count() >= MOST_OWN_LAWS:
            raise BadDrillLaw(
                Reason(_("A district has at most %(most)s of its own."), most=MOST_OWN_LAWS), pointer="/key"
            )
        stored = law.model_dump(mode="json")
        OwnDrillLaw.objects.update_or_create(district=district, key=key, defaults={"document": stored})
        _note_change(district, "put_law", key, stored, actor_id, at)
    return law


def remove_law(*, actor_id: int, district_id: UUID, key: str, at: datetime) -> None:
    """Give up a law of the district's own: of ours, with the same key, the original counts again. Durable.

    Raises: DrillDistrictNotFound, DrillNotAllowed, DrillLawNotFound, DrillLawInUse: nothing would be left to count.
    """
    with transaction.atomic(durable=True):
        district = district_for(user_id=actor_id, district_id=district_id, at=at, keep=True, lock=True)
        own = OwnDrillLaw.objects.filter(district=district, key=key).first()
        if own is None:
            raise DrillLawNotFound
        chosen = DistrictDrillRules.objects.filter(district=district, law_key=key).exists()
        if chosen and key not in shipped_laws():
            raise DrillLawInUse
        own.delete()
        _note_change(district, "remove_law", key, None, actor_id, at)


def changes_of(district_id: UUID) -> Newest[RulesChangeView]:
    """Return what was changed, the newest first; at most a hundred of how many."""
    rows = DrillRulesChange.objects.filter(district_id=district_id).select_related("by").order_by("-at", "-id")
    newest = read_newest(rows, CHANGES_SHOWN)
    return newest.make_each(lambda one: RulesChangeView(one.act, one.key, one.by.shown_name(), one.at))


def _note_change(district: Agency, act: str, key: str, document: object, actor_id: int, at: datetime) -> None:
    DrillRulesChange.objects.create(district=district, act=act, key=key, document=document, by_id=actor_id, at=at)


# --- school years -----------------------------------------------------------------------------------------------------
def school_years(district_id: UUID, years: range) -> dict[int, SchoolYear]:
    """Return a district's school years, the usual ones where it has said nothing. One query."""
    wanted = range(years.start, years.stop + 1)
    rows = {one.year: one for one in DistrictSchoolYear.objects.filter(district_id=district_id, year__in=list(wanted))}
    begins = {one: rows[one].begins_on if one in rows else usual_year(one).begins_on for one in wanted}
    return {one: _year_of_row(one, rows.get(one), begins[one + 1]) for one in years}


def _year_of_row(year: int, row: DistrictSchoolYear | None, next_on: date) -> SchoolYear:
    if row is None:
        usual = usual_year(year)
        return SchoolYear(
            year, usual.begins_on, usual.ends_on, usual.second_semester_on, usual.open_months, next_on=next_on
        )
    return SchoolYear(
        year=year,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        second_semester_on=row.second_semester_on,
        open_months=frozenset(row.open_months),
        summer_months=frozenset(row.summer_months),
        next_on=next_on,
    )


def school_year_at(district_id: UUID, day: date) -> SchoolYear:
    """Return the school year to which a day belongs: of two, the one that began last. One query."""
    found = school_years(district_id, range(day.year - 1, day.year + 1))
    return found[day.year] if found[day.year].begins_on <= day else found[day.year - 1]


def school_year_for(district_id: UUID, year: int) -> SchoolYear:
    """Return a school year by the calendar year in which it begins. One query."""
    return school_years(district_id, range(year, year + 1))[year]


def named_year(district_id: UUID, year: int) -> SchoolYear:
    """Return the school year that was asked for. One query. Raises: SchoolYearNotFound."""
    if year not in YEARS:
        raise SchoolYearNotFound
    return school_year_for(district_id, year)


def set_school_year(*, actor_id: int, district_id: UUID, given: SchoolYear, at: datetime) -> None:
    """Set when a school year begins, parts and ends, and which months count; no months: those long enough. Durable.

    Raises: DrillDistrictNotFound, DrillNotAllowed, BadSchoolYear: the pointer names the field.
    """
    with transaction.atomic(durable=True):
        district = district_for(user_id=actor_id, district_id=district_id, at=at, keep=True, lock=True)
        year = checked_year(_with_months(given))
        beside = school_years(district.pk, range(year.year - 1, year.year + 2))
        if beside[year.year - 1].ends_on >= year.begins_on:
            raise BadSchoolYear(Reason(_("The school year before ends later.")), pointer="/begins_on")
        if beside[year.year + 1].begins_on <= year.ends_on:
            raise BadSchoolYear(Reason(_("The next school year begins before.")), pointer="/ends_on")
        stored: Mapping[str, object] = {
            "begins_on": year.begins_on,
            "ends_on": year.ends_on,
            "second_semester_on": year.second_semester_on,
            "open_months": sorted(year.open_months),
            "summer_months": sorted(year.summer_months),
        }
        DistrictSchoolYear.objects.update_or_create(district=district, year=year.year, defaults=dict(stored))
        kept = {name: one.isoformat() if isinstance(one, date) else one for name, one in stored.items()}
        _note_change(district, "set_school_year", str(year.year), kept, actor_id, at)


def _with_months(given: SchoolYear) -> SchoolYear:
    if given.open_months or given.begins_on >= given.ends_on:
        return given
    return SchoolYear(
        given.year,
        given.begins_on,
        given.ends_on,
        given.second_semester_on,
        usual_months(given.begins_on, given.ends_on),
        given.summer_months,
    )
