"""The page on which a version that was signed on paper is recorded by one person and confirmed by another."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from coordination.agreements.on_paper import acts, wire
from coordination.room.access import Asker
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.agreements import version_access
from mou.agreements.reading.version_queries import version_view
from mou.errors import BadDates, WrongState
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.fields import field_of_rows
from mou.foundation.forms.page import page
from mou.vocabulary import VersionState

TWO = 2

type PaperAct[Given] = Callable[[Asker, UUID, int, Given], object]


@page(posts=True)
def paper_page(request: HttpRequest, memorandum_id: UUID, number: int) -> HttpResponse:
    """Show the paper of a version to its readers; the district's keepers record and confirm it here."""
    asker = asker_of(request)
    version = version_access.version_for(
        user_id=asker.user_id,
        memorandum_id=memorandum_id,
        number=number,
        need=version_access.VersionNeed.READ,
        at=asker.at,
        lock=False,
    )
    view = version_view(version, user_id=asker.user_id, at=asker.at)
    is_out = view.line.state is VersionState.OUT_FOR_SIGNATURE
    if not is_out and view.signed_paper is None:
        raise Http404
    paper = view.signed_paper
    # Who is named to sign stands there already: what is on the paper is compared, and the days are written.
    is_of_several = len(view.parties) > TWO
    named = [
        {
            "party": "district" if one.agency_id == view.district.id else "agency",
            "agency_id": str(one.agency_id),
            "name": one.name,
            "title": one.title,
        }
        for one in view.signatories
    ]
    of_paper = {} if paper is None else {"paper_id": str(paper.id), "scan_sha256": paper.scan_sha256}

    def form_of[Given: BaseModel](act: str, model: type[Given], do: PaperAct[Given]) -> ActForm[Given, object]:
        initial = {"sha256": view.line.canonical_sha256, "signatures": named, **of_paper}
        done = partial(do, asker, memorandum_id, number)
        return ActForm(request, act, model, done, initial=initial, own_fields=own)

    parties = [(str(one.id), one.name) for one in view.parties]
    own = {"signatures": field_of_rows(wire.PartyScanIn.model_fields["signatures"], {"agency_id": parties})}
    own = own if is_of_several else {}
    record: AnyForm
    if is_of_several:
        record = form_of("record", wire.PartyScanIn, acts.bring_paper)
    else:
        record = form_of("record", wire.PaperScanIn, acts.bring_paper)
    confirm = form_of("confirm", wire.PaperConfirmedIn, acts.confirm_scan)
    aside = form_of("set_aside", wire.PaperSetAsideIn, acts.set_scan_aside)
    of_page: list[AnyForm] = [record, confirm, aside] if is_out and view.may_keep else []
    if carry_out(request, of_page, _refusal_sentence):
        onward = "agreement_version" if confirm.is_bound else "agreement_paper"
        return redirect_anew(reverse(onward, args=[memorandum_id, number]))
    context = {
        "version": view,
        "paper": paper,
        "is_out": is_out,
        "record_form": record if of_page and (paper is None or record.is_refused) else None,
        "confirm_form": confirm if of_page and paper is not None and paper.may_confirm else None,
        "aside_form": aside if of_page and paper is not None else None,
    }
    return show_page(request, "agreements/paper.html", context, of_page)


def _refusal_sentence(refusal: Refusal) -> str:
    """Return what stands in the way, in the reader's language."""
    if isinstance(refusal, BadDates):
        return _("The last day of this version has passed.")
    if isinstance(refusal, WrongState):
        return _("This version is not out for signature any more.")
    return refusal.sentence_or(str(refusal))
