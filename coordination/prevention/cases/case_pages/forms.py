"""The forms of the page of one case, beside its steps: something to write into the file for each kind of entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import ngettext

from coordination.casework.kinds.faces import MoreOfPage
from coordination.prevention.cases.access import units_to_choose
from coordination.prevention.cases.models import Case
from coordination.prevention.cases.rules import entries
from coordination.prevention.cases.vocabulary import CaseEntryKind, CaseState, EvidenceWeight
from coordination.prevention.cases.wire import CaseEntryView, CasePersonView
from coordination.prevention.cases.work.file import entries_of, people_of, today_at
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.writing import write_entry
from coordination.prevention.support.access import SUPPORT_TEAMS, teams_to_refer_to
from coordination.prevention.support.models import SupportTeam
from coordination.prevention.support.vocabulary import ReferralUrgency
from coordination.room.access import Asker
from mou.foundation.forms.act_form import ActForm, AnyForm
from mou.foundation.forms.fields import Choices

K = CaseEntryKind
REVIEW_AFTER = timedelta(days=30)
MOST_CHARS = 60
# What the page asks for before the rest, where the class has another order.
FIRST: Mapping[CaseEntryKind, Sequence[str]] = {
    K.FACT: ("theme", "source", "weight", "about"),
    K.MEASURE: ("measure", "owner_id", "due_on"),
    K.NOTICE: ("to", "by", "who", "told_on"),
    K.POLICE_COPY: ("agency_id", "recipient", "authority", "threat"),
}
# What is written of another entry, and of which kind that is.
OF_ENTRY: Mapping[CaseEntryKind, CaseEntryKind] = {
    K.MEASURE_DONE: K.MEASURE,
    K.PLAN_REVIEW: K.PLAN,
    K.PLAN_END: K.PLAN,
}


@dataclass(frozen=True, slots=True)
class CaseForms:
    """The forms of the file, by kind; those of what is written of another entry by its id, too."""

    write: Mapping[str, AnyForm]
    of_entry: Mapping[str, Mapping[UUID, AnyForm]]


def make_forms(request: HttpRequest, asker: Asker, case: Case) -> MoreOfPage:
    """Return all that the page asks for beside steps, also what the state does not allow: the act says why."""
    # Of a sealed case, no form says a word.
    is_sealed = case.state == CaseState.SEALED
    written = [] if is_sealed else entries_of([case], asker.at)[case]
    people = [] if is_sealed else people_of(case, asker.at)
    initial = {} if is_sealed else _first_values(case, asker)
    choices, of_people = _choices_of(case, asker, written, people), _people_by_kind(people)

    def write(given: entries.CaseEntryIn) -> object:
        return write_entry(actor_id=asker.user_id, case_id=case.pk, given=given, at=asker.at)

    def make_form(kind: CaseEntryKind, of: CaseEntryView | None = None) -> AnyForm:
        return ActForm(
            request,
            "entry",
            entries.CLASSES[kind],
            write,
            choices=choices | {"person_id": of_people.get(kind, [])},
            initial=initial.get(kind, {}),
            fixed={"kind": kind.value, **({} if of is None else {"about": str(of.entry_id)})},
            first=FIRST.get(kind, ()),
        )

    forms = CaseForms(
        {kind.value: make_form(kind) for kind in entries.CLASSES if kind not in OF_ENTRY},
        {
            kind.value: {one.entry_id: make_form(kind, one) for one in written if one.kind is of}
            for kind, of in OF_ENTRY.items()
        },
    )
    if not choices["about"]:
        del forms.write[K.FACT].fields["about"]
    of_page = [*forms.write.values(), *(form for by_id in forms.of_entry.values() for form in by_id.values())]
    return {"forms": forms, "is_open": CASE_KIND.is_open(case)}, of_page


def _first_values(case: Case, asker: Asker) -> dict[CaseEntryKind, Mapping[str, object]]:
    """Return by kind what stands in its form at first."""
    today = today_at(case, asker.at)
    review_on = today + REVIEW_AFTER
    return {
        K.DETAILS: {name: getattr(case, name) for name in entries.CaseDetails.model_fields if name != "kind"},
        K.INTERVIEW: {"held_on": today},
        K.FACT: {"weight": EvidenceWeight.PLAUSIBLE},
        K.WEAPONS: {"access": case.weapons},
        K.MEASURE: {"due_on": today},
        K.EVALUATION: {"held_on": today},
        K.NOTICE: {"told_on": today},
        K.REFERRAL: {
            "student_name": case.subject_name,
            "reason": _carried_over(case),
            "urgency": ReferralUrgency.URGENT,
        },
        K.PLAN: {"begins_on": today, "review_on": review_on},
        K.PLAN_REVIEW: {"next_review_on": review_on},
    }


def _carried_over(case: Case) -> str:
    """Return what the file says that a support team has to know, for who hands it over to cut: no target by name."""
    lines = [case.concern, ", ".join(one for one in (case.place, case.medium) if one)]
    if case.happened_on is not None:
        lines.append(date_format(case.happened_on))
    return "\n".join(one for one in lines if one)


def _teams_by_readers(user_id: int, at: datetime) -> list[tuple[object, str]]:
    """Return the support teams to which a person may refer, each with how many read what it is handed."""
    return [(one.agency_id, _read_by(one, at)) for one in teams_to_refer_to(user_id, at)]


def _read_by(team: SupportTeam, at: datetime) -> str:
    readers = len(SUPPORT_TEAMS.counting_ids(team, at))
    said = ngettext("%(team)s: read by %(n)s person", "%(team)s: read by %(n)s people", readers)
    return said % {"team": team.agency.name, "n": readers}


def _people_by_kind(people: Sequence[CasePersonView]) -> dict[CaseEntryKind, list[tuple[object, str]]]:
    """Return who may come on the case, and who may leave it."""
    return {
        K.ASSIGNMENT: [(one.person_id, one.name) for one in people if not one.is_on_case and not one.has_conflict],
        K.CONFLICT: [(one.person_id, one.name) for one in people if one.is_on_case],
    }


def _choices_of(
    case: Case, asker: Asker, written: Sequence[CaseEntryView], people: Sequence[CasePersonView]
) -> dict[str, Choices]:
    """Return by field what may be chosen."""
    facts = [one for one in written if one.kind is K.FACT]
    return {
        "owner_id": [(one.person_id, one.name) for one in people if one.is_on_case],
        "about": [(one.entry_id, Truncator(str(one.content["words"])).chars(MOST_CHARS)) for one in facts],
        "agency_id": [(one.pk, one.name) for one in units_to_choose(case.team, asker.at)],
        "support_at": _teams_by_readers(asker.user_id, asker.at),
    }
