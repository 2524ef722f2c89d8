"""Take people into an agency: one by one, many from a file, and their invitations as mails or printed letters."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.accounts.invitations import note_mailed
from coordination.administration.accounts.letters import Letter, letter_of, mail_letter
from coordination.administration.accounts.people import Invited, invite_again, invite_person
from coordination.administration.accounts.people_file import COLUMNS, FILE_MAX_BYTES
from coordination.administration.accounts.people_import import PeopleLook
from coordination.administration.accounts.uploads import Looked, look_at_upload, take_upload
from coordination.administration.pages.agencies import managed_or_operated, people_waiting
from coordination.administration.pages.posted import Outcome, Step, carried_out, person_in, post_in
from coordination.administration.pages.words import role_choices
from coordination.administration.second_person.speaking import is_guarded
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.access import fetch
from mou.errors import KeptElsewhere
from mou.models import Agency
from mou.vocabulary import MemberRole

REFUSED = 422
LETTERS_MAX = 500


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def invite_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Take one person into an agency; show their letter where it is to be printed."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    is_managed = fetch.may_manage(asker.user_id, agency, asker.at)

    def invite(request: HttpRequest, asker: Asker) -> HttpResponse | str:
        try:
            invited = invite_person(
                actor_id=asker.user_id,
                agency_id=agency.pk,
                given=person_in(request.POST),
                post=post_in(request.POST),
                may_offer=request.POST.get("may_offer") == "yes",
                at=asker.at,
            )
        except KeptElsewhere as kept:
            context = {"agency": agency, "kept_by": kept.agency, "typed": request.POST, "roles": MemberRole.labels()}
            return render(request, "administration/people/offer.html", context)
        return deliver_invitations(request, agency, [invited], by_mail=request.POST.get("by") == "mail")

    outcome = (
        carried_out(request, {"invite": invite, "letters": _letters_step(agency)})
        if request.method == "POST"
        else Outcome()
    )
    if outcome.response is not None:
        return outcome.response
    choices = role_choices()
    context = {
        "agency": agency,
        # The operator appoints an administrator and no other role.
        "roles": choices if is_managed else [one for one in choices if one[0] == MemberRole.ADMINISTRATOR.value],
        "has_mail": settings.HAS_MAIL,
        "languages": settings.LANGUAGES,
        "problem": outcome.problem,
        "typed": request.POST if outcome.problem else {},
    }
    return render(request, "administration/people/invite.html", context, status=REFUSED if outcome.problem else 200)


def _letters_step(agency: Agency) -> Step:
    """Return the step that invites everybody who has no password yet: by mail where it can be, else by letters."""

    def step(request: HttpRequest, asker: Asker) -> HttpResponse:
        # Whose invitation is the oldest comes first: where there are more than fit, the next click goes on.
        invited_at = F("user__invitation__made_at").asc(nulls_first=True)
        waiting = people_waiting(asker, agency).order_by(invited_at, "user__display_name")
        # Who is guarded takes a second person, one by one.
        people = [one.user for one in waiting[:LETTERS_MAX] if not is_guarded(one.user, asker.at)]
        invited = [invite_again(actor_id=asker.user_id, person_id=one.public_id, at=asker.at) for one in people]
        return deliver_invitations(request, agency, invited, by_mail=request.POST.get("by") == "mail")

    return step


def deliver_invitations(request: HttpRequest, agency: Agency, invited: list[Invited], *, by_mail: bool) -> HttpResponse:
    """Mail what can be mailed; return the page of the letters that are to be printed, or go on if there are none."""
    welcome = request.build_absolute_uri(reverse("welcome"))
    letters: list[Letter] = []
    mailed = 0
    for one in invited:
        if not one.code:
            continue
        letter = letter_of(one, welcome_url=welcome)
        address = mail_letter(one.person_id, letter) if by_mail else ""
        if address:
            note_mailed(one.code, address)
            mailed += 1
        else:
            letters.append(letter)
    if not letters and not mailed:
        return redirect_anew(reverse("agency", args=[agency.pk]))
    context = {"agency": agency, "letters": letters, "mailed": mailed, "by_mail": by_mail, "welcome": welcome}
    return render(request, "administration/people/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def people_file_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a file of people, and take them in if it has no defect."""
    asker = asker_of(request)
    agency = managed_or_operated(asker, agency_id)
    if not fetch.may_manage(asker.user_id, agency, asker.at):
        raise Http404
    looked: Looked | None = None
    taken: PeopleLook | None = None
    problem = ""
    if request.method == "POST":
        try:
            if request.POST.get("step") == "take":
                taken = _take_uploaded(request, asker, agency)
            else:
                looked = _looked_at(request, asker, agency)
        except CoordinationError as error:
            problem = str(error)
    context = {
        "agency": agency,
        "columns": COLUMNS,
        "look": taken or (looked.look if looked is not None else None),
        "upload_id": "" if looked is None else looked.upload_id,
        "is_done": taken is not None,
        "roles": MemberRole.labels(),
        "problem": problem,
    }
    return render(request, "administration/people/people_file.html", context, status=REFUSED if problem else 200)


def _looked_at(request: HttpRequest, asker: Asker, agency: Agency) -> Looked:
    sent = request.FILES.get("file")
    content = sent.read(FILE_MAX_BYTES + 1) if isinstance(sent, UploadedFile) else b""
    return look_at_upload(actor_id=asker.user_id, agency_id=agency.pk, content=content, at=asker.at)


def _take_uploaded(request: HttpRequest, asker: Asker, agency: Agency) -> PeopleLook:
    return take_upload(
        actor_id=asker.user_id,
        agency_id=agency.pk,
        upload_id=uuid_in(request.POST, "upload_id"),
        at=asker.at,
        progress=lambda _done, _total: None,
    )
