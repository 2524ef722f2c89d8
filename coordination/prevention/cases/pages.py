"""The pages of cases: lists, the agenda, flags and papers. Plain forms: no script."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.team_page import refusal_sentence
from coordination.prevention.cases.access import CASE_TEAMS, copies_for, copy_for, may_see_page
from coordination.prevention.cases.audit import CASE_READS
from coordination.prevention.cases.case_pages.faces import CASE_FACES
from coordination.prevention.cases.tables import COPIES
from coordination.prevention.cases.vocabulary import CaseDoor, ProtectiveMeasure
from coordination.prevention.cases.work.agenda import list_agenda
from coordination.prevention.cases.work.flags import FlagLine, flags_for, open_flag, sees_flags
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, AnyForm, NothingGiven, carry_out, show_page
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import ShownTable, show_tables


@page()
def cases_page(request: HttpRequest) -> HttpResponse:
    """List the cases that the reader is on, the teams that they keep, and the papers their unit was given."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    ended = request.GET.get("ended") == "yes"
    is_on_team = CASE_TEAMS.teams_of(asker.user_id, asker.at).exists()
    cases = CASE_FACES.list_things(
        request,
        asker,
        caption=gettext_noop("Cases"),
        empty=_("No case has ended yet.") if ended else _("You are on no open case."),
        is_open=not ended,
    )
    copies = ShownTable(request, COPIES, copies_for(asker.user_id, asker.at))
    context = {
        "heading": _("Threat assessment"),
        "cases": cases,
        "ended": ended,
        "is_on_team": is_on_team,
        "kept": CASE_TEAMS.agencies_administered_by(asker.user_id, asker.at),
        "copies": copies,
    }
    # Who is on no team sees no list, and is asked nothing of one.
    return show_tables(request, "cases/cases.html", context, [cases, copies] if is_on_team else [copies])


@page()
def agenda_page(request: HttpRequest) -> HttpResponse:
    """Show the agenda of a meeting: the reader's open cases, what is due and what is missing."""
    asker = asker_of(request)
    if not CASE_TEAMS.teams_of(asker.user_id, asker.at).exists():
        raise Http404
    context = {
        "heading": _("Agenda of the meeting"),
        "items": list_agenda(asker.user_id, asker.at),
        "at": asker.at,
        "measures": ProtectiveMeasure.labels(),
    }
    return show_page(request, "cases/agenda.html", context)


@page()
def copy_page(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Show a paper that the reader's law enforcement unit was given, which is written down."""
    asker = asker_of(request)
    copy = copy_for(user_id=asker.user_id, copy_id=copy_id, at=asker.at)
    CASE_READS.note_reads([copy.pk], user_id=asker.user_id, at=asker.at, door=CaseDoor.COPY)
    return show_page(request, "cases/police_copy.html", {"heading": copy.school_name, "copy": copy})


@page(posts=True)
def flags_page(request: HttpRequest) -> HttpResponse:
    """List the flags that the reader could open now; open one: the ledger is written before anything is told."""
    asker = asker_of(request)
    flags = [(one, _form_that_opens(request, asker, one)) for one in flags_for(asker)]
    if not flags:
        raise Http404
    forms = [form for _flag, form in flags]
    is_open = carry_out(request, forms, refusal_sentence)
    told = next(form for form in forms if form.is_bound).done if is_open else None
    return show_page(request, "cases/flags.html", {"heading": _("Safety flags"), "flags": flags, "told": told}, forms)


def _form_that_opens(request: HttpRequest, asker: Asker, flag: FlagLine) -> AnyForm:
    ids = {"incident_id": flag.incident_id, "flag_id": flag.flag_id}
    return ActForm(
        request,
        "open",
        NothingGiven,
        lambda _given: open_flag(asker=asker, **ids),
        fixed={name: str(one) for name, one in ids.items()},
    )


def sees_flags_page(request: HttpRequest) -> bool:
    """Say whether the navigation leads a reader to flags: there is one that they could open now."""
    return sees_flags(asker_of(request))
