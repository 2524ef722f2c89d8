"""How a case looks: in lists, which name no one, and on its page, whose panels are its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import Face, Faces, Facts, Head, Panel, join_texts
from coordination.casework.kinds.pages import make_detail_page
from coordination.casework.kinds.views import Door
from coordination.prevention.cases import words
from coordination.prevention.cases.case_pages.forms import make_forms
from coordination.prevention.cases.rules.given import CaseStepIn
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseDoor,
    CaseEntryKind,
    CaseStep,
    EvidenceSource,
    EvidenceWeight,
    InterviewedAs,
    InvestigativeTheme,
    NoticeBy,
    NoticeTo,
    ProtectiveMeasure,
)
from coordination.prevention.cases.wire import CaseEntryView, CaseLine, CaseView
from coordination.prevention.cases.work.file import DECIDE_TOGETHER
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.vocabulary import DisclosureAuthority
from mou.foundation.labelled import Labelled, gettext_noop

K = CaseEntryKind
type Entries = Sequence[CaseEntryView]


# --- the list, and the head of the page -------------------------------------------------------------------------------
def _case_face(line: CaseLine) -> Face:
    # Only the page says what the threat was found to be.
    found = [line.classification] if isinstance(line, CaseView) and line.classification is not None else []
    loud: list[Labelled] = [K.FLAG] if line.has_flag else []
    return Face(
        name=_("Case %(number)s") % {"number": line.number},
        alarms=[*loud, *(one for one in found if one is CaseClassification.VERY_SERIOUS_SUBSTANTIVE)],
        badges=[line.state, *(one for one in found if one is not CaseClassification.VERY_SERIOUS_SUBSTANTIVE)],
        small=line.agency,
        since=line.opened_at,
        due_on=line.next_due_on,
        is_overdue=line.is_overdue,
    )


def _case_head(view: CaseView) -> Head:
    warning = _("This case is sealed. No one reads what it was about.") if view.is_sealed else ""
    small = join_texts(view.agency, _("From a tip") if view.tip_id else "")
    return Head(small, view.opened_at, warning, _end_words(view))


def _end_words(view: CaseView) -> str:
    if view.closed_at is None or view.seals_at is None or view.expunges_at is None:
        return ""
    days = {"closed": view.closed_at, "sealed": view.seals_at, "gone": view.expunges_at}
    return _("Closed on %(closed)s. Sealed by rule on %(sealed)s; expunged by rule on %(gone)s.") % {
        name: _day_words(at, view.time_zone) for name, at in days.items()
    }


def _day_words(at: datetime, time_zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(time_zone)), "DATE_FORMAT")


# --- the file ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PlanShown:
    """A safety plan with its reviews."""

    plan: CaseEntryView
    reviews: list[CaseEntryView]


def _case_panels(view: CaseView) -> tuple[list[Panel | Facts], list[Panel | Facts]]:
    on_case = [one for one in view.people if one.is_on_case]
    steps = {"hints": words.step_hints(), "is_team_whole": {one.role for one in on_case} >= DECIDE_TOGETHER}
    decides: list[Panel | Facts] = [Panel("cases/_path.html"), Panel("cases/_steps.html", steps)]
    if view.is_sealed:
        return decides, []
    people = {"on_case": on_case, "kept_off": [one for one in view.people if one.has_conflict]}
    return [*decides, *_file_panels(view)], [Panel("cases/_people.html", people), Panel("cases/_flag.html")]


def _file_panels(view: CaseView) -> list[Panel]:
    by_kind: dict[CaseEntryKind, list[CaseEntryView]] = {kind: [] for kind in K}
    for entry in view.entries:
        by_kind[entry.kind].append(entry)
    return [
        Panel("cases/file/_about.html"),
        Panel("cases/file/_measures.html", _measures_shown(by_kind[K.MEASURE])),
        Panel("cases/file/_support.html", {"referrals": by_kind[K.REFERRAL]}),
        Panel("cases/file/_plan.html", _plans_shown(by_kind[K.PLAN], by_kind[K.PLAN_REVIEW])),
        Panel("cases/file/_known.html", _known_shown(by_kind[K.FACT], by_kind[K.WEAPONS])),
        Panel(
            "cases/file/_talks.html",
            {
                "interviews": by_kind[K.INTERVIEW],
                "evaluations": by_kind[K.EVALUATION],
                "notices": by_kind[K.NOTICE],
                "interviewed": InterviewedAs.labels(),
                "notices_to": NoticeTo.labels(),
                "notices_by": NoticeBy.labels(),
            },
        ),
        Panel(
            "cases/file/_police.html",
            {
                "police": by_kind[K.POLICE],
                "copies": by_kind[K.POLICE_COPY],
                "authorities": DisclosureAuthority.labels(),
            },
        ),
        Panel("cases/file/_decisions.html", {"decisions": by_kind[K.STEP], "labels": CaseStep.labels()}),
    ]


def _measures_shown(measures: Entries) -> Mapping[str, object]:
    return {
        "open": [one for one in measures if one.done_at is None],
        "done": [one for one in measures if one.done_at is not None],
        "labels": ProtectiveMeasure.labels(),
    }


def _plans_shown(plans: Entries, reviews: Entries) -> Mapping[str, object]:
    return {
        "plans": [PlanShown(plan, [one for one in reviews if one.about == plan.entry_id]) for plan in plans],
        "is_running": any(one.done_at is None for one in plans),
    }


def _known_shown(facts: Entries, weapons: Entries) -> Mapping[str, object]:
    """Return every theme in its order, with what is known of it; what is not known shows as well."""
    themes = [
        (said, [one for one in facts if one.content.get("theme") == theme])
        for theme, said in InvestigativeTheme.labels().items()
    ]
    return {
        "themes": themes,
        "of_weapons": weapons[-1:],
        "sources": EvidenceSource.labels(),
        "weights": EvidenceWeight.labels(),
    }


CASE_FACES = Faces(
    template="cases/case.html",
    kind=CASE_KIND,
    address="case",
    face=_case_face,
    head=_case_head,
    panels=_case_panels,
    steps=CaseStepIn,
    more=make_forms,
    doors=(Door, CaseDoor),
    # Who has declared a conflict of interest of their own reads nothing from there on.
    list_address="cases",
    shows_records=False,
    steps_beside=False,
    beside=gettext_noop("On the case"),
    has_file=False,
)
case_page = make_detail_page(CASE_FACES, "cases/_trail.html")
