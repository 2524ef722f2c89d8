"""The page on which a table of training is looked at, and then recorded whole or not at all."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.room.access import Asker
from coordination.training.posted import REFUSED, carried_out
from coordination.training.work.bulk import TrainingLook, TrainingLooked, look_at_training, take_training
from coordination.training.work.certificates import MAX_BYTES
from coordination.training.work.table import COLUMNS, FILE_MAX_BYTES
from coordination.web.posted import uuid_in
from coordination.web.signed_in import asker_of
from mou.errors import AgencyNotFound
from mou.officers.access import led_agency
from mou.officers.courses import catalog


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def training_file_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a table of training, and record it if no row has a defect."""
    asker = asker_of(request)
    try:
        agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except AgencyNotFound as missing:
        raise Http404 from missing
    looked: list[TrainingLooked] = []
    taken: list[TrainingLook] = []
    problem = ""
    if request.method == "POST":
        acts = {
            "look": lambda: looked.append(_looked(request, asker, agency_id)),
            "take": lambda: taken.append(_taken(request, asker, agency_id)),
        }
        problem = carried_out(request, acts)
    look = taken[0] if taken else (looked[0].look if looked else None)
    context = {
        "agency": agency,
        # Of one organization there is nothing to tell apart.
        "schools": len({one.school for one in look.lines}) > 1 if look else False,
        "columns": COLUMNS,
        "codes": list(catalog()),
        "look": look,
        "upload_id": looked[0].upload_id if looked else "",
        "is_done": bool(taken),
        "problem": problem,
    }
    return render(request, "training/file.html", context, status=REFUSED if problem else 200)


def _looked(request: HttpRequest, asker: Asker, agency_id: UUID) -> TrainingLooked:
    content = file_of(request, most=FILE_MAX_BYTES)
    return look_at_training(actor_id=asker.user_id, agency_id=agency_id, content=content, at=asker.at)


def _taken(request: HttpRequest, asker: Asker, agency_id: UUID) -> TrainingLook:
    upload_id = uuid_in(request.POST, "upload_id")
    return take_training(actor_id=asker.user_id, agency_id=agency_id, upload_id=upload_id, at=asker.at)


def file_of(request: HttpRequest, *, most: int = MAX_BYTES) -> bytes:
    """Return the file of a form, a byte more than is taken at most; nothing where there is none."""
    sent = request.FILES.get("file")
    return sent.read(most + 1) if isinstance(sent, UploadedFile) else b""
