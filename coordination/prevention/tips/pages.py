"""The team's queue of tips: what waits, and how a flood is cleared. Plain forms: no script."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coordination.casework.kinds.faces import clock_words
from coordination.casework.team_page import refusal_sentence
from coordination.prevention.tips.access import (
    TIP_DESKS,
    desks_of_team,
    may_see_page,
    overdue_at_kept_desks,
    tips_for,
)
from coordination.prevention.tips.detail_pages import TIP_FACES
from coordination.prevention.tips.reporting.floods import FLOOD_FROM, WINDOW
from coordination.prevention.tips.rules.given import FalseTipsIn, TipStepIn
from coordination.prevention.tips.vocabulary import TipStep
from coordination.prevention.tips.work.kinds import TIP_KIND
from coordination.prevention.tips.work.queries import name_tips
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop
from mou.foundation.tables.table import show_tables


@page(posts=True)
def tips_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the reader's tips, and the desks that the reader keeps; clear a flood."""
    asker = asker_of(request)
    if not may_see_page(asker.user_id, asker.at):
        raise Http404
    seen, ended = tips_for(asker.user_id, asker.at), request.GET.get("ended") == "yes"
    decides = desks_of_team(asker.user_id, asker.at)
    open_tips = seen.filter(desk__in=decides, ended_at__isnull=True).order_by("received_at")
    clear = ActForm(
        request,
        "clear",
        FalseTipsIn,
        lambda given: _mark_false(asker, given),
        choices={"tip": name_tips(open_tips)},
    )
    if carry_out(request, [clear], refusal_sentence):
        return redirect_anew(request.path)
    kept = TIP_DESKS.agencies_administered_by(asker.user_id, asker.at).order_by("name")
    is_on_team = decides.exists()
    tips = TIP_FACES.list_things(
        request,
        asker,
        caption=gettext_noop("Tips"),
        empty=_no_tip_words(asker, ended=ended, only_keeps=not is_on_team and kept.exists()),
        is_open=not ended,
    )
    context = {
        "heading": _("Tips"),
        "tips": tips,
        "ended": ended,
        "overdue": overdue_at_kept_desks(asker.user_id, asker.at),
        "kept": kept,
        "lately": seen.filter(received_at__gt=asker.at - WINDOW).count(),
        "flood_from": FLOOD_FROM,
        "clear_form": clear if not ended and open_tips.filter(is_of_flood=True).exists() else None,
    }
    return show_tables(request, "tips/queue.html", context, [tips], [clear])


def _no_tip_words(asker: Asker, *, ended: bool, only_keeps: bool) -> str:
    if ended:
        return _("No tip has ended yet.")
    if only_keeps:
        return _("You are on no team here: what waits does not stand on this page.")
    return _("No tip waits for you. As of %(time)s") % {"time": clock_words(asker.at)}


def _mark_false(asker: Asker, given: FalseTipsIn) -> None:
    step = TipStepIn(step=TipStep.MARK_FALSE, words=given.words)
    TIP_KIND.take_steps(actor_id=asker.user_id, thing_ids=given.tip, given=step, at=asker.at)
