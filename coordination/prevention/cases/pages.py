"""The pages of cases: lists, a case, the agenda, flags and papers. Plain forms: no script."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import ValidationError

from coordination.errors import CoordinationError
from coordination.prevention.cases import words
from coordination.prevention.cases.access import (
    CASE_TEAMS,
    case_for,
    cases_for,
    copies_for,
    copy_for,
    may_see_page,
)
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.case_page import case_context
from coordination.prevention.cases.errors import BadCase, CaseNotFound, CaseStepLacks, PoliceCopyNotFound
from coordination.prevention.cases.models import CaseTeam
from coordination.prevention.cases.rules.entries import CaseDetails, entry_adapter
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseEntryKind,
    CaseState,
    CaseStep,
    ProtectiveMeasure,
    SubjectRole,
    TeamRole,
)
from coordination.prevention.cases.work.flags import flags_for, open_flag, sees_flags
from coordination.prevention.cases.work.opening import CaseGiven, members_of, open_case, team_to_hand_to
from coordination.prevention.cases.work.queries import list_agenda, list_case_lines, open_case_view
from coordination.prevention.cases.work.steps import take_step
from coordination.prevention.cases.work.writing import write_entry
from coordination.prevention.tips.access import tip_for
from coordination.prevention.tips.errors import TipNotFound
from coordination.prevention.tips.models import Tip
from coordination.room.access import Asker
from coordination.web.posted import NOTHING, act_in, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of

# Never part of what an entry says.
NOT_FIELDS = frozenset({"csrfmiddlewaretoken", "act"})


@require_safe
@never_cache
@login_required
def cases_page(request: HttpRequest) -> HttpResponse:
    """List the cases that the reader is on, the teams that they keep, and the papers their unit was given."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    ended = request.GET.get("ended") == "yes"
    teams = CASE_TEAMS.teams_of(asker.user_id, asker.at)
    context = {
        "lines": list_case_lines(cases_for(asker.user_id, asker.at), is_open=not ended, at=asker.at),
        "ended": ended,
        "is_on_team": teams.exists(),
        "kept": CASE_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        "copies": copies_for(asker.user_id, asker.at)[:50],
        "states": CaseState.labels(),
    }
    return render(request, "cases/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new_case_page(request: HttpRequest) -> HttpResponse:
    """Open a case: for a team, or for who decides on the tip that the address names."""
    asker = asker_of(request)
    tip = _find_tip(asker, uuid_in(request.GET, "tip")) if request.GET.get("tip") else None
    teams = _teams_to_open_at(asker, tip)
    if tip is None and not teams:
        raise Http404
    team = next((one for one in teams if str(one.agency_id) == _chosen_agency(request)), teams[0] if teams else None)
    problem = ""
    if request.method == "POST":
        case_id, problem = _opened_by_form(asker, team, tip, request.POST)
        if not problem:
            return redirect_anew(_after_opening(asker, case_id, tip))
    context = {
        "team": team,
        "teams": teams,
        "tip": tip,
        "members": members_of(team, asker.at) if team is not None else [],
        "subject_roles": SubjectRole.labels(),
        "team_roles": TeamRole.labels(),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "cases/new_case.html", context, status=422 if problem else 200)


def _after_opening(asker: Asker, case_id: UUID, tip: Tip | None) -> str:
    """Return the case for who is on it; else the tip that was handed over, or the list."""
    if cases_for(asker.user_id, asker.at).filter(pk=case_id).exists():
        return reverse("case", args=[case_id])
    return reverse("cases") if tip is None else reverse("tip", args=[tip.pk])


def _chosen_agency(request: HttpRequest) -> str:
    return request.POST.get("agency_id", "") or request.GET.get("agency", "")


def _find_tip(asker: Asker, tip_id: UUID) -> Tip:
    try:
        grant = tip_for(user_id=asker.user_id, tip_id=tip_id, at=asker.at)
    except TipNotFound as missing:
        raise Http404 from missing
    if not grant.decides:
        raise Http404
    return grant.tip


def _teams_to_open_at(asker: Asker, tip: Tip | None) -> list[CaseTeam]:
    if tip is None:
        return list(CASE_TEAMS.teams_of(asker.user_id, asker.at).order_by("agency__name"))
    found = team_to_hand_to(tip)
    return [] if found is None else [found]


def _opened_by_form(asker: Asker, team: CaseTeam | None, tip: Tip | None, posted: QueryDict) -> tuple[UUID, str]:
    """Open a case as a form says. Returns its id and no words, or what stood in the way."""
    if team is None:
        raise Http404
    fields = {name: posted[name] for name in CaseDetails.model_fields if posted.get(name)}
    try:
        details = CaseDetails.model_validate({**fields, "kind": "details"})
        conflicts = [UUID(one) for one in posted.getlist("conflicts")]
        given = CaseGiven(details, conflicts, None if tip is None else tip.pk)
        return open_case(actor_id=asker.user_id, agency_id=team.agency_id, given=given, at=asker.at).pk, ""
    except ValueError:
        return NOTHING, BadCase().sentence_or("")
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return NOTHING, error.sentence_or(error.detail)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def case_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show a case, which is written down; carry out what a form asks for."""
    asker = asker_of(request)
    problem = ""
    if request.method == "POST":
        act = act_in(request.POST, ACTS)
        problem = _carry_out_form(lambda: act(asker, case_id, request.POST))
        if not problem:
            still = cases_for(asker.user_id, asker.at).filter(pk=case_id).exists()
            # Who has declared a conflict of interest of their own reads nothing from here on.
            return redirect_anew(reverse("case", args=[case_id]) if still else reverse("cases"))
    try:
        case = case_for(user_id=asker.user_id, case_id=case_id, at=asker.at)
    except CaseNotFound as missing:
        raise Http404 from missing
    view = open_case_view(case, user_id=asker.user_id, at=asker.at, door="page")
    context = {
        **case_context(view, asker.at),
        "reads": CASE_READS.reads_of(case.pk),
        "problem": problem,
        "typed": request.POST if problem else {},
    }
    return render(request, "cases/case.html", context, status=422 if problem else 200)


@require_safe
@never_cache
@login_required
def agenda_page(request: HttpRequest) -> HttpResponse:
    """Show the agenda of a meeting: the reader's open cases, what is due and what is missing."""
    asker = asker_of(request)
    if not CASE_TEAMS.teams_of(asker.user_id, asker.at).exists():
        raise Http404
    context = {
        "items": list_agenda(cases_for(asker.user_id, asker.at), user_id=asker.user_id, at=asker.at),
        "at": asker.at,
        "states": CaseState.labels(),
        "classifications": CaseClassification.labels(),
        "kinds": CaseEntryKind.labels(),
        "measures": ProtectiveMeasure.labels(),
        "lacks": words.lack_words(),
    }
    return render(request, "cases/agenda.html", context)


@require_safe
@never_cache
@login_required
def copy_page(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Show a paper that the reader's law enforcement unit was given, which is written down."""
    asker = asker_of(request)
    try:
        copy = copy_for(user_id=asker.user_id, copy_id=copy_id, at=asker.at)
    except PoliceCopyNotFound as missing:
        raise Http404 from missing
    CASE_READS.note_reads([copy.pk], user_id=asker.user_id, at=asker.at, door="copy")
    return render(request, "cases/police_copy.html", {"copy": copy})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def flags_page(request: HttpRequest) -> HttpResponse:
    """List the flags that the reader could open now; open one: the ledger is written before anything is told."""
    asker = asker_of(request)
    told = None
    if request.method == "POST":
        posted = request.POST
        incident_id, flag_id = uuid_in(posted, "incident_id"), uuid_in(posted, "flag_id")
        try:
            told = open_flag(asker=asker, incident_id=incident_id, flag_id=flag_id)
        except CoordinationError as error:
            raise Http404 from error
    found = flags_for(asker)
    if not found and told is None:
        raise Http404
    return render(request, "cases/flags.html", {"flags": found, "told": told})


def sees_flags_page(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to flags: there is one that they could open now."""
    return sees_flags(asker_of(request))


def _carry_out_form(act: Callable[[], None]) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: it is about nothing the asker knows of."""
    try:
        act()
    except CoordinationError as error:
        if error.status == 404:
            raise Http404 from error
        return error.sentence_or(error.detail)
    return ""


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _take_step(asker: Asker, case_id: UUID, posted: QueryDict) -> None:
    try:
        step = CaseStep(posted.get("step", ""))
    except ValueError as nonsense:
        raise CaseStepLacks(pointer="/step") from nonsense
    take_step(actor_id=asker.user_id, case_id=case_id, step=step, words=posted.get("words", ""), at=asker.at)


def _write_entry(asker: Asker, case_id: UUID, posted: QueryDict) -> None:
    fields: dict[str, object] = {
        name: value for name, value in posted.items() if name not in NOT_FIELDS and value not in ("", [])
    }
    if "conditions" in fields:
        fields["conditions"] = [line for line in posted.get("conditions", "").splitlines() if line.strip()]
    try:
        given = entry_adapter.validate_python(fields)
    except ValidationError as wrong:
        place = "/".join(str(one) for one in wrong.errors()[0]["loc"][1:])
        raise BadCase(pointer=f"/{place}") from wrong
    write_entry(actor_id=asker.user_id, case_id=case_id, given=given, at=asker.at)


ACTS: dict[str, Callable[[Asker, UUID, QueryDict], None]] = {"step": _take_step, "entry": _write_entry}
