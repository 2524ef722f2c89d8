"""The page of one's own data; and of another person's, for the administrator of every agency they belong to."""

from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from coordination.administration.access import PersonGrant
from coordination.records.errors import NotAllTheirs
from coordination.records.person_data.access import person_to_export
from coordination.records.person_data.archive import REASON_MAX_CHARS, person_archive, sections_of
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.wire import PersonDataIn
from coordination.records.person_data.words import section_words
from coordination.web.signed_in import asker_of, public_id_of
from mou.access.names import checked_text
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def my_data_page(request: HttpRequest) -> HttpResponse:
    """Show the reader everything that is held about them; give it as an archive."""
    grant = _find_grant(request, public_id_of(request))
    if request.method == "POST":
        return _make_archive(request, grant, reason="")
    asker = asker_of(request)
    document = person_document(grant.person, asker.at)
    return render(request, "records/my_data.html", {"sections": sections_of(document), "person": grant.person})


@page(posts=True)
def person_data_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask an administrator why, and give the archive."""
    grant = _find_grant(request, person_id)
    form = ActForm(request, "take", PersonDataIn, _read_reason)
    if carry_out(request, [form], lambda _refusal: _("Say why.")):
        return _make_archive(request, grant, reason=form.done)
    context = {"person": grant.person, "form": form, "sections": list(section_words().values())}
    return show_page(request, "records/person_data.html", context, [form])


def _read_reason(given: PersonDataIn) -> str:
    return checked_text(given.reason, "reason", max_chars=REASON_MAX_CHARS)


def _find_grant(request: HttpRequest, person_id: UUID) -> PersonGrant:
    asker = asker_of(request)
    try:
        return person_to_export(user_id=asker.user_id, person_id=person_id, at=asker.at)
    except NotAllTheirs as missing:
        raise Http404 from missing


def _make_archive(request: HttpRequest, grant: PersonGrant, *, reason: str) -> HttpResponse:
    asker = asker_of(request)
    made = person_archive(grant.person, by_id=asker.user_id, reason=reason, source=get_ip(request) or "", at=asker.at)
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="person-data.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
