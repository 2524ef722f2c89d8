"""The page on which a survey is brought in: the file, what each column means, what would be stored, what was stored.

The file is kept nowhere. A script keeps it in the form meanwhile; without one the reader chooses it again.
"""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from coordination.errors import CoordinationError
from coordination.prevention.climate import acts
from coordination.prevention.climate.access import CLIMATE_TEAMS, schools_of_team
from coordination.prevention.climate.bounded_reading import FILE_MAX_BYTES
from coordination.prevention.climate.models import ClimateTeam
from coordination.prevention.climate.pages.survey_columns import (
    Columns,
    Schools,
    columns_proposed,
    names_proposed,
    show_columns,
    show_names,
)
from coordination.prevention.climate.rules.given import SurveyIn
from coordination.prevention.climate.vocabulary import ClimateDefectCode
from coordination.prevention.climate.work.bringing import YEARS_BACK, SurveyLook
from coordination.prevention.climate.work.years import school_year_of, year_words
from coordination.room.access import Asker
from coordination.web.signed_in import asker_of
from mou.foundation.forms.act_form import ActForm, Refusal, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.page import page
from mou.foundation.labelled import gettext_noop as _
from mou.vocabulary import AgencyKind

MOST_NAMES = 150


class SurveySent(SurveyIn):
    """A file of answers, and what is said of it."""

    file: Annotated[bytes, Asked(_("File"), accept=".csv,.txt,.tsv,text/csv,text/plain", size_max=FILE_MAX_BYTES)]

    def without_file(self) -> SurveyIn:
        """Return it without the file."""
        return SurveyIn.model_validate({name: getattr(self, name) for name in SurveyIn.model_fields})


type SurveyForm = ActForm[SurveySent, SurveyLook]
type SurveyAct = Callable[[Asker, UUID, bytes, SurveyIn], SurveyLook]


@page(posts=True)
def survey_page(request: HttpRequest, agency_id: UUID) -> HttpResponse:
    """Look at a file of answers, and store what may be said of it."""
    asker = asker_of(request)
    team = CLIMATE_TEAMS.team_for(user_id=asker.user_id, agency_id=agency_id, at=asker.at)
    forms = [
        _form_that(request, asker, agency_id, "look", acts.look_at_survey),
        _form_that(request, asker, agency_id, "store", acts.bring_survey),
    ]
    is_done = carry_out(request, forms, _refusal_sentence)
    sent = next((one for one in forms if one.is_bound), forms[0])
    look = sent.done if is_done else None
    context = {"agency": team.agency, "form": sent, "look": look, **_show_tables(team, asker, sent, look)}
    return show_page(request, "climate/survey.html", context, forms)


def _form_that(request: HttpRequest, asker: Asker, agency_id: UUID, name: str, act: SurveyAct) -> SurveyForm:
    this = school_year_of(asker.at.date())
    years = [(year, year_words(year)) for year in range(this, this - YEARS_BACK, -1)]
    form = ActForm(
        request,
        name,
        SurveySent,
        lambda sent: act(asker, agency_id, sent.file, sent.without_file()),
        choices={"school_year": years},
        own_fields={"columns": Columns(), "schools": Schools()},
    )
    # Two buttons of one form on the page.
    form.auto_id = "survey-%s"
    return form


def _refusal_sentence(refusal: Refusal) -> str:
    """Return what stands in the way: what is wrong with this file or that field, rather than what its class says."""
    says_more = isinstance(refusal, CoordinationError) and refusal.detail != refusal.title
    return str(refusal) if says_more else refusal.sentence_or(str(refusal))


def _show_tables(team: ClimateTeam, asker: Asker, form: SurveyForm, look: SurveyLook | None) -> dict[str, object]:
    """Return what the file has, as it was read now or, where the form was refused, as it was sent."""
    own = schools_of_team(asker.user_id, asker.at).filter(parent_id=team.agency_id)
    is_sent = look is None and form.is_bound
    columns = columns_proposed(look.columns) if look else form["columns"].value() if is_sent else []
    names = names_proposed(look.schools) if look else form["schools"].value() if is_sent else []
    shows_numbers = look.has_numbers if look else is_sent and "highest" in form.data
    form.fields["numbers"].required = form.fields["highest"].required = shows_numbers
    is_district = team.agency.kind == AgencyKind.DISTRICT.value
    return {
        "shows_numbers": shows_numbers,
        "columns": show_columns(columns, names_schools=is_district),
        "names": show_names(names[:MOST_NAMES], [(one.pk, one.name) for one in own]),
        "defect_words": ClimateDefectCode.labels(),
        "defects": [] if look is None else [(one, _span_words(one.rows)) for one in look.defects],
    }


def _span_words(rows: list[tuple[int, int]]) -> str:
    """Return numbers of rows as people write them; every row is named, spans stay together."""
    return ", ".join(str(first) if first == last else f"{first}\N{EN DASH}{last}" for first, last in rows)
