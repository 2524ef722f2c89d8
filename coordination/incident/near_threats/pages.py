"""The pages of threats near schools: what stands, what is told, and what each school answers. Plain forms."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from coordination.incident.near_threats import actions
from coordination.incident.near_threats.access import agencies_that_tell, sites_told_by
from coordination.incident.near_threats.errors import AreaNotUsable, NearThreatNotFound
from coordination.incident.near_threats.queries import ShownThreat, threat_for, threats_for
from coordination.incident.near_threats.tables import CORNERS, SCHOOLS, THREATS
from coordination.incident.near_threats.wire import EndThreatIn, NearThreatIn, OfSchoolIn, StartFromThreatIn
from coordination.incident.near_threats.words import exercise_words, real_words, start_words, state_words
from coordination.incident.one_tap.wire import BY_ONE_TAP
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted
from coordination.room.models import Room
from coordination.web.posted import redirect_anew
from coordination.web.signed_in import asker_of
from mapping.errors import BadSite
from mapping.geometry.shapes import Position
from mapping.models import Site
from mapping.sites.boundaries.boundary_text import boundary_from
from mapping.sites.street_map.streets import streets_here
from mou.foundation.forms.act_form import ActForm, AnyForm, Refusal, carry_out, show_page
from mou.foundation.forms.asked import Asked
from mou.foundation.forms.fields import labels_of
from mou.foundation.forms.inputs import Line
from mou.foundation.forms.page import page
from mou.foundation.tables.table import ShownTable, show_tables
from mou.models import Agency

MILE_M = 1600
type OfSchool = tuple[ActForm[OfSchoolIn, None], ActForm[StartFromThreatIn, Accepted]]


@page()
def threats_page(request: HttpRequest) -> HttpResponse:
    """List the threats that are the reader's to read: told by their agency, or near their own schools."""
    asker = asker_of(request)
    found = threats_for(asker.user_id, asker.at)
    table = ShownTable(request, THREATS, found)
    tells = bool(agencies_that_tell(asker.user_id, asker.at))
    return show_tables(request, "near_threats/list.html", {"threats": table, "tells": tells}, [table])


@page(posts=True)
def new_threat_page(request: HttpRequest) -> HttpResponse:
    """Warn schools of a threat: for who dispatches or leads."""
    asker = asker_of(request)
    agencies = agencies_that_tell(asker.user_id, asker.at)
    if not agencies:
        raise Http404
    sites = sites_told_by(asker.user_id, [one.pk for one in agencies], asker.at)
    form = _new_form(request, asker, agencies, sites)
    if carry_out(request, [form], _refusal_sentence):
        return redirect_anew(reverse("near_threat", args=[form.done]))
    context = {
        "form": form,
        "sites": len(sites),
        "streets": streets_here(),
        "map": {"schools": [{"name": one.name, "lon": one.location.x, "lat": one.location.y} for one in sites]},
    }
    return show_page(request, "near_threats/new.html", context, [form])


def _new_form(
    request: HttpRequest, asker: Asker, agencies: Sequence[Agency], sites: Sequence[Site]
) -> ActForm[NearThreatIn, UUID]:
    return ActForm(
        request,
        "tell",
        NearThreatIn,
        lambda given: actions.tell_schools(asker=asker, given=given),
        choices={
            "agency_id": [(one.pk, one.name) for one in agencies],
            "site_ids": [(one.pk, one.name) for one in sites],
            "suggested": [(one.value, one.label) for one in BY_ONE_TAP],
            "is_exercise": [(False, real_words()), (True, exercise_words())],
        },
        initial={"id": uuid4(), "radius_m": MILE_M},
        own_fields={"area": _corners_field()},
    )


def _corners_field() -> forms.Field:
    asked = next(one for one in NearThreatIn.model_fields["area"].metadata if isinstance(one, Asked))
    attrs = {"rows": asked.lines, "autocomplete": "off", "spellcheck": "false", "placeholder": "38.8977, -77.0365"}
    label, hint = labels_of(NearThreatIn)["area"], gettext(asked.hint)
    return _Corners(label=label, help_text=hint, required=False, widget=forms.Textarea(attrs))


class _Corners(Line):
    """One area without holes, typed, pressed on the map or as GeoJSON: its corners, the first not repeated."""

    def clean(self, value: object) -> list[Position]:
        """Return the corners in degrees, lon before lat; none for an empty text. Raises: ValidationError."""
        try:
            polygons = boundary_from(super().clean(value))
        except BadSite as bad:
            raise ValidationError(str(bad)) from bad
        rings = [ring for polygon in polygons for ring in polygon]
        if len(rings) > 1:
            raise ValidationError(_refusal_sentence(AreaNotUsable()))
        return list(rings[0][:-1]) if rings else []


@page(posts=True)
def threat_page(request: HttpRequest, threat_id: UUID) -> HttpResponse:
    """Show a threat with the schools that are the reader's to read; acknowledge it, start the action, or end it."""
    asker = asker_of(request)
    try:
        threat = threat_for(asker.user_id, threat_id, asker.at)
    except NearThreatNotFound as missing:
        raise Http404 from missing
    end = ActForm(
        request,
        "end",
        EndThreatIn,
        lambda given: actions.end_threat(asker=asker, threat_id=threat_id, given=given),
    )
    schools = [(one, _forms_of_school(request, asker, threat, one.site_id)) for one in threat.own]
    starts = [start for _one, (_acknowledge, start) in schools]
    of_page: list[AnyForm] = [end, *starts, *(acknowledge for _one, (acknowledge, _start) in schools)]
    if carry_out(request, of_page, _refusal_sentence):
        started = next((one for one in starts if one.is_bound), None)
        return redirect_anew(request.path if started is None else _address_of_room(started.done.room_id))
    table = ShownTable(request, SCHOOLS, threat.schools)
    corners = ShownTable(request, CORNERS, list(enumerate(threat.area, start=1)))
    context = {
        "threat": threat,
        "start_words": start_words(threat),
        "state": state_words(threat),
        "own_schools": schools,
        "schools": table,
        "corners": corners,
        "end": end if threat.is_sender and threat.ended_at is None else None,
        "streets": streets_here(),
        "map": _map_of(threat),
        "at": asker.at,
    }
    return show_tables(request, "near_threats/threat.html", context, [table, corners], of_page)


def _forms_of_school(request: HttpRequest, asker: Asker, threat: ShownThreat, site_id: UUID) -> OfSchool:
    fixed = {"site_id": str(site_id)}
    acknowledge = partial(_acknowledge_threat, asker, threat.id)
    start = partial(_start_action, asker, threat.id)
    return (
        ActForm(request, "acknowledge", OfSchoolIn, acknowledge, fixed=fixed),
        ActForm(request, "start", StartFromThreatIn, start, fixed=fixed, initial={"id": uuid4()}),
    )


def _acknowledge_threat(asker: Asker, threat_id: UUID, given: OfSchoolIn) -> None:
    actions.acknowledge_threat(asker=asker, threat_id=threat_id, given=given)


def _start_action(asker: Asker, threat_id: UUID, given: StartFromThreatIn) -> Accepted:
    return actions.start_from_threat(asker=asker, threat_id=threat_id, given=given)


def _address_of_room(room_id: UUID) -> str:
    return reverse("incident", args=[Room.objects.values_list("incident_id", flat=True).get(pk=room_id)])


def _map_of(threat: ShownThreat) -> dict[str, object]:
    return {
        "lon": threat.lon,
        "lat": threat.lat,
        "radius_m": threat.radius_m,
        "area": threat.area,
        "is_exercise": threat.is_exercise,
        "schools": [
            {"name": one.site, "lon": one.lon, "lat": one.lat, "is_late": one.is_late, "has_acted": bool(one.action)}
            for one in threat.schools
        ],
    }


def _refusal_sentence(refusal: Refusal) -> str:
    return refusal.sentence_or(str(refusal))
