"""Take people into an agency: one by one, many from a file, and their invitations as mails or printed letters."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from coordination.administration.accounts.invitation_mail import people_to_invite, plan_invitations
from coordination.administration.accounts.invitations import note_mailed
from coordination.administration.accounts.letters import Letter, letter_of, mail_letter
from coordination.administration.accounts.people import Invited, invite_again, invite_person
from coordination.administration.accounts.people_file import COLUMNS
from coordination.administration.accounts.people_import import PeopleLook
from coordination.administration.accounts.uploads import Looked, look_at_upload, take_upload
from coordination.administration.errors import UploadNotFound
from coordination.administration.pages.agencies import managed_or_operated
from coordination.administration.pages.posted import administrative_form, answer_forms
from coordination.administration.pages.words import ask_of_office, role_choices
from coordination.administration.people_wire import (
    EveryoneIn,
    InvitationSentIn,
    InvitationWay,
    PeopleFileIn,
    UploadNamed,
)
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.access import fetch
from mou.errors import KeptElsewhere
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.page import page
from mou.models import Agency
from mou.vocabulary import MemberRole

LETTERS_MAX = 500
# What stands first in the form of an account.
ACCOUNT_FIRST = ("name", "email", "username", "phone", "language")


@page(posts=True)
def invite_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Take one person into an agency; show their letter where it is to be printed."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    form = _invitation_form(request, asker, agency, "invite")
    # What was typed comes back in it, for who agrees that the person is offered the place.
    offer = _invitation_form(request, asker, agency, "offer")

    def invite_all(given: EveryoneIn) -> HttpResponse:
        return _invite_everyone(request, asker, agency, given)

    of_page: list[AnyForm] = [form, offer, administrative_form(request, "letters", EveryoneIn, invite_all)]
    answer = answer_forms(request, of_page)
    if answer is not None:
        return answer
    context = {"agency": agency, "form": offer if offer.is_bound else form, "has_mail": settings.HAS_MAIL}
    return show_page(request, "administration/people/invite.html", context, of_page)


def language_choices() -> list[tuple[str, str]]:
    """Return the languages as a form offers them, each by its own name."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def _invitation_form(
    request: HttpRequest, asker: Asker, agency: Agency, act: str, typed: InvitationSentIn | None = None
) -> AnyForm:
    is_managed = fetch.may_manage(asker.user_id, agency, asker.at)

    def invite(given: InvitationSentIn) -> HttpResponse:
        try:
            invited = invite_person(
                actor_id=asker.user_id,
                agency_id=agency.pk,
                given=given.person(),
                post=given.post(),
                may_offer=given.may_offer,
                at=asker.at,
            )
        except KeptElsewhere as kept:
            form = _invitation_form(request, asker, agency, "offer", given.model_copy(update={"may_offer": True}))
            context = {"agency": agency, "kept_by": kept.agency, "given": given, "form": form}
            return render(request, "administration/people/offer.html", context)
        return deliver_invitations(request, agency, [invited], by=given.by)

    # The operator appoints an administrator and no other role.
    roles = [one for one in role_choices(agency) if is_managed or one[0] == MemberRole.ADMINISTRATOR.value]
    form = administrative_form(
        request,
        act,
        InvitationSentIn,
        invite,
        choices={"role": roles, "language": language_choices()},
        initial={"language": get_language()} if typed is None else typed.model_dump(),
        first=ACCOUNT_FIRST,
    )
    ask_of_office(form, agency)
    return form


def _invite_everyone(request: HttpRequest, asker: Asker, agency: Agency, given: EveryoneIn) -> HttpResponse:
    """Invite everybody who has no password yet: by mail beside the request, or by letters, as many as fit on a page."""
    by_mail = given.by is InvitationWay.MAIL and settings.HAS_MAIL
    people, left_alone = people_to_invite(agency, actor_id=asker.user_id, also_recent=given.also_recent, at=asker.at)
    origin = request.build_absolute_uri("/").rstrip("/")
    mailed = plan_invitations(agency, people, actor_id=asker.user_id, origin=origin, at=asker.at) if by_mail else 0
    printed = [one for one in people if not (by_mail and one.email)][:LETTERS_MAX]
    if mailed and not printed:
        return redirect_anew(reverse("invitation_mails", args=[agency.pk]))
    invited = [invite_again(actor_id=asker.user_id, person_id=one.public_id, at=asker.at) for one in printed]
    found = _Delivered([_letter_for(request, one) for one in invited if one.code], mailed, left_alone)
    return _show_delivered(request, agency, found, by_mail=by_mail, is_planned=True)


@dataclass(frozen=True, slots=True)
class _Delivered:
    """Letters to print, how many went by mail, and how many people were left alone."""

    letters: list[Letter]
    mailed: int
    left_alone: int = 0


def deliver_invitations(
    request: HttpRequest, agency: Agency, invited: list[Invited], *, by: InvitationWay
) -> HttpResponse:
    """Mail what can be mailed; return the page of the letters that are to be printed, or go on if there are none.

    For one person or two: each is mailed inside the request, so that a letter stands there at once where mail fails.
    """
    by_mail = by is InvitationWay.MAIL
    letters: list[Letter] = []
    mailed = 0
    for one in invited:
        if not one.code:
            continue
        letter = _letter_for(request, one)
        address = mail_letter(one.person_id, letter) if by_mail else ""
        if address:
            note_mailed(one.code, address)
            mailed += 1
        else:
            letters.append(letter)
    return _show_delivered(request, agency, _Delivered(letters, mailed), by_mail=by_mail, is_planned=False)


def _letter_for(request: HttpRequest, invited: Invited) -> Letter:
    return letter_of(invited, welcome_url=request.build_absolute_uri(reverse("welcome")))


def _show_delivered(
    request: HttpRequest, agency: Agency, found: _Delivered, *, by_mail: bool, is_planned: bool
) -> HttpResponse:
    """Return the page of letters; it says how many were left alone, because they have a code since just now."""
    if not found.letters and not found.mailed and not found.left_alone:
        return redirect_anew(reverse("agency", args=[agency.pk]))
    welcome = request.build_absolute_uri(reverse("welcome"))
    context = {"agency": agency, "letters": found.letters, "mailed": found.mailed, "left_alone": found.left_alone}
    context |= {"by_mail": by_mail, "is_planned": is_planned, "welcome": welcome}
    return render(request, "administration/people/letters.html", context)


@page(posts=True)
def people_file_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a file of people, and take them in if it has no defect."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    if not fetch.may_manage(asker.user_id, agency, asker.at):
        raise Http404

    def look_at_file(given: PeopleFileIn) -> Looked:
        return look_at_upload(actor_id=asker.user_id, agency_id=agency.pk, content=given.file, at=asker.at)

    def take_file(given: UploadNamed) -> PeopleLook:
        return take_upload(
            actor_id=asker.user_id,
            agency_id=agency.pk,
            upload_id=given.upload_id,
            at=asker.at,
            progress=lambda _done, _total: None,
        )

    look = ActForm(request, "look", PeopleFileIn, look_at_file)
    take = administrative_form(request, "take", UploadNamed, take_file)
    of_page: list[AnyForm] = [look, take]
    is_done = carry_out(request, of_page, _file_sentence, shown=[UploadNotFound])
    looked = look.done if is_done and look.is_bound else None
    taken = take.done if is_done and take.is_bound else None
    context = {
        "agency": agency,
        "columns": COLUMNS,
        "look": taken or (looked.look if looked is not None else None),
        "upload_id": "" if looked is None else looked.upload_id,
        "is_done": taken is not None,
        "roles": MemberRole.labels(),
        "look_form": look,
        "take_form": take,
    }
    return show_page(request, "administration/people/people_file.html", context, of_page)


def _file_sentence(refusal: Refusal) -> str:
    """Return what is wrong with a file: its error says it, in the reader's language."""
    return str(refusal)
