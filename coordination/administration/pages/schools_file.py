"""Add many schools to a district from a register: choose what each column means, look, then take all of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.kept_files import discard_file, keep_file, kept_file
from coordination.administration.models import KeptFile
from coordination.administration.pages.words import school_fields
from coordination.administration.schools.school_file import (
    FIELDS,
    FILE_MAX_BYTES,
    SchoolTable,
    proposed_mapping,
    read_schools,
)
from coordination.administration.schools.school_import import import_schools, look_at_schools
from coordination.errors import CoordinationError
from coordination.room.access import Asker
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mapping.access import district_to_draw_for
from mapping.errors import DistrictNotFound, ReadersNotConfined, TooManyLooks
from mou.access.fetch import may_manage
from mou.models import Agency

REFUSED = 422
PURPOSE = KeptFile.Purpose.SCHOOLS


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def schools_file_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Look at a register of schools, and add them if it has no defect."""
    asker = asker_of(request)
    try:
        district = district_to_draw_for(actor_id=asker.user_id, district_id=district_id, at=asker.at)
    except DistrictNotFound as missing:
        raise Http404 from missing
    # Schools are agencies: who keeps the district's plans alone founds none.
    if not may_manage(asker.user_id, district, asker.at):
        raise Http404
    context: dict[str, object] = {"district": district, "problem": ""}
    if request.method == "POST":
        try:
            context |= _carried_out(request, asker, district)
        except (CoordinationError, TooManyLooks, ReadersNotConfined) as error:
            context["problem"] = str(error)
    return render(
        request, "administration/sites/schools_file.html", context, status=REFUSED if context["problem"] else 200
    )


def _carried_out(request: HttpRequest, asker: Asker, district: Agency) -> dict[str, object]:
    posted = request.POST
    if posted.get("step") == "send":
        sent = request.FILES.get("file")
        content = sent.read(FILE_MAX_BYTES + 1) if isinstance(sent, UploadedFile) else b""
        table = read_schools(content)
        file_id = keep_file(purpose=PURPOSE, actor_id=asker.user_id, agency=district, content=content, at=asker.at)
        mapping = proposed_mapping(table.columns)
    else:
        file_id = uuid_in(posted, "file_id")
        content = kept_file(purpose=PURPOSE, actor_id=asker.user_id, agency=district, file_id=file_id, at=asker.at)
        table = read_schools(content)
        mapping = _mapping_in(posted, table)
    is_done = posted.get("step") == "take"
    take = import_schools if is_done else look_at_schools
    look = take(actor_id=asker.user_id, district_id=district.pk, table=table, mapping=mapping, at=asker.at)
    if is_done:
        discard_file(file_id)
    words = school_fields()
    fields = [(field, words[field], mapping[field]) for field in FIELDS]
    return {"look": look, "is_done": is_done, "file_id": file_id, "fields": fields, "columns": table.columns}


def _mapping_in(posted: QueryDict, table: SchoolTable) -> dict[str, str]:
    """Return what the form says that each column means; a column that the file does not have means nothing."""
    chosen = {field: posted.get(f"field_{field}", "") for field in FIELDS}
    return {field: column if column in table.columns else "" for field, column in chosen.items()}
