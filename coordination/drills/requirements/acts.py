"""The acts of drill law as their doors ask for them: from what the body of a route or a form gave to the action."""

from collections.abc import Sequence
from uuid import UUID

from coordination.drills.requirements import wire
from coordination.drills.requirements.errors import BadDrillLaw
from coordination.drills.requirements.rules.laws import DrillLaw, DrillLawHead, DrillRule
from coordination.drills.requirements.rules.record import DrillGiven, DrillNoticeGiven
from coordination.drills.requirements.rules.school_year import SchoolYear
from coordination.drills.requirements.work import files, laws, records
from coordination.room.access import Asker
from coordination.sign_in import calendar_passwords
from mou.foundation.forms.act_form import NothingGiven
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _


# --- drills -----------------------------------------------------------------------------------------------------------
def write_drill(asker: Asker, site_id: UUID, given: DrillGiven) -> UUID:
    """Plan a drill, or write down one that was held; return its id."""
    return records.write_drill(actor_id=asker.user_id, site_id=site_id, given=given, at=asker.at)


def correct_drill(asker: Asker, drill_id: UUID, given: wire.DrillCorrectionIn) -> None:
    """Change a drill: each field keeps what it said before."""
    _correct_drill(asker, drill_id, given.drill, given.version, given.reason)


def correct_drill_as_typed(asker: Asker, drill_id: UUID, given: wire.CorrectedDrillIn) -> None:
    """The same from a form."""
    _correct_drill(asker, drill_id, given, given.version, given.reason)


def _correct_drill(asker: Asker, drill_id: UUID, given: DrillGiven, version: int, reason: str) -> None:
    records.correct_drill(
        actor_id=asker.user_id, drill_id=drill_id, given=given, version=version, reason=reason, at=asker.at
    )


def sign_drill(asker: Asker, drill_id: UUID, given: wire.DrillSignOffIn) -> None:
    """Sign for a drill as a member of a fire agency."""
    records.sign_drill(actor_id=asker.user_id, drill_id=drill_id, version=given.version, at=asker.at)


def tell_parents(asker: Asker, drill_id: UUID, given: DrillNoticeGiven) -> None:
    """Note that parents were told. Nothing is sent."""
    records.tell_parents(actor_id=asker.user_id, drill_id=drill_id, given=given, at=asker.at)


def bring_drills(asker: Asker, given: wire.DrillFileIn) -> files.DrillsBrought:
    """Write the drills of a file down, whole or not at all."""
    return files.bring_drills(actor_id=asker.user_id, content=given.file, at=asker.at)


# --- what a district is held to ---------------------------------------------------------------------------------------
def choose_law(asker: Asker, district_id: UUID, given: wire.DrillLawChoiceIn) -> None:
    """Hold a district to a law."""
    laws.choose_law(
        actor_id=asker.user_id,
        district_id=district_id,
        key=given.key,
        has_fire_marshal_rule=given.has_fire_marshal_rule,
        at=asker.at,
    )


def set_school_year(asker: Asker, district_id: UUID, year: int, given: wire.SchoolYearIn) -> None:
    """Set when a school year begins, parts and ends, and which months count."""
    wanted = SchoolYear(
        year=year,
        begins_on=given.begins_on,
        ends_on=given.ends_on,
        second_semester_on=given.second_semester_on,
        open_months=frozenset(given.open_months),
        summer_months=frozenset(given.summer_months),
    )
    laws.set_school_year(actor_id=asker.user_id, district_id=district_id, given=wanted, at=asker.at)


def set_named_school_year(asker: Asker, district_id: UUID, given: wire.NamedSchoolYearIn) -> None:
    """The same for the school year that a form names."""
    set_school_year(asker, district_id, given.year, given)


def put_law(asker: Asker, district_id: UUID, key: str, given: DrillLaw) -> None:
    """Store a law of the district's own."""
    _store_law(asker, district_id, key, given, is_new=False)


def _store_law(asker: Asker, district_id: UUID, key: str, law: DrillLaw, *, is_new: bool) -> None:
    document = law.model_dump(mode="json")
    laws.put_law(
        actor_id=asker.user_id, district_id=district_id, key=key, document=document, is_new=is_new, at=asker.at
    )


def begin_law(asker: Asker, district_id: UUID, given: wire.OwnLawBegunIn) -> str:
    """Store a new law of the district's own with the rules of another; return its key."""
    found = laws.laws_of(district_id).get(given.like)
    if found is None:
        raise BadDrillLaw(pointer="/like")
    law = found[0].model_copy(update={"key": given.key, "name": given.name})
    _store_law(asker, district_id, given.key, law, is_new=True)
    return given.key


def change_law_head(asker: Asker, district_id: UUID, law: DrillLaw, given: DrillLawHead) -> None:
    """Change what a law says beside its rules."""
    put_law(asker, district_id, law.key, law.model_copy(update=dict(given)))


def add_rule(asker: Asker, district_id: UUID, law: DrillLaw, given: DrillRule) -> None:
    """Add a rule to a law."""
    _put_rules(asker, district_id, law, [*law.rules, given])


def change_rule(asker: Asker, district_id: UUID, law: DrillLaw, number: int, given: DrillRule) -> None:
    """Put another rule in the place of one."""
    _put_rules(asker, district_id, law, [*law.rules[:number], given, *law.rules[number + 1 :]])


def remove_rule(asker: Asker, district_id: UUID, law: DrillLaw, number: int, _given: NothingGiven) -> None:
    """Leave a rule out of a law."""
    _put_rules(asker, district_id, law, [*law.rules[:number], *law.rules[number + 1 :]])


def _put_rules(asker: Asker, district_id: UUID, law: DrillLaw, rules: Sequence[DrillRule]) -> None:
    codes = [one.code for one in rules]
    if len(set(codes)) != len(codes):
        raise BadDrillLaw(Reason(_("Each code once.")), pointer="/code")
    put_law(asker, district_id, law.key, law.model_copy(update={"rules": tuple(rules)}))


def give_up_law(asker: Asker, district_id: UUID, key: str, _given: NothingGiven) -> None:
    """Give up a law of the district's own."""
    laws.remove_law(actor_id=asker.user_id, district_id=district_id, key=key, at=asker.at)


# --- programs that follow the calendar --------------------------------------------------------------------------------
def make_calendar_password(asker: Asker, given: wire.CalendarPasswordIn) -> str:
    """Make a password for one program; return it, which is shown once."""
    return calendar_passwords.make_calendar_password(user_id=asker.user_id, name=given.name, at=asker.at)


def revoke_calendar_password(asker: Asker, given: wire.CalendarPasswordRevokedIn) -> None:
    """End one of a person's own."""
    calendar_passwords.revoke_calendar_password(user_id=asker.user_id, password_id=given.password_id)
