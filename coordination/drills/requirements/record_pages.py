"""The pages of one drill: planned or written down, corrected, signed; and past ones brought in from a file."""

from datetime import timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from coordination.drills.exercises.access import exercises_for
from coordination.drills.exercises.vocabulary import ExerciseState, SimulationLevel
from coordination.drills.requirements import acts, wire, words
from coordination.drills.requirements.access import drill_for, may_see_page, reader_of, school_for
from coordination.drills.requirements.errors import DrillSchoolNotFound
from coordination.drills.requirements.rules.drill_file import COLUMNS
from coordination.drills.requirements.rules.record import DrillGiven, DrillNoticeGiven
from coordination.drills.requirements.tables.drills import CHANGES
from coordination.drills.requirements.views import DrillView
from coordination.drills.requirements.vocabulary import (
    Announcement,
    DrillFileDefect,
    DrillGap,
    DrillState,
    DrillType,
    NoticeChannel,
)
from coordination.drills.requirements.work.from_exercises import fields_of
from coordination.drills.requirements.work.queries import building_names, drill_view
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.models import Site
from mou.foundation.forms.act_form import ActForm, AnyForm, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables


@page(posts=True)
def new_page(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Plan a drill, or write down one that was held; of an exercise that has ended, with its times filled in."""
    asker = asker_of(request)
    grant = school_for(user_id=asker.user_id, site_id=site_id, at=asker.at)
    if not grant.keeps:
        # A person who only reads gets no form.
        raise DrillSchoolNotFound
    site = grant.site
    of_exercise = _of_exercise(asker, site, request.GET.get("exercise", ""))
    an_hour_ago = asker.at.replace(second=0, microsecond=0) - timedelta(hours=1)
    write = ActForm(
        request,
        "write",
        DrillGiven,
        partial(acts.write_drill, asker, site.pk),
        initial=of_exercise or {"starts_at": an_hour_ago, "state": request.GET.get("state", DrillState.HELD.value)},
        zone=ZoneInfo(site.time_zone),
    )
    if carry_out(request, [write], words.refusal_sentence):
        return redirect_anew(reverse("drill", args=[write.done]))
    context = {
        "site": site,
        "exercises": _ended_exercises(asker, site),
        "exercise_id": of_exercise.get("exercise_id"),
        "buildings": building_names(site),
        "write_form": write,
    }
    return show_page(request, "requirements/drills/new_drill.html", context, [write])


def _ended_exercises(asker: Asker, site: Site) -> list[tuple[UUID, str]]:
    rows = exercises_for(asker.user_id, asker.at).filter(site=site, state=ExerciseState.ENDED.value)
    return list(rows.values_list("pk", "name"))


def _of_exercise(asker: Asker, site: Site, text: str) -> dict[str, object]:
    """Return the form as an exercise fills it; of one that the asker does not see, nothing."""
    try:
        wanted = UUID(text)
    except ValueError:
        return {}
    rows = exercises_for(asker.user_id, asker.at).filter(pk=wanted, site=site, state=ExerciseState.ENDED.value)
    found = rows.first()
    if found is None or found.started_at is None:
        return {}
    return fields_of(found)


@page(posts=True)
def drill_page(request: HttpRequest, drill_id: UUID) -> HttpResponse:
    """Show a drill with its notices and corrections; correct it, sign it, note that parents were told."""
    asker = asker_of(request)
    grant = drill_for(user_id=asker.user_id, drill_id=drill_id, at=asker.at)
    view = drill_view(grant)
    of_page = _drill_forms(request, asker, view)
    if carry_out(request, list(of_page.values()), words.refusal_sentence):
        return redirect_anew(request.path)
    changes = ShownTable(request, CHANGES, view.changes, zone=ZoneInfo(view.time_zone))
    context = {
        "drill": view,
        "kind": DrillType(view.type).label if view.type else "",
        "gap_words": [DrillGap(one).label for one in view.gaps],
        "notices": [(one, NoticeChannel(one.channel).label) for one in view.notices],
        "changes": changes,
        "states": DrillState.labels(),
        "announcements": Announcement.labels(),
        "simulations": SimulationLevel.labels(),
        "fields": words.field_words(),
        "buildings": building_names(grant.drill.site),
        **of_page,
    }
    return show_tables(request, "requirements/drills/drill.html", context, [changes], list(of_page.values()))


def _drill_forms(request: HttpRequest, asker: Asker, view: DrillView) -> dict[str, AnyForm]:
    """Return the forms of a drill's page, by the names that its template has for them."""
    zone = ZoneInfo(view.time_zone)
    correction = ActForm(
        request,
        "correct",
        wire.CorrectedDrillIn,
        partial(acts.correct_drill_as_typed, asker, view.drill_id),
        initial={name: getattr(view, name) for name in DrillGiven.model_fields},
        zone=zone,
    )
    # What is only planned is changed without a reason.
    correction.fields["reason"].required = view.state == DrillState.HELD
    tell = partial(acts.tell_parents, asker, view.drill_id)
    return {
        "correction_form": correction,
        "sign_form": ActForm(request, "sign", wire.DrillSignOffIn, partial(acts.sign_drill, asker, view.drill_id)),
        "notice_form": ActForm(request, "notice", DrillNoticeGiven, tell, zone=zone),
    }


@page(posts=True)
def bring_page(request: HttpRequest) -> HttpResponse:
    """Take a file of past drills, whole or not at all, and say of each row what is wrong with it."""
    asker = asker_of(request)
    reader = reader_of(asker.user_id, asker.at)
    if not may_see_page(asker.user_id, asker.at) or not (reader.kept_districts or reader.kept_schools):
        raise Http404
    bring = ActForm(request, "bring", wire.DrillFileIn, partial(acts.bring_drills, asker))
    found = bring.done if carry_out(request, [bring], words.refusal_sentence) else None
    if found is not None and not found.is_taken:
        bring.refuse(words.wrong_rows(found.defect_count))
    context = {
        "brought": found,
        "defects": [(one, DrillFileDefect(one.code).label) for one in found.defects] if found else [],
        "columns": COLUMNS,
        "types": DrillType.labels(),
        "bring_form": bring,
    }
    return show_page(request, "requirements/drills/bring.html", context, [bring])
