"""The pages of those who keep a roster: how it stands, and bringing a set in. Plain forms; no student is named."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coordination.administration.models import SpeakingAct
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.room.access import Asker
from coordination.rosters import words
from coordination.rosters.access import agency_kept_for, district_kept_for, schools_read_by
from coordination.rosters.asking import REFUSALS, ask_in, refusal_words
from coordination.rosters.bounded_reading import FILE_MAX_BYTES
from coordination.rosters.connection.keeping import connection_of
from coordination.rosters.connection.queries import RosterConnectionView, connection_view
from coordination.rosters.errors import BadRosterSettings, RosterNotFound, RosterShrinks
from coordination.rosters.vocabulary import RosterDefectCode, RosterDoor, RosterReadFailure, RosterSource, RosterTable
from coordination.rosters.work import keeping
from coordination.rosters.work.queries import roster_state
from coordination.rosters.work.uploads import look_at_upload, take_upload, upload_of_two
from coordination.web.posted import NOTHING, act_in, redirect_anew, uuid_in
from coordination.web.signed_in import asker_of
from mou.access.fetch import may_manage, members_who_count
from mou.errors import MouError, SecondPersonNeeded
from mou.models import Agency

REFUSED = 422
CHOICES_MAX = 500
DIGITS_MAX = 5
type Act = Callable[[Asker, UUID, QueryDict], None]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def roster_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Show how a roster stands, who reads students and what came of imports; carry out what a form asks for."""
    asker = asker_of(request)
    agency = _find_agency(asker, agency_id)
    problem = ""
    if request.method == "POST":
        problem = carry_out_form(ACTS, asker, agency_id, request.POST)
        if not problem:
            return redirect_anew(reverse("roster", args=[agency_id]))
    state = roster_state(agency)
    readers = {one.person_id for one in state.readers}
    context = {
        "agency": agency,
        "is_district": agency.parent_id is None,
        "keeps_district": agency.parent is not None and may_manage(asker.user_id, agency.parent, asker.at),
        "state": state,
        "latest": state.imports[0] if state.imports else None,
        "schools": list(agency.schools.filter(is_active=True).order_by("name")) if agency.parent_id is None else [],
        "choices": [
            one for one in _list_members(agency, asker) if one.public_id not in readers and one.pk != asker.user_id
        ],
        "reads": agency.parent_id is not None
        and schools_read_by(asker.user_id, asker.at).filter(pk=agency.pk).exists(),
        "lets_in": keeping.readers_to_let_in(user_id=asker.user_id, agency=agency, at=asker.at),
        "tables": RosterTable.labels(),
        "defects": RosterDefectCode.labels(),
        "doors": RosterDoor.labels(),
        "sources": RosterSource.labels(),
        "connection": _find_connection(agency, asker),
        "failures": RosterReadFailure.labels(),
        "problem": problem,
    }
    return render(request, "rosters/roster.html", context, status=REFUSED if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def roster_import_page(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Look at a set of tables, and take in what was looked at: all of it or nothing."""
    asker = asker_of(request)
    try:
        district = district_kept_for(user_id=asker.user_id, agency_id=district_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing
    context: dict[str, object] = {
        "agency": district,
        "tables": RosterTable.labels(),
        "defects": RosterDefectCode.labels(),
    }
    problem = ""
    if request.method == "GET" and (waiting := upload_of_two(asker.user_id, district, asker.at)):
        context["upload_id"] = waiting
    if request.method == "POST":
        try:
            if request.POST.get("step") == "ask":
                return redirect_anew(ask_in(asker, district.pk, SpeakingAct.TAKE_ROSTER, request.POST))
            context |= _carried_out(request, asker, district)
        except RosterShrinks as error:
            context |= {"upload_id": uuid_in(request.POST, "upload_id"), "asks_again": True}
            problem = words.refusal_words(error)
        except MouError as error:
            asks = error.asks if isinstance(error, SecondPersonNeeded) else ""
            context |= {"upload_id": uuid_in(request.POST, "upload_id"), "asks": asks}
            problem = refusal_words(error)
        except CoordinationError as error:
            problem = words.refusal_words(error)
            file = error.pointer.removeprefix("/")
            context["file"] = file if file.endswith(".csv") else ""
    context["problem"] = problem
    return render(request, "rosters/import.html", context, status=REFUSED if problem else 200)


def _carried_out(request: HttpRequest, asker: Asker, district: Agency) -> dict[str, object]:
    if request.POST.get("step") == "take":
        look = take_upload(
            actor_id=asker.user_id,
            agency_id=district.pk,
            upload_id=uuid_in(request.POST, "upload_id"),
            may_shrink=request.POST.get("may_shrink") == "yes",
            at=asker.at,
            progress=lambda _done, _total: None,
        )
        return {"look": look, "is_done": True}
    sent = request.FILES.get("file")
    content = sent.read(FILE_MAX_BYTES + 1) if isinstance(sent, UploadedFile) else b""
    looked = look_at_upload(actor_id=asker.user_id, agency_id=district.pk, content=content, at=asker.at)
    return {"look": looked.look, "upload_id": looked.upload_id}


def _find_agency(asker: Asker, agency_id: UUID) -> Agency:
    try:
        return agency_kept_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    except RosterNotFound as missing:
        raise Http404 from missing


def _find_connection(agency: Agency, asker: Asker) -> RosterConnectionView | None:
    row = connection_of(agency) if agency.parent_id is None else None
    return connection_view(row, asker.at) if row is not None else None


def _list_members(agency: Agency, asker: Asker) -> list[User]:
    """Return who may be named to read: people of the agency, and of a school's district."""
    own = [one for one in (agency.pk, agency.parent_id) if one is not None]
    ids = members_who_count(asker.at).filter(agency_id__in=own, user__is_device=False).values("user_id")
    return list(User.objects.filter(pk__in=ids).order_by("display_name", "pk")[:CHOICES_MAX])


def carry_out_form(acts: Mapping[str, Act], asker: Asker, about_id: UUID, posted: QueryDict) -> str:
    """Carry a form out; return what stood in the way. Raises: Http404: nothing that the asker knows of."""
    act = act_in(posted, acts)
    try:
        act(asker, about_id, posted)
    except REFUSALS as error:
        return refusal_words(error)
    return ""


# --- what the forms ask for -------------------------------------------------------------------------------------------
def _set_keep_days(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    text = posted.get("keep_days", "")
    if not text.isascii() or not text.isdigit() or len(text) > DIGITS_MAX:
        raise BadRosterSettings(pointer="/keep_days")
    keeping.set_keep_days(actor_id=asker.user_id, agency_id=agency_id, keep_days=int(text), at=asker.at)


def _match_school(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    school_id = uuid_in(posted, "school_id")
    keeping.match_school(
        actor_id=asker.user_id,
        agency_id=agency_id,
        roster_school_id=uuid_in(posted, "roster_school_id"),
        school_id=None if school_id == NOTHING else school_id,
        at=asker.at,
    )


def _add_reader(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    keeping.add_reader(actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at)


def _let_in(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    keeping.let_reader_in(
        actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at
    )


def _remove_reader(asker: Asker, agency_id: UUID, posted: QueryDict) -> None:
    keeping.remove_reader(
        actor_id=asker.user_id, agency_id=agency_id, person_id=uuid_in(posted, "person_id"), at=asker.at
    )


ACTS: dict[str, Act] = {
    "keep": _set_keep_days,
    "match": _match_school,
    "add": _add_reader,
    "let_in": _let_in,
    "remove": _remove_reader,
}
