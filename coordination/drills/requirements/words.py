"""The words of drill law as people read them, by value."""

from dataclasses import replace
from datetime import date

from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from coordination.drills.requirements.errors import BadDrillFile
from coordination.drills.requirements.rules.laws import DrillLaw, DrillRule
from coordination.drills.requirements.rules.record import DrillGiven
from coordination.drills.requirements.views import DistrictDrillState, DrillDutyView, DrillLawName, SchoolDrillState
from coordination.drills.requirements.vocabulary import DrillFileFault, DrillPeriod
from mou.errors import BadName
from mou.foundation.forms.act_form import Refusal
from mou.foundation.forms.fields import labels_of


def field_words() -> dict[str, str]:
    """Return what the fields of a drill are called, in the list of corrections."""
    return {**labels_of(DrillGiven), "signed_agency": _("Signed for")}


def act_words() -> dict[str, str]:
    """Return what a change of a district's rules was."""
    return {
        "choose_law": _("Chose the rules"),
        "put_law": _("Changed the rules"),
        "remove_law": _("Gave up its own rules"),
        "set_school_year": _("Set the school year"),
    }


def month_words() -> dict[int, str]:
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
    return (
        law
        if is_own
        else law.model_copy(update={"name": _translate_shipped(law.name), "citation": _translate_shipped(law.citation)})
    )


def law_name_in_words(law: DrillLawName) -> DrillLawName:
    """Return the law that counts with its name as the reader says it."""
    return (
        law
        if law.is_own
        else replace(law, name=_translate_shipped(law.name), citation=_translate_shipped(law.citation))
    )


def state_in_words[State: (SchoolDrillState, DistrictDrillState)](state: State) -> State:
    """Return how a school or district stands, with the law's name as the reader says it."""
    return replace(state, law=law_name_in_words(state.law))


def _translate_shipped(text: str) -> str:
    return _(text) if text in SHIPPED_TEXTS else text


def name_of(rule: DrillRule) -> str:
    """Return the name of a rule in the reader's language."""
    return rule.title_in("es" if in_spanish() else "en")


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


def wrong_rows(count: int) -> str:
    """Say that nothing of a file was taken, for so many of its rows."""
    said = ngettext("Nothing was taken: %(n)s row is wrong.", "Nothing was taken: %(n)s rows are wrong.", count)
    return said % {"n": count}


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language; its own words where an error says too little."""
    if isinstance(refusal, BadDrillFile):
        return file_fault_words(refusal.why, refusal.most)
    if isinstance(refusal, BadName):
        return _("Write a short name in one line.")
    return refusal.sentence_or(str(refusal))
