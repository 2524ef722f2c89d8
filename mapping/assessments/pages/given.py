"""What the forms of assessments offer beside their classes: doors and rooms, who may mend, and a reason of a step."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from pydantic import BaseModel

from mapping.assessments.access import people_to_choose
from mapping.assessments.models import Assessment
from mapping.assessments.vocabulary import CostBand
from mapping.assessments.work.spots import spots_of
from mapping.laws.catalogue import map_rules
from mapping.models import Site
from mou.access import fetch
from mou.foundation.forms.act_form import AnyForm
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.step_form import StepAsked, StepForm
from mou.foundation.labelled import Labelled
from mou.foundation.machine import Machine, Need


def step_form[Given: BaseModel](
    request: HttpRequest,
    model: type[Given],
    do: Callable[[Given], object],
    *,
    step: Labelled,
    machine: Machine[Any, Any],
    act: str = "step",
    fixed: Mapping[str, str] | None = None,
) -> AnyForm:
    """Return the form of one step, which asks for words only where the step needs a reason."""
    asked = StepAsked() if machine.needs(step, Need.WORDS) else StepAsked(())
    return StepForm(request, model, do, step=step, asked=asked, machine=machine, act=act, fixed=fixed)


def sent_act(forms: Sequence[AnyForm]) -> str:
    """Return which act was asked for."""
    return next((one.act for one in forms if one.is_bound), "")


def redirect_anew(address: str) -> HttpResponse:
    """Return a redirect that is read with GET: a page that is loaded again sends no form twice."""
    return HttpResponseRedirect(address, status=303)


def place_choices(site: Site) -> dict[str, Choices]:
    """Return the numbered doors, and the rooms floor by floor."""
    doors: list[tuple[object, str]] = []
    floors: dict[str, list[tuple[object, str]]] = {}
    for one in spots_of(site):
        if one.is_door:
            doors.append((str(one.id), f"{_('Door %(number)s') % {'number': one.label}} · {one.level}"))
        else:
            floors.setdefault(one.level, []).append((str(one.id), one.label))
    groups = [(_("Exterior doors"), doors)] if doors else []
    return {"spot": [("", _("Choose, or tap on the map")), *groups, *floors.items()]}


def mending_choices(site: Site, assessment: Assessment | None, at: datetime) -> dict[str, Choices]:
    """Return who may be told to mend something, and what it may cost."""
    own = [one for one in (site.district_id, site.school_id) if one is not None]
    rows = fetch.members_who_count(at).filter(agency_id__in=own, user__is_device=False).select_related("user")
    found = {one.user.public_id: one.user.shown_name() for one in rows}
    if assessment is not None:
        for member in assessment.members.select_related("user"):
            found.setdefault(member.user.public_id, member.user.shown_name())
    owners = sorted(found.items(), key=lambda one: one[1])
    return {
        "owner_id": [("", _("No one yet")), *owners],
        "cost": [("", _("Not known yet")), *CostBand.labels().items()],
    }


def rule_choices(language: str) -> dict[str, Choices]:
    """Return the rules of the map law."""
    rules = map_rules().items()
    titled = [(code, f"{code} {one.title_es if language.startswith('es') else one.title_en}") for code, one in rules]
    return {"rule": [("", _("None")), *titled]}


def person_choices(site: Site, listed: set[UUID], at: datetime) -> list[tuple[object, str]]:
    """Return who may be put on the team, each once, without those who are on it."""
    found: dict[object, str] = {}
    for one in people_to_choose(site, at):
        if one.user.public_id not in listed:
            found.setdefault(one.user.public_id, f"{one.user.shown_name()} · {one.agency.name}")
    return list(found.items())
