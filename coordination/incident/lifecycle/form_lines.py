"""What forms say of the incident itself: its name, when it began, where it is, and what it is."""

from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coordination.incident.lifecycle.capability import IncidentFacts
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.room.reading.history import PastObject
from mapping.places.coordinates import usng_text


def _incident_facts(context: FormContext) -> list[PastObject[IncidentFacts]]:
    return context.history.of(IncidentFacts)


def say_name(context: FormContext) -> Iterable[FormLine]:
    """Return the incident's name; of an exercise with that word."""
    for one in _incident_facts(context):
        title = one.value.title_in.get(get_language() or "", one.value.title)
        exercise = f"{_('EXERCISE')} · " if one.value.is_exercise else ""
        yield text_line(exercise + title, one.made_seq)


def say_begin(context: FormContext) -> Iterable[FormLine]:
    """Return when it was opened."""
    return [text_line(context.clock(one.value.opened_at), one.made_seq) for one in _incident_facts(context)]


def say_period(context: FormContext) -> Iterable[FormLine]:
    """Return from when to when: it ends with the incident, or where a person writes it."""
    for one in _incident_facts(context):
        ended = context.clock(one.value.closed_at)
        begun = _("From: {at}").format(at=context.clock(one.value.opened_at))
        yield text_line(f"{begun} · {_('To: {at}').format(at=ended)}" if ended else begun, *one.cites)


def say_version(context: FormContext) -> Iterable[FormLine]:
    """Return whether a report is the last one."""
    for one in _incident_facts(context):
        yield text_line(_("Update") if one.value.closed_at is None else _("Final"), one.changed_seq)


def say_situation(context: FormContext) -> Iterable[FormLine]:
    """Return what it is, how grave, and whether it goes on."""
    for one in _incident_facts(context):
        said = (one.value.incident_type.label, one.value.severity.label, one.value.status.label)
        yield text_line(" · ".join(said), *one.cites)


def say_location(context: FormContext) -> Iterable[FormLine]:
    """Return where it is in words."""
    return [text_line(one.value.site, *one.cites) for one in _incident_facts(context)]


def say_point(context: FormContext) -> Iterable[FormLine]:
    """Return where it is in numbers: the place of an incident away from its site where it is known, else the site's."""
    for one in _incident_facts(context):
        fact, site = one.value, context.grant.incident.site
        if fact.place_lon is not None and fact.place_lat is not None:
            yield text_line(_point_text(fact.place_lon, fact.place_lat), *one.cites)
        elif fact.place is None:
            yield text_line(_point_text(site.location.x, site.location.y), source=_("the site's plan"))


def _point_text(lon: float, lat: float) -> str:
    return f"{lon:.6f}, {lat:.6f} · {usng_text(lon=lon, lat=lat)}"


FORM_LINES: dict[Topic, Seed] = {
    Topic.INCIDENT_NAME: say_name,
    Topic.INITIATED: say_begin,
    Topic.PERIOD: say_period,
    Topic.REPORT_VERSION: say_version,
    Topic.SITUATION: say_situation,
    Topic.LOCATION: say_location,
    Topic.POINT: say_point,
}
