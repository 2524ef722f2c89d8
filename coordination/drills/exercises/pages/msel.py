"""The pages of the MSEL: a table beside a picture of its time, a form for each line, a file out and in."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from coordination.drills.exercises import words
from coordination.drills.exercises.access import exercise_for_staff, role_in
from coordination.drills.exercises.errors import BadExercise, ExerciseNotFound
from coordination.drills.exercises.models import Exercise
from coordination.drills.exercises.pages.exercises import plain_words
from coordination.drills.exercises.pages.forms import one_of, said
from coordination.drills.exercises.pages.msel_map import map_context
from coordination.drills.exercises.pages.plan import version_in
from coordination.drills.exercises.pages.strips import msel_strip
from coordination.drills.exercises.rules.msel import InjectGiven, offset_from, offset_text
from coordination.drills.exercises.vocabulary import (
    CONDUCTING_ROLES,
    STAFF_ROLES,
    ExerciseState,
    InjectDelivery,
    InjectKind,
    InvitationState,
)
from coordination.drills.exercises.work.injects import order_by_time, order_injects, remove_inject, set_inject
from coordination.drills.exercises.work.msel_files import MOST_CHARS, MselRead, import_msel, msel_csv
from coordination.drills.exercises.work.queries import InjectView, exercise_view, inject_views, staff_view
from coordination.room.access import Asker
from coordination.vocabulary import MarkerKind, PanicKind
from coordination.web.posted import act_in, anew, uuid_in
from coordination.web.signed_in import asker_of
from mapping.access import site_for
from mapping.errors import MappingError
from mapping.places.queries import gazetteer_of
from mapping.places.resolve import resolve
from mapping.vocabulary import SiteNeed


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def msel_page(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Show the MSEL to the staff of an exercise; carry out what a form of it asks for."""
    asker = asker_of(request)
    problem, read = "", None
    if request.method == "POST":
        if request.POST.get("act") == "import":
            problem, read = _imported(request, asker, exercise_id)
        else:
            act = act_in(request.POST, ACTS)
            problem = said(lambda: act(asker, exercise_id, request.POST))
        if not problem and (read is None or read.is_stored):
            return anew(reverse("msel", args=[exercise_id]))
    exercise = _exercise(request, exercise_id)
    is_open = exercise.state in (ExerciseState.PLANNING.value, ExerciseState.READY.value)
    injects = inject_views(exercise)
    writes = is_open and role_in(exercise, user_id=asker.user_id, at=asker.at) in CONDUCTING_ROLES
    context = {
        **_msel_context(exercise, asker, injects),
        **(map_context(exercise, asker, injects) if writes else {}),
        "writes": writes,
        "edited": _edited(request, injects),
        "problem": problem,
        "read": read,
        "defects": [(one, words.defect_words(one.code, one.arguments)) for one in read.defects] if read else [],
        "typed": request.POST if problem or read else {},
    }
    return render(
        request, "exercises/msel/msel.html", context, status=422 if problem or (read and read.defects) else 200
    )


@require_safe
@never_cache
@login_required
def msel_file(request: HttpRequest, exercise_id: UUID) -> HttpResponse:
    """Return the MSEL as a CSV file, to the staff of the exercise."""
    return csv_answer(_exercise(request, exercise_id))


def csv_answer(exercise: Exercise) -> HttpResponse:
    """Return the MSEL as a file to keep."""
    response = HttpResponse(msel_csv(exercise), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="msel-exercise.csv"'
    return response


def _exercise(request: HttpRequest, exercise_id: UUID) -> Exercise:
    asker = asker_of(request)
    try:
        return exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    except ExerciseNotFound as missing:
        raise Http404 from missing


def _msel_context(exercise: Exercise, asker: Asker, injects: list[InjectView]) -> dict[str, object]:
    staff = staff_view(exercise, asker.at)
    accepted = exercise.organizations.filter(state=InvitationState.ACCEPTED.value).select_related("agency")
    return {
        "exercise": exercise_view(exercise, user_id=asker.user_id, at=asker.at),
        "staff": staff,
        "rows": [(one, offset_text(one.offset_s)) for one in injects],
        "strip": msel_strip(injects),
        "agencies": [one.agency for one in accepted.order_by("agency__name")],
        "controllers": [one for one in staff.people if one.role in STAFF_ROLES],
        "markers": MarkerKind.labels(),
        "tiers": PanicKind.labels(),
        "inject_kinds": InjectKind.labels(),
        "deliveries": InjectDelivery.labels(),
        **plain_words(),
    }


def _edited(request: HttpRequest, injects: list[InjectView]) -> tuple[InjectView, str] | None:
    wanted = request.GET.get("inject", "")
    return next(((one, offset_text(one.offset_s)) for one in injects if str(one.inject_id) == wanted), None)


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _write(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    given = InjectGiven(
        text=posted.get("text", ""),
        delivery=one_of(InjectDelivery, posted, "delivery"),
        kind=one_of(InjectKind, posted, "kind"),
        offset_s=offset_from(posted.get("time", "")),
        sender=posted.get("sender", ""),
        payload=_payload(asker, exercise, posted),
        to_agency_id=uuid_in(posted, "to_agency_id") if posted.get("to_agency_id") else None,
        to_role=posted.get("to_role", ""),
        controller_id=uuid_in(posted, "controller_id") if posted.get("controller_id") else None,
        expected_action=posted.get("expected_action", ""),
        objective_id=uuid_in(posted, "objective_id") if posted.get("objective_id") else None,
        notes=posted.get("notes", ""),
    )
    set_inject(
        actor_id=asker.user_id,
        exercise_id=exercise_id,
        version=version_in(posted),
        inject_id=uuid_in(posted, "inject_id") if posted.get("inject_id") else None,
        given=given,
        at=asker.at,
    )


def _payload(asker: Asker, exercise: Exercise, posted: QueryDict) -> dict[str, object]:
    """Return what a delivery needs; a marker's place by its name, or as it was where no name is given."""
    found: dict[str, object] = {name: posted[name] for name in ("marker", "tier") if posted.get(name)}
    name = posted.get("place", "").strip()
    return {**found, **(_place(asker, exercise, name) if name else _same_place(posted))}


def _same_place(posted: QueryDict) -> dict[str, object]:
    if not (lon := posted.get("lon", "")) or not (lat := posted.get("lat", "")):
        return {}
    try:
        found: dict[str, object] = {"lon": float(lon), "lat": float(lat)}
    except ValueError as nonsense:
        raise BadExercise(pointer="/payload/lon") from nonsense
    return {**found, "level_id": posted.get("level_id", "")}


def _place(asker: Asker, exercise: Exercise, name: str) -> dict[str, object]:
    try:
        site = site_for(user_id=asker.user_id, site_id=exercise.site_id, need=SiteNeed.FLOORPLAN, at=asker.at)
    except MappingError as refused:
        # A writer of the MSEL without a right to the plans may not name a place on them.
        raise BadExercise(pointer="/payload/lon") from refused
    place = next(iter(resolve(name[:200], gazetteer_of(site))), None)
    if place is None:
        raise BadExercise(pointer="/payload/lon")
    lon, lat = place.lonlat
    return {"lon": lon, "lat": lat, "level_id": str(place.level_id or "")}


def _remove(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    inject_id, version = uuid_in(posted, "inject_id"), version_in(posted)
    remove_inject(actor_id=asker.user_id, exercise_id=exercise_id, version=version, inject_id=inject_id, at=asker.at)


def _by_time(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    order_by_time(actor_id=asker.user_id, exercise_id=exercise_id, version=version_in(posted), at=asker.at)


def _up(asker: Asker, exercise_id: UUID, posted: QueryDict) -> None:
    exercise = exercise_for_staff(user_id=asker.user_id, exercise_id=exercise_id, at=asker.at)
    ids = list(exercise.injects.order_by("number").values_list("pk", flat=True))
    index = ids.index(found) if (found := uuid_in(posted, "inject_id")) in ids else 0
    if index:
        ids[index - 1], ids[index] = ids[index], ids[index - 1]
    version = version_in(posted)
    order_injects(actor_id=asker.user_id, exercise_id=exercise_id, version=version, inject_ids=ids, at=asker.at)


def _imported(request: HttpRequest, asker: Asker, exercise_id: UUID) -> tuple[str, MselRead | None]:
    posted, file = request.POST, request.FILES.get("file")
    text = posted.get("table", "")
    if file is not None:
        # Whatever it is, its first letters decide: a spreadsheet saved as UTF-8, or nothing that is understood.
        text = file.read(MOST_CHARS * 4).decode("utf-8", errors="replace")
    read: list[MselRead] = []

    def bring() -> None:
        try:
            found = import_msel(
                actor_id=asker.user_id,
                exercise_id=exercise_id,
                version=version_in(posted),
                text=text,
                is_dry_run=posted.get("dry_run") == "yes",
                at=asker.at,
            )
        except BadExercise as wrong:
            # What is wrong with a row is a defect: here it is the file as a whole.
            raise BadExercise(wrong.detail, pointer="/table") from wrong
        read.append(found)

    problem = said(bring)
    return problem, read[0] if read else None


ACTS: Mapping[str, Callable[[Asker, UUID, QueryDict], None]] = {
    "inject": _write,
    "remove_inject": _remove,
    "by_time": _by_time,
    "up": _up,
}
