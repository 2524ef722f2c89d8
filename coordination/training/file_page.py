"""The page on which a table of training is looked at, and then recorded whole or not at all."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.administration.errors import UploadNotFound
from coordination.training import acts, wire
from coordination.training.words import refusal_sentence
from coordination.training.work.table import COLUMNS
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.officers.access import led_agency
from mou.officers.courses import course_catalog


@page(posts=True)
def training_file_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a table of training, and record it if no row has a defect."""
    asker = asker_of(request)
    agency = led_agency(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    look = ActForm(request, "look", wire.TrainingFileIn, partial(acts.look_at_file, asker, agency_id))
    take = ActForm(request, "take", wire.TrainingTakenIn, partial(acts.take_file, asker, agency_id))
    is_done = carry_out(request, [look, take], refusal_sentence, shown=[UploadNotFound])
    looked = look.done if is_done and look.is_bound else None
    taken = take.done if is_done and take.is_bound else None
    found = looked.look if looked else taken
    context = {
        "agency": agency,
        # Of one organization there is nothing to tell apart.
        "schools": len({one.school for one in found.lines}) > 1 if found else False,
        "columns": COLUMNS,
        "codes": list(course_catalog()),
        "look": found,
        "upload_id": looked.upload_id if looked else "",
        "is_done": taken is not None,
        "look_form": look,
        "take_form": take,
    }
    return show_page(request, "training/file.html", context, [look, take])
