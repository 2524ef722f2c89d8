"""The pages of role cards: schools, all cards of one, one card with its people, all cards on paper. Plain forms."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.incident.staff_roles import actions
from coordination.incident.staff_roles.access import CardsOf, agencies_with_cards, cards_of
from coordination.incident.staff_roles.errors import CardsNotFound
from coordination.incident.staff_roles.queries import RoleAtPlace, own_editions, people_of, places_of, roles_at_place
from coordination.incident.staff_roles.rules import MOST_NAMED, CardStep, RoleCard
from coordination.incident.staff_roles.tables import ROLES
from coordination.incident.staff_roles.vocabulary import CardPhase, StaffRole
from coordination.incident.staff_roles.wire import NamedForRoleIn, RoleCardIn
from coordination.incident.staff_roles.words import refusal_sentence, step_words, version_words
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.forms.rows import Rows
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import AgencyMember


@page()
def places_page(request: HttpRequest) -> HttpResponse:
    """Show the schools and districts whose cards the reader sees; of one alone, its cards at once."""
    asker = asker_of(request)
    places = list(agencies_with_cards(asker.user_id, asker.at))
    if not places:
        raise Http404
    if len(places) == 1:
        return redirect("role_cards_of", places[0].pk)
    return render(request, "staff_roles/places.html", {"places": places})


@page()
def cards_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show every role of a school or district: whose words its card has, who holds it, who steps in."""
    asker = asker_of(request)
    place = _find_place(asker, agency_id)
    roles = ShownTable(request, ROLES, [_with_address(place, one) for one in roles_at_place(place, asker.at)])
    return show_tables(request, "staff_roles/cards.html", {"place": place, "roles": roles}, [roles])


@page(posts=True)
def card_page(request: HttpRequest, agency_id: UUID, role: str) -> HttpResponse:
    """Show one card and the people of the role; administrators change both."""
    asker = asker_of(request)
    place, of_role = _find_place(asker, agency_id), _find_role(role)
    shown = next(one for one in roles_at_place(place, asker.at) if one.role is of_role)
    of_page = _card_forms(request, asker, place, shown) if place.may_change else {}
    if carry_out(request, list(of_page.values()), refusal_sentence):
        return redirect_anew(request.path)
    edition = own_editions(place.agency).get(of_role)
    context = {
        "place": place,
        "shown": shown,
        "version": version_words(shown.card),
        "phases": phases_of(shown.card),
        "has_own": edition is not None and not edition.is_taken_back,
        "by_assignment": of_role is StaffRole.SRO,
        **of_page,
    }
    return show_page(request, "staff_roles/card.html", context, list(of_page.values()))


@page()
def print_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show every card of a school or district on paper, one a page, with its people."""
    asker = asker_of(request)
    place = _find_place(asker, agency_id)
    cards = [
        {"shown": one, "version": version_words(one.card), "phases": phases_of(one.card)}
        for one in roles_at_place(place, asker.at)
    ]
    return render(request, "staff_roles/print.html", {"place": place, "cards": cards, "at": asker.at})


def phases_of(card: RoleCard) -> list[tuple[str, list[tuple[CardStep, str]]]]:
    """Return the steps of a card by phase, each with its words in the active language; no phase without steps."""
    found = [(phase.label, [(one, step_words(one)) for one in card.steps if one.phase is phase]) for phase in CardPhase]
    return [(label, steps) for label, steps in found if steps]


def _find_place(asker: Asker, agency_id: UUID) -> CardsOf:
    try:
        return cards_of(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except CardsNotFound as missing:
        raise Http404 from missing


def _find_role(role: str) -> StaffRole:
    if role not in StaffRole:
        raise Http404
    return StaffRole(role)


def _with_address(place: CardsOf, one: RoleAtPlace) -> tuple[RoleAtPlace, str]:
    return one, reverse("role_card", args=[place.agency.pk, one.role.value])


def _card_forms(request: HttpRequest, asker: Asker, place: CardsOf, shown: RoleAtPlace) -> dict[str, AnyForm]:
    card, role = shown.card, shown.role
    steps = [
        {
            "phase": one.phase.value,
            "action": one.action.value if one.action else "",
            "words": one.words,
            "words_es": one.words_es,
        }
        for one in card.steps
    ]
    drawn = {"drawn_from": card.version, "joins_within_min": card.joins_within_min, "steps": steps}

    def change(given: RoleCardIn) -> str:
        return actions.change_card(
            user_id=asker.user_id, agency_id=place.agency.pk, role=role, given=given, at=asker.at
        )

    def take_back(_given: NothingGiven) -> str:
        return actions.take_card_back(user_id=asker.user_id, agency_id=place.agency.pk, role=role, at=asker.at)

    of_page: dict[str, AnyForm] = {
        "change_form": ActForm(request, "change", RoleCardIn, change, initial=drawn),
        "back_form": ActForm(request, "take_back", NothingGiven, take_back),
    }
    if role is not StaffRole.SRO:
        of_page["people_form"] = _people_form(request, asker, place, role)
    return of_page


def _people_form(request: HttpRequest, asker: Asker, place: CardsOf, role: StaffRole) -> AnyForm:
    people = people_of(place.agency, place.district, asker.at)
    choices = [("", "—"), *((str(one.pk), _person_words(one, place)) for one in people)]
    person = forms.TypedChoiceField(choices=choices, coerce=UUID, empty_value=None, label=_("Person"))
    known = {str(one.pk) for one in people}
    named = [str(one) for one in places_of(place.agency).get(role, []) if str(one) in known]

    def name_people(given: NamedForRoleIn) -> None:
        actions.name_for_role(user_id=asker.user_id, agency_id=place.agency.pk, role=role, given=given, at=asker.at)

    return ActForm(
        request,
        "people",
        NamedForRoleIn,
        name_people,
        own_fields={"people": Rows({"member_id": person}, MOST_NAMED, label=_("In their order"))},
        initial={"people": [{"member_id": one} for one in named]},
    )


def _person_words(member: AgencyMember, place: CardsOf) -> str:
    of = member.agency.short_name if member.agency_id != place.agency.pk else ""
    return " · ".join(part for part in (member.user.shown_name(), member.title, of) if part)
