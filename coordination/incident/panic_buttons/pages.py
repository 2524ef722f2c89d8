"""The pages on which a district's administrators keep its panic keys, buttons and rule. Plain forms: no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.errors import ButtonNotFound, NotAllowed
from coordination.incident.panic.tier_rules import districts_kept_by
from coordination.incident.panic_buttons.access import intake_for
from coordination.incident.panic_buttons.buttons import register_button, remove_button, try_button
from coordination.incident.panic_buttons.intakes import (
    IntakeKey,
    create_intake,
    revoke_intake,
    set_confirmation_required,
)
from coordination.incident.panic_buttons.models import PanicIntake
from coordination.incident.panic_buttons.posted import ButtonTyped, KeyNamed, PressTried, where_choices
from coordination.incident.panic_buttons.queries import (
    ButtonView,
    DistrictKeys,
    KeyView,
    buttons_of,
    key_of,
    keys_of,
    site_choices,
)
from coordination.incident.panic_buttons.tables import BUTTONS, ButtonForms, list_keys
from coordination.incident.panic_buttons.wire import PanicRule
from coordination.incident.panic_buttons.words import problem_words
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, Refusal, carry_out
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class DistrictForms:
    """A district with what its administrators decide, and the forms by which they do."""

    shown: DistrictKeys
    rule: AnyForm
    make: ActForm[KeyNamed, IntakeKey]
    keys: ShownTable[KeyView]


@page(posts=True)
def keys_page(request: HttpRequest) -> HttpResponse:
    """Show the districts that the reader administers, with their keys; carry out what a form asks for."""
    asker = asker_of(request)
    districts = districts_kept_by(asker.user_id, asker.at)
    if not districts:
        raise Http404
    listed = _list_districts(request, asker, districts)
    of_page: list[AnyForm] = [form for one in listed for form in (one.rule, one.make)]
    made = None
    if carry_out(request, of_page, _refusal_sentence):
        bound = next((one.make for one in listed if one.make.is_bound), None)
        if bound is None:
            return redirect_anew(request.path)
        # Shown this once, above the list with the new key.
        made = bound.done
        listed = _list_districts(request, asker, districts)
        _begin_anew(one.make for one in listed)
    context = {"districts": listed, "made": made, "origin": request.build_absolute_uri("/").rstrip("/")}
    return show_tables(request, "panic/panic_keys.html", context, [one.keys for one in listed], of_page)


@page(posts=True)
def key_page(request: HttpRequest, intake_id: UUID) -> HttpResponse:
    """Show a key's buttons and badges; carry out what a form asks for. A retired key has no page."""
    asker = asker_of(request)
    try:
        intake = intake_for(user_id=asker.user_id, intake_id=intake_id, at=asker.at)
    except NotAllowed as missing:
        raise Http404 from missing
    add, retire = _add_form(request, asker, intake), _retire_form(request, asker, intake)
    listed = [_forms_of_button(request, asker, intake_id, one) for one in buttons_of(intake)]
    of_page: list[AnyForm] = [add, retire, *(form for one in listed for form in (one.try_it, one.remove))]
    tried = None
    if carry_out(request, of_page, _refusal_sentence, shown=[ButtonNotFound]):
        bound = next((one.try_it for one in listed if one.try_it.is_bound), None)
        if bound is None:
            return redirect_anew(reverse("panic_keys") if retire.is_bound else request.path)
        tried = bound.done
        listed = [_forms_of_button(request, asker, intake_id, one) for one in buttons_of(intake)]
        _begin_anew(one.try_it for one in listed)
    buttons = ShownTable(request, BUTTONS, listed, zone=ZoneInfo(intake.district.time_zone))
    context = {
        "key": key_of(intake),
        "time_zone": intake.district.time_zone,
        "buttons": buttons,
        "add_form": add,
        "retire_form": retire,
        "tried_room_id": None if tried is None else tried.room_id,
    }
    return show_tables(request, "panic/panic_key.html", context, [buttons], of_page)


def _refusal_sentence(refusal: Refusal) -> str:
    return problem_words(refusal.code)


def _begin_anew(forms: Iterable[AnyForm]) -> None:
    for form in forms:
        form.begin_anew()


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _list_districts(request: HttpRequest, asker: Asker, districts: Sequence[Agency]) -> list[DistrictForms]:
    return [_forms_of_district(request, asker, one, number) for number, one in enumerate(keys_of(districts), start=1)]


def _forms_of_district(request: HttpRequest, asker: Asker, district: DistrictKeys, number: int) -> DistrictForms:
    district_id = district.district_id

    def set_rule(given: PanicRule) -> None:
        set_confirmation_required(asker=asker, district_id=district_id, is_required=given.confirmation_required)

    def make_key(given: KeyNamed) -> IntakeKey:
        return create_intake(asker=asker, district_id=district_id, name=given.name)

    fixed = {"district_id": str(district_id)}
    rule = ActForm(
        request,
        "rule",
        PanicRule,
        set_rule,
        choices={"confirmation_required": [(True, _("Yes, for 9-1-1")), (False, _("No"))]},
        initial={"confirmation_required": district.confirmation_required},
        fixed=fixed,
    )
    make = ActForm(request, "make", KeyNamed, make_key, fixed=fixed)
    return DistrictForms(district, rule, make, list_keys(request, district, number))


def _forms_of_button(request: HttpRequest, asker: Asker, intake_id: UUID, button: ButtonView) -> ButtonForms:
    def press(given: PressTried) -> Accepted:
        return try_button(asker=asker, intake_id=intake_id, ref=button.ref, command_id=given.press_id)

    def remove(_given: NothingGiven) -> None:
        remove_button(asker=asker, intake_id=intake_id, ref=button.ref)

    fixed = {"ref": button.ref}
    tried = ActForm(request, "try", PressTried, press, initial={"press_id": uuid4()}, fixed=fixed)
    return ButtonForms(button, tried, ActForm(request, "remove", NothingGiven, remove, fixed=fixed))


def _add_form(request: HttpRequest, asker: Asker, intake: PanicIntake) -> AnyForm:
    def add(given: ButtonTyped) -> None:
        register_button(asker=asker, intake_id=intake.pk, button=given.button())

    choices = {"where": where_choices(site_choices(intake.district))}
    return ActForm(request, "add", ButtonTyped, add, choices=choices)


def _retire_form(request: HttpRequest, asker: Asker, intake: PanicIntake) -> AnyForm:
    def retire(_given: NothingGiven) -> None:
        revoke_intake(asker=asker, intake_id=intake.pk)

    return ActForm(request, "retire", NothingGiven, retire)
