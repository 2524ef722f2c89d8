"""The words of drill law as people read them, by value."""

from dataclasses import replace
from datetime import date

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from coordination.drills.requirements.rules.laws import DrillLaw, DrillRule
from coordination.drills.requirements.views import DistrictDrillState, DrillDutyView, DrillLawName, SchoolDrillState
from coordination.drills.requirements.vocabulary import (
    DrillFileFault,
    DrillPeriod,
)
from coordination.errors import CoordinationError


def fields() -> dict[str, str]:
    """Return the fields of a drill by name, for forms and for the list of corrections."""
    return {
        "type": _("Kind of drill"),
        "state": _("State"),
        "announcement": _("Announcement"),
        "starts_at": _("Begins"),
        "ends_at": _("Ends"),
        "building": _("Building"),
        "secured_s": _("Seconds until all was secured"),
        "participants": _("People who took part"),
        "evacuees": _("People who left the building"),
        "weather": _("Weather"),
        "police_present": _("Police was there"),
        "fire_present": _("Fire department was there"),
        "scenario": _("Scenario"),
        "simulation": _("What is simulated"),
        "opt_outs": _("Students who opted out"),
        "staff_trained": _("Staff trained before"),
        "is_debriefed": _("Spoken about afterwards"),
        "mental_health_present": _("Mental health staff was there"),
        "issues": _("What went wrong"),
        "evaluator": _("Evaluator"),
        "exercise_id": _("Exercise"),
        "signed_name": _("Fire marshal"),
        "signed_on": _("Signed on"),
        "signed_agency": _("Signed for"),
    }


def acts() -> dict[str, str]:
    """Return what a change of a district's rules was."""
    return {
        "choose_law": _("Chose the rules"),
        "put_law": _("Changed the rules"),
        "remove_law": _("Gave up its own rules"),
        "set_school_year": _("Set the school year"),
    }


def months() -> dict[int, str]:
    return {number: str(name) for number, name in MONTHS.items()}


def not_drawn() -> str:
    return _("The certificate could not be printed just now. Try again in a minute.")


def in_spanish() -> bool:
    """Tell whether the reader's language is Spanish: laws have words of their own in both."""
    return (get_language() or "en").startswith("es")


# What laws that come with the software say in English words; other citations are names of statutes.
SHIPPED_TEXTS = frozenset(
    (
        gettext_noop("Common list"),
        gettext_noop("New Jersey"),
        gettext_noop("New York"),
        gettext_noop("Custom of the field; no state's law"),
    )
)


def law_in_words(law: DrillLaw, *, is_own: bool) -> DrillLaw:
    """Return a law with its name as the reader says it. What a district wrote stays as it is."""
    return law if is_own else law.model_copy(update={"name": _shipped(law.name), "citation": _shipped(law.citation)})


def law_name_in_words(law: DrillLawName) -> DrillLawName:
    """Return the law that counts with its name as the reader says it."""
    return law if law.is_own else replace(law, name=_shipped(law.name), citation=_shipped(law.citation))


def state_in_words[State: (SchoolDrillState, DistrictDrillState)](state: State) -> State:
    """Return how a school or district stands, with the law's name as the reader says it."""
    return replace(state, law=law_name_in_words(state.law))


def _shipped(text: str) -> str:
    return _(text) if text in SHIPPED_TEXTS else text


def name_of(rule: DrillRule) -> str:
    """Return the name of a rule in the reader's language."""
    return rule.title("es" if in_spanish() else "en")


def title_of(duty: DrillDutyView) -> str:
    """Return the name of a rule in the reader's language."""
    return duty.title_es if in_spanish() else duty.title_en


def note_of(one: DrillDutyView | DrillLawName) -> str:
    """Return what is to be known beside it, in the reader's language."""
    return (one.note_es or one.note_en) if in_spanish() else one.note_en


def period_of(duty: DrillDutyView) -> str:
    """Say for which time a duty is."""
    return period_words(duty.period, duty.period_number, duty.begins_on)


def period_words(kind: DrillPeriod, number: int, begins_on: date) -> str:
    if kind is DrillPeriod.YEAR:
        return _("School year")
    if kind is DrillPeriod.SEMESTER:
        return _("First semester") if number == 1 else _("Second semester")
    if kind is DrillPeriod.MONTH:
        return date_format(begins_on, "YEAR_MONTH_FORMAT")
    return _("from {day}").format(day=date_format(begins_on))


def file_fault_words(why: DrillFileFault, most: int) -> str:
    """Return why nothing of a file was taken."""
    found = {
        DrillFileFault.TOO_LARGE: _("The file is larger than {most} MB."),
        DrillFileFault.TOO_MANY_ROWS: _("The file has more than {most} rows."),
        DrillFileFault.NO_HEAD: _("The first row names the columns; date and type are needed."),
        DrillFileFault.NO_TABLE: _("The file is no table with one kind of separator."),
        DrillFileFault.NO_TEXT: _("The file is no text. Save the spreadsheet as CSV."),
    }
    return f"{found[why].format(most=most)} {_('Nothing of it was taken.')}"


def refusal_words(error: CoordinationError) -> str:
    """Return what a form says of an error: which field, and why."""
    said, pointer = error.sentence_or(error.detail), error.pointer
    name = fields().get(pointer.strip("/").partition("/")[0], "")
    if pointer == "/reason":
        name = _("Why it is corrected")
    elif not name and pointer:
        name = pointer.strip("/").replace("/", " > ")
    return f"{name}: {said}" if name else said
