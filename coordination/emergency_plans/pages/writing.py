"""The pages on which a plan is written: a section, its facts, its team. Plain forms, each with what was read."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from coordination.drills.evaluation.pages import refusal_sentence
from coordination.emergency_plans import acts
from coordination.emergency_plans.access import PlanGrant, plan_for
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.rules.document import PlanSectionText
from coordination.emergency_plans.vocabulary import Discipline, PlanTopic
from coordination.emergency_plans.wire import EmergencyPlanView, PlanRolePeople
from coordination.emergency_plans.work.comparing import section_edits
from coordination.emergency_plans.work.places import suggested_names
from coordination.emergency_plans.work.queries import people_of, plan_view
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.forms.rows import Rows

# So many of a section's roles stand in the form; the interface takes more.
ROLES_SHOWN = 12


class PlanForms:
    """Makes the forms of a page about one plan: each act is given the asker and the plan."""

    def __init__(self, request: HttpRequest, plan_id: UUID) -> None:
        self.request, self.asker, self.plan_id = request, asker_of(request), plan_id
        self.grant: PlanGrant = plan_for(user_id=self.asker.user_id, plan_id=plan_id, at=self.asker.at)
        self.all: list[AnyForm] = []

    def view(self) -> EmergencyPlanView:
        """Return the newest version, as the reader reads it."""
        return plan_view(self.grant, None, self.asker.at)

    def add(
        self,
        name: str,
        model: type[BaseModel],
        act: Callable[..., object],
        *,
        initial: Mapping[str, object] | None = None,
        fixed: Mapping[str, str] | None = None,
        choices: Mapping[str, list[tuple[object, str]]] | None = None,
        own_fields: Mapping[str, forms.Field] | None = None,
    ) -> AnyForm:
        """Make a form. `act` takes the asker, the plan and what was given."""
        form: AnyForm = ActForm(
            self.request,
            name,
            model,
            partial(act, self.asker, self.plan_id),
            initial=initial,
            fixed=fixed,
            choices=choices,
            own_fields=own_fields,
        )
        self.all.append(form)
        return form


# --- a section --------------------------------------------------------------------------------------------------------
@page(posts=True)
def section_page(request: HttpRequest, plan_id: UUID, key: str) -> HttpResponse:
    """Show a section with its remarks and saves; write it, remark on it, take it out."""
    made = PlanForms(request, plan_id)
    view = made.view()
    section = next((one for one in view.document.sections if one.key == key), None)
    if section is None or not made.grant.reads_written:
        raise Http404
    remark = made.add("remark", g.RemarkIn, partial(_with_key, acts.write_remark, key))
    numbers = next((one for one in view.sections if one.key == key), None)
    write = remove = None
    if numbers is not None:
        read = {"edit_number": numbers.edit_number}
        write = _section_form(made, view, section, {**read, "roles": [{"role": one} for one in numbers.roles]})
        remove = made.add("remove", g.SectionRemovedIn, partial(_with_key, acts.remove_section, key), initial=read)
    remarks = [one for one in view.remarks if one.section_key == key]
    closing = {
        str(one.remark_id): made.add(
            "close",
            NothingGiven,
            partial(_with_key, acts.close_remark, one.remark_id),
            fixed={"remark_id": str(one.remark_id)},
        )
        for one in remarks
    }
    if carry_out(request, made.all, refusal_sentence):
        is_gone = remove is not None and remove.is_bound
        return redirect_anew(reverse("emergency_plan", args=[plan_id]) if is_gone else request.path)
    context = {
        "view": view,
        "plan": view.document,
        "section": section,
        "grant": made.grant,
        "write": write,
        "remove": remove,
        "remark": remark,
        "remarks": [(one, closing[str(one.remark_id)]) for one in remarks],
        "edits": section_edits(made.grant, key),
    }
    return show_page(request, "emergency_plans/section.html", context, made.all)


def _section_form(
    made: PlanForms, view: EmergencyPlanView, section: PlanSectionText, read: Mapping[str, object]
) -> AnyForm:
    options = [("", "—"), *((one.key, one.title) for one in view.document.roles)]
    role = forms.ChoiceField(choices=options, label=_("Role"))
    roles = Rows({"role": role}, ROLES_SHOWN, label=_("Who acts, in their order"))
    shown = {name: getattr(section, name) for name in ("heading", "body", "is_restricted")}
    return made.add(
        "write",
        g.SectionIn,
        partial(_with_key, acts.edit_section, section.key),
        initial={**shown, **read},
        own_fields={"roles": roles},
    )


def _with_key(act: Callable[..., object], key: object, asker: Asker, plan_id: UUID, given: BaseModel) -> object:
    return act(asker, plan_id, key, given)


@page(posts=True)
def sections_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a section: one of one's own, or one of the library that was taken out; for keepers."""
    made = PlanForms(request, plan_id)
    view = made.view()
    if not view.may_write:
        raise Http404
    there = {one.key for one in view.document.sections}
    own = made.add("add", g.SectionAddedIn, acts.add_section)
    taken = [
        (
            topic.label,
            made.add(
                "take", NothingGiven, partial(_with_key, acts.take_from_library, topic), fixed={"topic": topic.value}
            ),
        )
        for topic in PlanTopic
        if topic.value not in there
    ]
    if carry_out(request, made.all, refusal_sentence):
        key = next(form.done for form in made.all if form.is_bound)
        return redirect_anew(reverse("emergency_plan_section", args=[plan_id, key]))
    context = {"view": view, "plan": view.document, "own": own, "taken": taken}
    return show_page(request, "emergency_plans/sections.html", context, made.all)


# --- facts ------------------------------------------------------------------------------------------------------------
@page(posts=True)
def facts_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Write who has which role, places, numbers, and how many people need help; for keepers."""
    made = PlanForms(request, plan_id)
    view = made.view()
    if not view.may_write:
        raise Http404
    read, document = {"facts_number": view.facts_number}, view.document

    def listed(name: str, model: type[BaseModel], act: Callable[..., object]) -> AnyForm:
        return made.add(name, model, act, initial={**read, name: _form_rows(getattr(document, name))})

    lists = {
        "places": listed("places", g.PlanPlacesIn, acts.set_places),
        "phones": listed("phones", g.PlanPhonesIn, acts.set_phones),
        "helps": listed("helps", g.PlanHelpsIn, acts.set_helps),
    }
    people: list[tuple[object, str]] = [(one.person_id, one.name) for one in view.people]
    roles = [_role_forms(made, view, one, people) for one in view.role_people]
    more = _role_form(made, read, None, people)
    if carry_out(request, made.all, refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "view": view,
        "plan": document,
        "lists": lists,
        "roles": roles,
        "more": more,
        "names": suggested_names(made.grant.plan.site),
    }
    return show_page(request, "emergency_plans/facts.html", context, made.all)


def _form_rows(rows: object) -> list[dict[str, str]]:
    """Return rows of the document as a form of rows draws them."""
    names = ("kind", "where", "how", "label", "number", "need", "count", "helper")
    assert isinstance(rows, list)
    return [{name: str(getattr(one, name)) for name in names if hasattr(one, name)} for one in rows]


def _role_forms(
    made: PlanForms, view: EmergencyPlanView, one: PlanRolePeople, people: list[tuple[object, str]]
) -> tuple[object, AnyForm, AnyForm]:
    """Return a role as it is read, and the forms that change it and take it out."""
    said = next(role for role in view.document.roles if role.key == str(one.key))
    read = {"facts_number": view.facts_number}
    ids = {name: getattr(one, name) for name in ("person_id", "deputy_id", "second_deputy_id")}
    # Who left cannot be chosen any more: the form asks anew.
    here = {person_id for person_id, _name in people}
    shown = {name: person_id for name, person_id in ids.items() if person_id in here}
    change = _role_form(made, {**read, "title": said.title, **shown}, one.key, people)
    act = partial(_with_key, acts.remove_role, one.key)
    remove = made.add("remove_role", g.FactsIn, act, initial=read, fixed={"key": str(one.key)})
    return said, change, remove


def _role_form(
    made: PlanForms, initial: Mapping[str, object], key: UUID | None, people: list[tuple[object, str]]
) -> AnyForm:
    return made.add(
        "role",
        g.PlanRoleIn,
        partial(_with_key, acts.write_role, key),
        initial=initial,
        fixed={"key": str(key) if key else "new"},
        choices=dict.fromkeys(("person_id", "deputy_id", "second_deputy_id"), people),
    )


# --- the team ---------------------------------------------------------------------------------------------------------
@page(posts=True)
def team_page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the planning team and what each has said; for keepers, give and take seats."""
    made = PlanForms(request, plan_id)
    view = made.view()
    if not made.grant.reads_written:
        raise Http404
    add = None
    if made.grant.is_keeper:
        people: list[tuple[object, str]] = [(one.person_id, one.name) for one in people_of(made.grant, made.asker.at)]
        add = made.add("seat", g.TeamSeatIn, acts.add_seat, choices={"person_id": people})
    seats = [_seat_forms(made, view, one.seat_id) for one in view.team]
    if carry_out(request, made.all, refusal_sentence):
        return redirect_anew(request.path)
    context = {
        "view": view,
        "plan": view.document,
        "grant": made.grant,
        "add": add,
        "seats": list(zip(view.team, seats, strict=True)),
        "lacking": [Discipline(one).label for one in view.lacking],
    }
    return show_page(request, "emergency_plans/team.html", context, made.all)


def _seat_forms(made: PlanForms, view: EmergencyPlanView, seat_id: UUID) -> tuple[AnyForm, AnyForm]:
    fixed = {"seat_id": str(seat_id)}
    remove = made.add("remove", NothingGiven, partial(_with_key, acts.remove_seat, seat_id), fixed=fixed)
    record = partial(_with_key, acts.record_consent, seat_id)
    text = {"text_sha256": view.text_sha256}
    return remove, made.add("record", g.ConsentIn, record, initial=text, fixed=fixed)
