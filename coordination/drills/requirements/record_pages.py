"""The pages of one drill: planned or written down, corrected, signed; and past ones brought in from a file."""

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.drills.exercises.access import exercises_for
from coordination.drills.exercises.vocabulary import DrillAction, ExerciseState, SimulationLevel
from coordination.drills.requirements import words
from coordination.drills.requirements.access import drill_for, may_see_page, reader_of, school_for
from coordination.drills.requirements.errors import DrillNotAllowed, DrillNotFound, DrillSchoolNotFound
from coordination.drills.requirements.forms import drill_in, notice_in, said, whole
from coordination.drills.requirements.rules.drill_file import COLUMNS, FILE_MAX_BYTES
from coordination.drills.requirements.vocabulary import (
    Announcement,
    DrillFileDefect,
    DrillGap,
    DrillState,
    DrillType,
    NoticeChannel,
)
from coordination.drills.requirements.work.files import DrillsBrought, bring_drills
from coordination.drills.requirements.work.queries import building_names, drill_view
from coordination.drills.requirements.work.records import correct_drill, sign_drill, tell_parents, write_drill
from coordination.room.access import Asker
from coordination.web.posted import anew
from coordination.web.signed_in import asker_of
from mapping.models import Site

REFUSED = 422
# Which kind of drill an exercise of one action was; a shelter can be of several.
OF_ACTION = {
    DrillAction.HOLD: DrillType.HOLD,
    DrillAction.SECURE: DrillType.SECURE,
    DrillAction.LOCKDOWN: DrillType.LOCKDOWN,
    DrillAction.EVACUATE: DrillType.EVACUATE,
    DrillAction.SHELTER: DrillType.SHELTER_WEATHER,
    DrillAction.REUNIFY: DrillType.REUNIFY,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Plan a drill, or write down one that was held; of an exercise that has ended, with its times filled in."""
    asker = asker_of(request)
    site = _kept(asker, site_id)
    problem = ""
    if request.method == "POST":
        made: list[UUID] = []
        problem = said(
            lambda: made.append(
                write_drill(
                    actor_id=asker.user_id, site_id=site.pk, given=drill_in(request.POST, site.time_zone), at=asker.at
                )
            )
        )
        if made:
            return anew(reverse("drill", args=[made[0]]))
    now = asker.at.astimezone(ZoneInfo(site.time_zone)).replace(second=0, microsecond=0, tzinfo=None)
    filled = request.POST if problem else _of_exercise(asker, site, request.GET.get("exercise", ""))
    usual = {"starts_at": (now - timedelta(hours=1)).isoformat(), "state": request.GET.get("state", "held")}
    context = {
        "site": site,
        "problem": problem,
        "typed": filled or usual,
        "exercises": _ended_exercises(asker, site),
        **form_words(site),
    }
    return render(request, "requirements/drills/new_drill.html", context, status=REFUSED if problem else 200)


def _kept(asker: Asker, site_id: UUID) -> Site:
    try:
        return school_for(user_id=asker.user_id, site_id=site_id, at=asker.at, keep=True).site
    except DrillSchoolNotFound as missing:
        raise Http404 from missing
    except DrillNotAllowed as read_only:
        # A person who only reads gets no form.
        raise Http404 from read_only


def _ended_exercises(asker: Asker, site: Site) -> list[tuple[UUID, str]]:
    rows = exercises_for(asker.user_id, asker.at).filter(site=site, state=ExerciseState.ENDED.value)
    return list(rows.values_list("pk", "name")[:50])


def _of_exercise(asker: Asker, site: Site, text: str) -> dict[str, str]:
    """Return the form as an exercise fills it; of one that the asker does not see, nothing."""
    try:
        wanted = UUID(text)
    except ValueError:
        return {}
    rows = exercises_for(asker.user_id, asker.at).filter(pk=wanted, site=site, state=ExerciseState.ENDED.value)
    found = rows.first()
    if found is None or found.started_at is None:
        return {}
    zone = ZoneInfo(site.time_zone)
    ends_at = found.ended_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if found.ended_at else ""
    return {
        "exercise_id": str(found.pk),
        "state": "held",
        "type": OF_ACTION[DrillAction(found.action)].value if found.action else "",
        "starts_at": found.started_at.astimezone(zone).strftime("%Y-%m-%dT%H:%M"),
        "ends_at": ends_at,
        "announcement": "full" if found.is_announced else "none",
        "simulation": found.simulation,
        "scenario": found.name,
    }


def form_words(site: Site) -> dict[str, object]:
    """Return the words of a drill's form."""
    return {
        "types": DrillType.labels(),
        "states": DrillState.labels(),
        "announcements": Announcement.labels(),
        "simulations": SimulationLevel.labels(),
        "fields": words.fields(),
        "buildings": building_names(site),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def drill_page(request: HttpRequest, drill_id: UUID) -> HttpResponse:
    """Show a drill with its notices and corrections; correct it, sign it, note that parents were told."""
    asker = asker_of(request)
    problem = said(lambda: _act(request, asker, drill_id)) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return anew(request.path)
    try:
        grant = drill_for(user_id=asker.user_id, drill_id=drill_id, at=asker.at)
    except DrillNotFound as missing:
        raise Http404 from missing
    view = drill_view(grant)
    zone = ZoneInfo(view.time_zone)
    moments = {
        name: one.astimezone(zone).strftime("%Y-%m-%dT%H:%M") if one else ""
        for name, one in (("starts_at", view.starts_at), ("ends_at", view.ends_at))
    }
    now = {name: getattr(view, name) for name in words.fields() if name not in moments}
    context = {
        "drill": view,
        "kind": DrillType(view.type).label if view.type else "",
        "problem": problem,
        "typed": request.POST if problem and request.POST.get("act") == "correct" else {**now, **moments},
        "gap_words": [DrillGap(one).label for one in view.gaps],
        "notices": [(one, NoticeChannel(one.channel).label) for one in view.notices],
        "changes": [(one, words.fields().get(one.field, one.field)) for one in view.changes],
        "channels": NoticeChannel.labels(),
        **form_words(grant.drill.site),
    }
    return render(request, "requirements/drills/drill.html", context, status=REFUSED if problem else 200)


def _act(request: HttpRequest, asker: Asker, drill_id: UUID) -> None:
    posted, who = request.POST, asker.user_id
    zone = drill_for(user_id=who, drill_id=drill_id, at=asker.at).drill.site.time_zone
    match posted.get("act"):
        case "sign":
            sign_drill(actor_id=who, drill_id=drill_id, version=whole(posted, "version"), at=asker.at)
        case "notice":
            tell_parents(actor_id=who, drill_id=drill_id, given=notice_in(posted, zone), at=asker.at)
        case _:
            correct_drill(
                actor_id=who,
                drill_id=drill_id,
                given=drill_in(posted, zone),
                version=whole(posted, "version"),
                reason=posted.get("reason", ""),
                at=asker.at,
            )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def bring_page(request: HttpRequest) -> HttpResponse:
    """Take a file of past drills, whole or not at all, and say of each row what is wrong with it."""
    asker = asker_of(request)
    reader = reader_of(asker.user_id, asker.at)
    if not may_see_page(asker.user_id, asker.at) or not (reader.kept_districts or reader.kept_schools):
        raise Http404
    problem, brought = "", list[DrillsBrought]()
    if request.method == "POST":
        file = request.FILES.get("file")
        content = file.read(FILE_MAX_BYTES + 1) if file else b""
        problem = said(lambda: brought.append(bring_drills(actor_id=asker.user_id, content=content, at=asker.at)))
    found = brought[0] if brought else None
    context = {
        "problem": problem,
        "brought": found,
        "defects": [(one, DrillFileDefect(one.code).label) for one in found.defects] if found else [],
        "columns": COLUMNS,
        "types": DrillType.labels(),
    }
    is_wrong = bool(problem) or (found is not None and not found.is_taken)
    return render(request, "requirements/drills/bring.html", context, status=REFUSED if is_wrong else 200)
