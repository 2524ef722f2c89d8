"""The page of one's own data; and of another person's, for the administrator of every agency they belong to."""

from uuid import UUID

from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.access import PersonGrant
from coordination.records.errors import NotAllTheirs
from coordination.records.person_data.access import person_to_export
from coordination.records.person_data.archive import REASON_MAX_CHARS, person_archive, sections_of
from coordination.records.person_data.collecting import person_document
from coordination.records.person_data.words import section_words
from coordination.web.signed_in import asker_of, public_id_of
from mou.access.names import checked_text
from mou.errors import BadName, PersonNotFound

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def my_data_page(request: HttpRequest) -> HttpResponse:
    """Show the reader everything that is held about them; give it as an archive."""
    grant = _grant(request, public_id_of(request))
    if request.method == "POST":
        return _archive(request, grant, reason="")
    asker = asker_of(request)
    document = person_document(grant.person, asker.at)
    return render(request, "records/my_data.html", {"sections": sections_of(document), "person": grant.person})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def person_data_page(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask an administrator why, and give the archive."""
    grant = _grant(request, person_id)
    problem = ""
    if request.method == "POST":
        try:
            reason = checked_text(request.POST.get("reason", ""), "reason", max_chars=REASON_MAX_CHARS)
        except BadName:
            problem = _("Say why.")
        else:
            return _archive(request, grant, reason=reason)
    context = {"person": grant.person, "problem": problem, "sections": list(section_words().values())}
    return render(request, "records/person_data.html", context, status=REFUSED if problem else 200)


def _grant(request: HttpRequest, person_id: UUID) -> PersonGrant:
    asker = asker_of(request)
    try:
        return person_to_export(user_id=asker.user_id, person_id=person_id, at=asker.at)
    except (PersonNotFound, NotAllTheirs) as missing:
        raise Http404 from missing


def _archive(request: HttpRequest, grant: PersonGrant, *, reason: str) -> HttpResponse:
    asker = asker_of(request)
    made = person_archive(grant.person, by_id=asker.user_id, reason=reason, source=get_ip(request) or "", at=asker.at)
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="person-data.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
