"""What forms say of units: each once as a resource, the ambulances among them, and what one unit did."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from coordination.incident.units.capability import Unit
from coordination.incident.units.vocabulary import ResourceKind, UnitPrimary, UnitSecondary
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.room.reading.history import PastObject
from coordination.web.wording.timeline_words import entry_line

SERVICE = {ResourceKind.ALS_AMBULANCE: "ALS", ResourceKind.BLS_AMBULANCE: "BLS", ResourceKind.MEDICAL_TRANSPORT: ""}
ASSIGNED = ("unit_assigned",)


def say_resources(context: FormContext) -> Iterable[FormLine]:
    """Return each unit that has checked in, with what it does; one that departed stands with that word.

    Of a form of one group: the units that are assigned to it as their team.
    """
    found = (one for one in context.history.of(Unit) if context.is_of_group(one.value.team))
    return [FormLine(_cells_of_unit(context, one.value), one.cites) for one in found]


def say_ambulances(context: FormContext) -> Iterable[FormLine]:
    """Return the units that carry patients, until they depart."""
    for one in context.history.of(Unit):
        if one.value.kind in SERVICE and one.value.secondary is not UnitSecondary.DEPARTED:
            cells = _cells_of_unit(context, one.value)
            level = SERVICE[one.value.kind]
            yield FormLine({**cells, "name": f"{one.value.callsign} · {one.value.agency}", "level": level}, one.cites)


def say_assignments(context: FormContext) -> Iterable[FormLine]:
    """Return who was given what to do."""
    return context.entry_lines(ASSIGNED, lambda one: entry_line(one.content, one.known))


def say_work(context: FormContext) -> Iterable[FormLine]:
    """Return what units were given to do as a team of the group that the form is of."""
    if not context.group:
        return []
    mine = [one for one in context.history.said(ASSIGNED) if context.is_of_group(one.event.get("team"))]
    return [
        FormLine({"time": context.clock(one.at), "text": entry_line(one.content, one.known)}, (one.seq,))
        for one in mine
    ]


def say_numbers(context: FormContext) -> Iterable[FormLine]:
    """Return how many units and people are here, by what they can be given."""
    here = [one for one in context.history.of(Unit) if one.value.secondary is not UnitSecondary.DEPARTED]
    for primary in UnitPrimary:
        found = [one for one in here if one.value.primary is primary]
        if found:
            people = sum(one.value.people for one in found)
            words = _("{status}: {units} units, {people} people")
            said = words.format(status=primary.label, units=len(found), people=people)
            yield text_line(said, *sorted({one.changed_seq for one in found}))


def say_subject_name(context: FormContext) -> Iterable[FormLine]:
    """Return the callsign of the unit that the form is about."""
    return [text_line(one.value.callsign, one.made_seq) for one in _units_asked(context)]


def say_subject_position(context: FormContext) -> Iterable[FormLine]:
    """Return what the unit that the form is about is assigned to."""
    return [text_line(_assignment_words(one.value), *one.cites) for one in _units_asked(context)]


def say_subject_agency(context: FormContext) -> Iterable[FormLine]:
    """Return the agency of the unit that the form is about."""
    return [text_line(f"{one.value.agency} · {one.value.kind.label}", one.made_seq) for one in _units_asked(context)]


def say_subject_resources(context: FormContext) -> Iterable[FormLine]:
    """Return the leader of the unit that the form is about."""
    for one in _units_asked(context):
        name = context.name_of(one.value.leader)
        if name:
            yield FormLine({"name": name, "position": _("Leader"), "agency": one.value.agency}, one.cites)


def say_subject_activity(context: FormContext) -> Iterable[FormLine]:
    """Return what the unit that the form is about did, and was told to do."""
    if not list(_units_asked(context)):
        return
    for one in context.history.entries:
        if one.event.get("unit_id") == context.subject:
            cells = {"time": context.clock(one.at), "text": entry_line(one.content, one.known)}
            yield FormLine(cells, (one.seq,))


def _units_asked(context: FormContext) -> list[PastObject[Unit]]:
    return [one for one in context.history.of(Unit) if one.object_id == context.subject]


def _assignment_words(unit: Unit) -> str:
    kind = "" if unit.team_kind is None else unit.team_kind.label
    return " · ".join(part for part in (unit.task, kind, unit.team) if part)


def _cells_of_unit(context: FormContext, unit: Unit) -> dict[str, str]:
    zone = "" if unit.zone is None else unit.zone.label
    assignment, status = _assignment_words(unit), f"{unit.primary.label}: {unit.secondary.label}"
    notes = " · ".join(part for part in (assignment, zone, unit.place, status) if part)
    return {
        "kind": unit.kind.label,
        "identifier": unit.callsign,
        "agency": unit.agency,
        "leader": context.name_of(unit.leader),
        "people": str(unit.people),
        "arrived": context.clock(unit.checked_in_at),
        "place": unit.place or "",
        "assignment": assignment,
        "team": unit.team or "",
        "zone": zone,
        "status": status,
        "qualifications": unit.capability or "",
        "notes": notes,
    }


FORM_LINES: dict[Topic, Seed] = {
    Topic.RESOURCES: say_resources,
    Topic.AMBULANCES: say_ambulances,
    Topic.ACTIONS: say_assignments,
    Topic.GROUP_WORK: say_work,
    Topic.RESPONDER_STATUS: say_numbers,
    Topic.SUBJECT_NAME: say_subject_name,
    Topic.SUBJECT_POSITION: say_subject_position,
    Topic.SUBJECT_AGENCY: say_subject_agency,
    Topic.SUBJECT_RESOURCES: say_subject_resources,
    Topic.SUBJECT_ACTIVITY: say_subject_activity,
}
