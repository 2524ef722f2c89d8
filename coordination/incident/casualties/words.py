"""What the incident page says of casualties, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.casualties.rules.machine import CASUALTIES
from coordination.incident.casualties.vocabulary import (
    FOR_MEDICS,
    AgeGroup,
    CasualtyCategory,
    CasualtyState,
    CasualtyStep,
    Injury,
    Intervention,
    TreatmentArea,
    TriageAlgorithm,
)


def casualty_words() -> dict[str, str]:
    """Return the catalog of the panel of casualties."""
    return {
        "casualties.casualty": _("Casualty {n}"),
        "casualties.child": _("Unknown child {n}"),
        "casualties.tagged": _("{name} · tag {tag}"),
        "casualties.total": _("{n} casualties"),
        "casualties.none": _("No casualties are entered."),
        "casualties.as_of": _("Counted {age} ago"),
        "casualties.column_where": _("Where"),
        "casualties.column_sum": _("Sum"),
        "casualties.children": _("Children"),
        "casualties.children_same": _("Children brought to hospitals: {n} by medics, and by the reunification, too."),
        "casualties.children_differ": _(
            "Children brought to hospitals: {medics} by medics, {reunification} by the reunification. Find out why."
        ),
        "casualties.new": _("New casualty"),
        "casualties.pin": _("{sign} {n}"),
        "casualties.point": _("A point on the map"),
        "casualties.no_position": _("Your position is not known here. Choose the room, or say it in words."),
        "casualties.ask_where": _("Where, in words"),
        "casualties.ask_tag": _("Number of the tag"),
        "casualties.ask_name": _("Name, as far as it is known"),
        "casualties.waits": _("It waits to be sent."),
        "casualties.since": _("{state} · {age}"),
        "casualties.tourniquet": _("{what}: {age} ago, at {time}"),
        "casualties.triaged": _("{category} · {algorithm} · {time} · {name} · #{seq}"),
        "casualties.merged": _("Counted already as {name}"),
        "casualties.place_unknown": _("Place not said"),
        "casualties.column_casualty": _("Casualty"),
        "casualties.column_category": _("Category"),
        "casualties.column_state": _("State"),
        "casualties.column_place": _("Place"),
        "casualties.column_care": _("Injuries and care"),
        "casualties.column_hospital": _("Hospital"),
        "casualties.beds": _("Beds: immediate {immediate} · delayed {delayed} · minimal {minimal}"),
        "casualties.beds_told": _("told {age} ago · {told_by}"),
        "casualties.beds_age": _("told {age} ago"),
        "casualties.beds_unknown": _("Beds not known"),
        "casualties.no_camera": _("The camera cannot be used: type the number."),
        "casualties.no_other": _("There is no other casualty as which this one could count."),
        "casualties.rooms_unreached": _("The rooms are not known: say it in words."),
        "casualties.where_i_am": _("Where I am"),
        "casualties.reported": _("Reported by {name}, assessed by no medic yet"),
        "casualties.reported_now": _("Reported: {category}. Fire and EMS read it."),
        "command.open_casualty": _("Enter a casualty"),
        "command.retriage_casualty": _("Category of a casualty"),
        "command.place_casualty": _("Place of a casualty"),
        "command.tag_casualty": _("Tag of a casualty"),
        "command.age_casualty": _("Age of a casualty"),
        "command.identify_casualty": _("Name of a casualty"),
        "command.note_injury": _("Injury of a casualty"),
        "command.note_intervention": _("Care of a casualty"),
        "command.move_casualty": _("Step of a casualty"),
        "command.report_casualty": _("Report a casualty"),
        "command.tell_hospital_beds": _("Beds of a hospital"),
    }


def casualty_choices() -> dict[str, object]:
    """Return the lists of which the sheet of a casualty lets one choose, and the steps that each state allows."""
    lists = {
        "triage_algorithm": TriageAlgorithm,
        "casualty_category": CasualtyCategory,
        "casualty_step": CasualtyStep,
        "treatment_area": TreatmentArea,
        "age_group": AgeGroup,
        "injury": Injury,
        "intervention": Intervention,
    }
    steps = {state.value: [one.value for one in CASUALTIES.steps_from(state)] for state in CasualtyState}
    reported = {one: text for one, text in CasualtyCategory.labels().items() if one not in FOR_MEDICS}
    return {"steps": steps, "reported_category": reported, **{name: one.labels() for name, one in lists.items()}}
