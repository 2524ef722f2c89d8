"""The words of the map rules' pages and certificate, in the reader's language."""

from collections.abc import Callable

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from mapping.laws.catalogue import Profile, law_profiles, map_rules
from mapping.laws.evidence import Evidence

# What profiles that come with the software say in English words; other citations are names of statutes.
SHIPPED_TEXTS = frozenset(
    (
        gettext_noop("Common list"),
        gettext_noop("New Jersey"),
        gettext_noop("The union of the state lists; no statute"),
        gettext_noop("Policy of the district"),
        gettext_noop("2022 HB 6042; policy 3402"),
        gettext_noop("HB 741 (2022); DCJS Digital Mapping Program"),
    )
)


def profile_in_words(profile: Profile) -> Profile:
    """Return a profile as the reader sees it. What a district brought of its own stays as it is."""
    if law_profiles().get(profile.key) != profile:
        return profile
    said = {name: getattr(profile, name) for name in ("name", "citation", "confidentiality")}
    shown = {name: _shipped_words(text) for name, text in said.items()}
    sources = tuple(one.model_copy(update={"citation": _shipped_words(one.citation)}) for one in profile.sources)
    return profile.model_copy(update={**shown, "sources": sources})


def _shipped_words(text: str) -> str:
    return _(text) if text in SHIPPED_TEXTS else text


def title_of(code: str) -> str:
    """Return what a rule wants."""
    rule = map_rules()[code]
    return rule.title_es if (get_language() or "").startswith("es") else rule.title_en


def page_words() -> dict[str, str]:
    """Return what the pages' script says."""
    return {
        "rules.saved": _("Saved. The page is read again."),
        "rules.failed": _("Nothing was saved: {why}"),
        "rules.unreachable": _("the server was not reached"),
    }


def group_words() -> dict[str, str]:
    """Return the groups of the rule list, in its order."""
    return {
        "format": _("Form"),
        "cartography": _("Drawing"),
        "buildings": _("Labels in buildings"),
        "grounds": _("Labels on the grounds"),
        "assurance": _("Assurance"),
        "optional": _("Further content"),
        "reunification": _("Reunification"),
    }


def evidence_text(evidence: Evidence) -> str:
    """Return one fact as a sentence."""
    return _SENTENCES[evidence.code](evidence)


def _utility_words(kind: str) -> str:
    return {
        "gas_shutoff": _("Gas shut-off"),
        "water_shutoff": _("Water shut-off"),
        "electric_shutoff": _("Electric shut-off"),
        "fire_panel": _("Fire alarm panel"),
        "riser": _("Sprinkler riser"),
    }[kind]


def _done_of_total(evidence: Evidence) -> dict[str, int]:
    done, total = evidence.numbers
    return {"done": done, "total": total}


def _distribution_words(evidence: Evidence) -> str:
    text = _("%(done)s of %(total)s agencies") % _done_of_total(evidence)
    return f"{text}. {_('Lacking')}: {', '.join(evidence.names)}" if evidence.names else text


def _published_words(evidence: Evidence) -> str:
    number = evidence.numbers[0]
    return ngettext("%(n)s published floorplan", "%(n)s published floorplans", number) % {"n": number}


def _defect_words(evidence: Evidence) -> str:
    number = evidence.numbers[0]
    text = ngettext(
        "%(n)s open finding of a site assessment says that the map is wrong",
        "%(n)s open findings of site assessments say that the map is wrong",
        number,
    )
    return text % {"n": number}


def _day_words(evidence: Evidence) -> str:
    return date_format(evidence.on) if evidence.on else ""


_SENTENCES: dict[str, Callable[[Evidence], str]] = {
    "no_plan": lambda _e: _("No floorplan is published."),
    "defects": _defect_words,
    "needs_person": lambda _e: _("The map alone cannot tell."),
    "published": _published_words,
    "by_design": lambda _e: _("Holds for every map here, by the way it is made."),
    "grid": lambda _e: _("One grid from the site's boundary."),
    "no_boundary": lambda _e: _("The site has no boundary, so there is no grid."),
    "none_drawn": lambda _e: _("None is drawn."),
    "labelled": lambda e: _("%(done)s of %(total)s are labelled") % _done_of_total(e),
    "counted": lambda e: _("%(n)s drawn") % {"n": e.numbers[0]},
    "missing": lambda e: f"{_('Not drawn')}: {', '.join(_utility_words(one) for one in e.names)}",
    "walked": lambda e: _("%(done)s of %(total)s floors were walked") % _done_of_total(e),
    "no_grounds": lambda _e: _("No plan in force shows the grounds."),
    "walked_on": lambda e: _("Oldest walk-through: %(day)s") % {"day": _day_words(e)},
    "unpublished": lambda e: _("%(n)s newer drafts are not published") % {"n": e.numbers[0]},
    "nothing_newer": lambda _e: _("Nothing newer waits to be published."),
    "walked_together": lambda e: _("Agencies walked along, last on %(day)s.") % {"day": _day_words(e)},
    "walked_alone": lambda _e: _("No walk-through names anybody who walked along."),
    "no_agencies": lambda _e: _("No agency has an agreement that includes the floorplans."),
    "distributed": _distribution_words,
    "printed": lambda _e: _("Printed sheets were taken."),
    "not_printed": lambda _e: _("No print is on record."),
    "no_date": lambda _e: _("The law names no day."),
    "never_submitted": lambda _e: _("Nothing is on record since the last day it was due."),
    "submitted_on": lambda e: _("Handed over on %(day)s") % {"day": _day_words(e)},
    "reunification": lambda e: _("%(n)s sites in different directions") % {"n": e.numbers[0]},
    "reunification_few": lambda e: _("%(n)s sites; two at least a quarter turn apart are needed") % {"n": e.numbers[0]},
    "in_sight": lambda e: _("At %(n)s sites nothing drawn parts parents from students") % {"n": e.numbers[0]},
    "out_of_sight": lambda _e: _("A wall or screen parts parents from students everywhere."),
}
