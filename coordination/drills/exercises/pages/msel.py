"""The pages of the MSEL: a table beside a picture of its time, a form for each line, a file out and in."""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.drills.exercises import acts, wire, words
from coordination.drills.exercises.access import exercise_for_staff, role_in
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.exercises import plain_words
from coordination.drills.exercises.pages.msel_map import map_context
from coordination.drills.exercises.pages.strips import msel_strip
from coordination.drills.exercises.rules.msel import offset_text
from coordination.drills.exercises.vocabulary import (
    CONDUCTING_ROLES,
    STAFF_ROLES,
    ExerciseState,
    InjectDelivery,
    InjectKind,
    InvitationState,
)
from coordination.drills.exercises.work.msel_files import MselRead, msel_csv
from coordination.drills.exercises.work.queries import (
    ExerciseStaffView,
    InjectView,
    exercise_view,
    staff_view,
)
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page


@page(posts=True)
def msel_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the MSEL to the staff of an exercise; carry out what a form of it asks for."""
    asker = asker_of(request)
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    staff = staff_view(exercise, asker.at)
    forms = _msel_forms(request, asker, exercise, staff)
    if carry_out(request, forms.list_forms(), words.refusal_sentence) and forms.is_stored():
        return redirect_anew(reverse("msel", args=[exercise.pk]))
    if (read := forms.read_file()) is not None and read.defects:
        forms.file.refuse(_count_defects(len(read.defects)))
    is_open = exercise.state in (ExerciseState.PLANNING.value, ExerciseState.READY.value)
    writes = is_open and role_in(exercise, user_id=asker.user_id, at=asker.at) in CONDUCTING_ROLES
    context = {
        "exercise": exercise_view(exercise, user_id=asker.user_id, at=asker.at),
        "staff": staff,
        "rows": [(one, offset_text(one.offset_s)) for one in staff.injects],
        "strip": msel_strip(staff.injects),
        "inject_kinds": InjectKind.labels(),
        "deliveries": InjectDelivery.labels(),
        **(map_context(exercise, asker, staff.injects) if writes else {}),
        "writes": writes,
        "forms": forms,
        "read": read,
        "defects": [(one, words.defect_words(one.code, one.arguments)) for one in read.defects] if read else [],
        **plain_words(),
    }
    return show_page(request, "exercises/msel/msel.html", context, forms.list_forms())


@page()
def msel_file(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Return the MSEL as a CSV file, to the staff of the exercise."""
    asker = asker_of(request)
    return csv_answer(exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at))


def csv_answer(exercise: Exercise) -> HttpResponse:
    """Return the MSEL as a file to keep."""
    response = HttpResponse(msel_csv(exercise), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="msel-exercise.csv"'
    return response


def _count_defects(count: int) -> str:
    said = ngettext("%(n)s defect; nothing is stored.", "%(n)s defects; nothing is stored.", count)
    return said % {"n": count}


# --- its forms --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MselForms:
    """The forms of the MSEL's page. `edited`: the line that the first of them changes, if it is not a new one."""

    edited: InjectView | None
    line: AnyForm
    removal: AnyForm
    up: AnyForm
    by_time: AnyForm
    file: ActForm[wire.TypedMselIn, MselRead]

    def list_forms(self) -> list[AnyForm]:
        """Return them all."""
        return [self.line, self.removal, self.up, self.by_time, self.file]

    def read_file(self) -> MselRead | None:
        """Return what a file held that was sent just now."""
        return getattr(self.file, "done", None)

    def is_stored(self) -> bool:
        """Tell whether what was asked for has changed the MSEL; a file may only have been looked at."""
        read = self.read_file()
        return read is None or read.is_stored


def _msel_forms(request: HttpRequest, asker: Asker, exercise: Exercise, staff: ExerciseStaffView) -> MselForms:
    exercise_id, version = exercise.pk, {"version": exercise.version}
    # A form that was refused says itself which line it is about.
    wanted = {str(uuid_in(request.POST, "inject_id")), request.GET.get("inject", "")}
    edited = next((one for one in staff.injects if str(one.inject_id) in wanted), None)
    line = ActForm(
        request,
        "inject",
        wire.TypedInjectIn,
        partial(acts.write_typed_inject, asker, exercise_id),
        choices=_inject_choices(exercise, staff),
        initial=(_typed_inject(edited) if edited else {}) | version,
    )
    if edited and "lon" in edited.payload:
        line.fields["place"].help_text = _("empty: stays where it is")
    remove, up = partial(acts.remove_inject, asker, exercise_id), partial(acts.move_inject_up, asker, exercise_id)
    by_time = partial(acts.number_by_time, asker, exercise_id)
    return MselForms(
        edited=edited,
        line=line,
        removal=ActForm(request, "remove_inject", wire.InjectChosenIn, remove, initial=version),
        up=ActForm(request, "up", wire.InjectChosenIn, up, initial=version),
        by_time=ActForm(request, "by_time", wire.PlanVersionIn, by_time, initial=version),
        file=ActForm(
            request, "import", wire.TypedMselIn, partial(acts.bring_typed_msel, asker, exercise_id), initial=version
        ),
    )


def _typed_inject(one: InjectView) -> dict[str, object]:
    """Return a line as its form shows it."""
    payload = one.payload
    # Degrees in full: a marker that is not moved stays where it is.
    place: dict[str, object] = {name: f"{float(payload[name]):.8f}" for name in ("lon", "lat") if name in payload}
    return {
        **{name: getattr(one, name) for name in wire.InjectLine.model_fields if name != "version"},
        "inject_id": one.inject_id,
        "offset_s": offset_text(one.offset_s),
        **{name: payload.get(name) for name in ("marker", "tier", "level_id")},
        **place,
    }


def _inject_choices(exercise: Exercise, staff: ExerciseStaffView) -> dict[str, list[tuple[object, str]]]:
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value).select_related("agency")
    return {
        "to_agency_id": [
            ("", _("everybody")),
            *((one.agency_id, one.agency.name) for one in accepted.order_by("agency__name")),
        ],
        "controller_id": [(one.person_id, one.name) for one in staff.people if one.role in STAFF_ROLES],
        "objective_id": [
            (one.objective_id, f"{one.position}. {Truncator(one.text).chars(60)}") for one in staff.objectives
        ],
    }
