"""The page of a team: what was noted, and the form that notes more."""

from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from tests.contracts.samples.head_counts.access import COUNT_TEAMS
from tests.contracts.samples.head_counts.models import Discrepancy


class DiscrepancyIn(Schema):
    """A count that did not add up."""

    words: Annotated[str, Field(min_length=1, max_length=200), Asked(_("What does not add up?"))]


@page(posts=True)
def team_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """List what was noted; note more."""
    asker = asker_of(request)
    team = COUNT_TEAMS.team_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)

    def note_discrepancy(given: DiscrepancyIn) -> Discrepancy:
        return QuerySet(Discrepancy).create(team=team, words=given.words, noted_by_id=asker.user_id, noted_at=asker.at)

    form = ActForm(request, "note", DiscrepancyIn, note_discrepancy)
    if carry_out(request, [form], str):
        return redirect_anew(request.path)
    noted: QuerySet[Discrepancy] = QuerySet(Discrepancy).filter(team=team)
    return show_page(request, "head_counts/team.html", {"noted": noted, "form": form}, [form])
