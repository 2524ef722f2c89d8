"""The page of an agreement's parties: who takes which part, what is opened to each, who has signed, who leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from coordination.agreements.parties import acts, wire
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access.annexes import annexes_of, is_first_agency_party
from mou.agreements import version_access
from mou.agreements.parties.leaving import binds_agency, earliest_last_day
from mou.agreements.parties.queries import PartyView
from mou.agreements.reading.version_queries import AgreementVersionView, possible_parties, version_view
from mou.errors import AgencyNotFound, BadParties, NotAllowed, WrongState
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.party_roles import PartyRole, fits_kind
from mou.vocabulary import AgencyKind, VersionState
from mou.web.opening_words import OpenedBy, opened_by

type PartyAct[Given] = Callable[[Asker, UUID, int, Given], object]


@dataclass(frozen=True, slots=True)
class PartyCard:
    """A party with what is opened to it, and what the reader may do about it."""

    party: PartyView
    opened: OpenedBy | None
    returned: OpenedBy | None
    role_form: AnyForm | None
    remove_form: AnyForm | None
    return_form: AnyForm | None

    def forms(self) -> list[AnyForm]:
        """Return the forms that there are."""
        return [one for one in (self.role_form, self.remove_form, self.return_form) if one is not None]


@page(posts=True)
def parties_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show all parties of a version; its keepers bring them in and take them out here, and a party leaves here."""
    asker = asker_of(request)
    version = version_access.version_for(
        user_id=asker.user_id,
        memorandum_id=memorandum_id,
        number=number,
        need=version_access.VersionNeed.READ,
        at=asker.at,
        lock=False,
    )
    view = version_view(version, user_id=asker.user_id, at=asker.at)
    if view.annex_of is not None:
        raise Http404
    cards = _cards_of(request, asker, version, view)
    add_form = _add_form(request, asker, view) if view.may_edit else None
    leave_forms = [
        _leave_form(request, asker, view, one)
        for one in view.parties
        if not one.is_keeper and one.last_day is None and _may_leave(asker, version, view, one.id)
    ]
    of_page: list[AnyForm] = [
        *(form for one in cards for form in one.forms()),
        *([add_form] if add_form else []),
        *(form for _party, form in leave_forms),
    ]
    if carry_out(request, of_page, _refusal_sentence):
        return redirect_anew(reverse("agreement_parties", args=[memorandum_id, number]))
    context = {
        "version": view,
        "cards": cards,
        "add_form": add_form,
        "leave_forms": leave_forms,
        "earliest": earliest_last_day(version, asker.at) if leave_forms else None,
        "is_signed": view.line.in_force_from is not None,
    }
    return show_page(request, "agreements/parties.html", context, of_page)


def _cards_of(
    request: HttpRequest, asker: Asker, version: version_access.Held, view: AgreementVersionView
) -> list[PartyCard]:
    rows = {one.memorandum_id: one for one in annexes_of(version)}
    if is_first_agency_party(version):
        rows[version.memorandum_id] = version
    opened = {key: opened_by(one, asker.at) for key, one in rows.items()}
    return [
        PartyCard(
            party=one,
            opened=None if one.terms_id is None else opened.get(one.terms_id),
            returned=None if one.returns_id is None else opened.get(one.returns_id),
            **(_forms_of(request, asker, view, one) if view.may_edit and not one.is_keeper else _NO_FORMS),
        )
        for one in view.parties
    ]


_NO_FORMS: dict[str, AnyForm | None] = {"role_form": None, "remove_form": None, "return_form": None}


def _forms_of(
    request: HttpRequest, asker: Asker, view: AgreementVersionView, party: PartyView
) -> dict[str, AnyForm | None]:
    fixed = {"agency_id": str(party.id)}

    def form_of[Given: BaseModel](
        act: str, model: type[Given], do: PartyAct[Given], **more: object
    ) -> ActForm[Given, object]:
        done = partial(do, asker, view.memorandum_id, view.line.number)
        choices = {"role": [(one.value, one.label) for one in PartyRole if fits_kind(one, party.kind)]}
        return ActForm(request, act, model, done, fixed=fixed, choices=choices, initial=more)

    is_further = party.terms_id != view.memorandum_id
    may_return = party.kind is AgencyKind.DISTRICT and party.returns_id is None
    return {
        "role_form": form_of("role", wire.PartyRoleIn, acts.say_role, role=party.role),
        "remove_form": form_of("remove", wire.PartyNamedIn, acts.take_out) if is_further else None,
        "return_form": form_of("return", wire.PartyNamedIn, acts.ask_return) if may_return else None,
    }


def _add_form(request: HttpRequest, asker: Asker, view: AgreementVersionView) -> AnyForm:
    there = {one.id for one in view.parties}
    agencies = [one for one in possible_parties(view.district.id) if one.id not in there]
    choices = {"agency_id": [(str(one.id), f"{one.name} ({one.kind.label})") for one in agencies]}
    done = partial(acts.bring_in, asker, view.memorandum_id, view.line.number)
    return ActForm(request, "add", wire.PartyIn, done, choices=choices)


def _leave_form(
    request: HttpRequest, asker: Asker, view: AgreementVersionView, party: PartyView
) -> tuple[PartyView, AnyForm]:
    done = partial(acts.give_notice, asker, view.memorandum_id)
    return party, ActForm(request, "leave", wire.LeavingIn, done, fixed={"agency_id": str(party.id)})


def _may_leave(asker: Asker, version: version_access.Held, view: AgreementVersionView, agency_id: UUID) -> bool:
    """Say whether to ask: the notice is of the version that counts now, by people who bind the party, of several."""
    is_current = version.memorandum.current_version_id == version.pk and view.line.state is VersionState.IN_FORCE
    return is_current and len(view.parties) > 2 and binds_agency(asker.user_id, agency_id, asker.at)


def _refusal_sentence(refusal: Refusal) -> str:
    """Return what stands in the way, in the reader's language."""
    if isinstance(refusal, WrongState):
        return _("This version has moved on. Look at it again.")
    if isinstance(refusal, (BadParties, AgencyNotFound)):
        return _("This agency cannot be a party here.")
    if isinstance(refusal, NotAllowed):
        return _("You may not do this any more.")
    return refusal.sentence_or(str(refusal))
