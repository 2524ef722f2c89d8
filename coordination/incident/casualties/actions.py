"""Enter casualties, say what is wrong with each and what was done, and bring them to hospitals.

Each step writes an entry for fire and EMS and, where a number changes, one with counts for all responders. Each reads
the casualty it names and the counts: it costs the same beside sixty others.
"""

from uuid import UUID

from coordination.errors import IdTaken
from coordination.incident.casualties import capability as c
from coordination.incident.casualties import events
from coordination.incident.casualties.errors import (
    CasualtyNotFound,
    CasualtyPlaceMissing,
    CasualtyReasonMissing,
    CategoryForMedics,
    CategoryNotOfAlgorithm,
    HospitalMissing,
    OnlyMedicsHaveCasualties,
    OnlyRespondersReportCasualties,
    OtherCasualtyMissing,
    TooManyCasualties,
    TriageTagTaken,
)
from coordination.incident.casualties.hospitals import list_hospital, tell_hospital_beds
from coordination.incident.casualties.rules.counting import change_counts, sums_of_categories, sums_of_states
from coordination.incident.casualties.rules.machine import CASUALTIES, TAKEN_AWAY
from coordination.incident.casualties.vocabulary import FOR_MEDICS, CasualtyCategory, CasualtyStep, TriageAlgorithm
from coordination.incident.room_search.spaces import space_to_search
from coordination.room.capability import Event
from coordination.room.checks import checked_level
from coordination.room.entry.patch import merge_patch
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.addressed import addressed_to_medics
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience

__all__ = ["tell_hospital_beds"]

MOST_CASUALTIES = 2000
T = CasualtyStep


# --- who and how urgent -----------------------------------------------------------------------------------------------
def open_casualty(*, context: CommandContext, command: c.OpenCasualty) -> None:
    """Enter a casualty; its number follows the last one's.

    Raises: as check_medic; IdTaken, CategoryNotOfAlgorithm, TooManyCasualties.
    """
    check_medic(context)
    _check_category(command.category, command.algorithm)
    number, patch = _make_casualty(context, command, algorithm=command.algorithm)
    event = events.CasualtyOpened(
        casualty_id=command.casualty_id, number=number, category=command.category, algorithm=command.algorithm
    )
    context.append(event, patch=patch, audience=addressed_to_medics())
    _count_change(context, None, command.casualty_id)


def report_casualty(*, context: CommandContext, command: c.ReportCasualty) -> None:
    """Enter a casualty for fire and EMS, whose reporter reads it no more than others do.

    Raises: OnlyRespondersReportCasualties, CategoryForMedics; IdTaken, TooManyCasualties; as _fields_of_place.
    """
    if Audience.RESPONDERS not in context.grant.audiences:
        raise OnlyRespondersReportCasualties
    if command.category in FOR_MEDICS:
        raise CategoryForMedics(pointer="/category")
    place = _fields_of_place(context, command)
    said = {**place, "age_group": command.age_group, "is_reported": True}
    number, patch = _make_casualty(context, command, algorithm=TriageAlgorithm.SALT, **said)
    named = {"casualty_id": command.casualty_id, "number": number, "where": place["where"]}
    event = events.CasualtyReported.model_validate(
        {**named, "category": command.category, "age_group": command.age_group}
    )
    context.append(event, patch=patch, audience=addressed_to_medics())
    # Who reports reads no casualty: it is counted as it was written.
    _append_counts(context, None, _casualty_in(patch, command.casualty_id))


def _casualty_in(patch: JsonObject, casualty_id: UUID) -> c.Casualty:
    made = patch[c.Casualty.state_key]
    assert isinstance(made, dict)
    return c.Casualty.model_validate(made[str(casualty_id)])


def _make_casualty(
    context: CommandContext,
    command: c.OpenCasualty | c.ReportCasualty,
    *,
    algorithm: TriageAlgorithm,
    **said: object,
) -> tuple[int, JsonObject]:
    """Return a new casualty's number, which follows the last one's, and its patch.

    Raises: IdTaken, TooManyCasualties.
    """
    if context.objects.is_taken(c.Casualty, command.casualty_id):
        raise IdTaken(pointer="/casualty_id")
    number = 1 if (counts := _counts_in(context)) is None else counts.last_number + 1
    if number > MOST_CASUALTIES:
        raise TooManyCasualties
    patch = patch_to_create(
        c.Casualty,
        command.casualty_id,
        number=number,
        category=command.category,
        algorithm=algorithm,
        triages=_triage_by_seq(context, command.category, algorithm),
        state=CASUALTIES.begins,
        state_at=context.at_text,
        opened_by=context.participant.pk,
        opened_at=context.at_text,
        **said,
    )
    return number, patch


def retriage_casualty(*, context: CommandContext, command: c.RetriageCasualty) -> None:
    """Say a category again. Raises: as _live_casualty; CategoryNotOfAlgorithm."""
    before = _live_casualty(context, command.casualty_id)
    _check_category(command.category, command.algorithm)
    event = events.CasualtyRetriaged(
        casualty_id=command.casualty_id,
        number=before.number,
        before=before.category,
        category=command.category,
        algorithm=command.algorithm,
    )
    said: dict[str, object] = {
        "category": command.category,
        "algorithm": command.algorithm,
        "triages": _triage_by_seq(context, command.category, command.algorithm),
        **({"is_reported": False} if before.is_reported else {}),
    }
    patch = patch_to_change(c.Casualty, command.casualty_id, **said)
    context.append(event, patch=patch, audience=addressed_to_medics())
    _count_change(context, before, command.casualty_id)


def age_casualty(*, context: CommandContext, command: c.AgeCasualty) -> None:
    """Say about how old a casualty looks. Raises: as _live_casualty."""
    before = _live_casualty(context, command.casualty_id)
    event = events.CasualtyAged(casualty_id=command.casualty_id, number=before.number, age_group=command.age_group)
    context.append(
        event,
        patch=patch_to_change(c.Casualty, command.casualty_id, age_group=command.age_group),
        audience=addressed_to_medics(),
    )
    _count_change(context, before, command.casualty_id)


def tag_casualty(*, context: CommandContext, command: c.TagCasualty) -> None:
    """Say a casualty's tag. Raises: as _live_casualty. TriageTagTaken: another one that counts has it."""
    before = _live_casualty(context, command.casualty_id)
    _check_tag(context, command.casualty_id, command.tag, pointer="/tag")
    event = events.CasualtyTagged(casualty_id=command.casualty_id, number=before.number, tag=command.tag)
    context.append(
        event, patch=patch_to_change(c.Casualty, command.casualty_id, tag=command.tag), audience=addressed_to_medics()
    )
    _count_change(context, before, command.casualty_id)


def _check_tag(context: CommandContext, casualty_id: UUID, tag: str, *, pointer: str) -> None:
    for key, one in context.objects.all(c.Casualty):
        is_other = key != str(casualty_id) and not CASUALTIES.is_end(one.state)
        if is_other and one.tag is not None and one.tag.casefold() == tag.casefold():
            raise TriageTagTaken(f"Casualty {one.number} has it.", pointer=pointer)


def identify_casualty(*, context: CommandContext, command: c.IdentifyCasualty) -> None:
    """Say who a casualty is. Raises: as _live_casualty."""
    before = _live_casualty(context, command.casualty_id)
    event = events.CasualtyIdentified(casualty_id=command.casualty_id, number=before.number, name=command.name)
    context.append(
        event, patch=patch_to_change(c.Casualty, command.casualty_id, name=command.name), audience=addressed_to_medics()
    )
    _count_change(context, before, command.casualty_id)


# --- where, what, and what was done -----------------------------------------------------------------------------------
def place_casualty(*, context: CommandContext, command: c.PlaceCasualty) -> None:
    """Say where a casualty is. Raises: as _live_casualty, _fields_of_place."""
    before = _live_casualty(context, command.casualty_id)
    fields = _fields_of_place(context, command)
    event = events.CasualtyPlaced.model_validate(
        {"casualty_id": command.casualty_id, "number": before.number, "where": fields["where"]}
    )
    patch = patch_to_change(c.Casualty, command.casualty_id, **fields)
    context.append(event, patch=patch, audience=addressed_to_medics())
    _count_change(context, before, command.casualty_id)


def _fields_of_place(context: CommandContext, command: c.SaidPlace) -> dict[str, object]:
    """Return what a casualty has where it is said where they are.

    Raises: RoomNotAtSite, LevelNotAtSite. CasualtyPlaceMissing: nowhere, or half a point.
    """
    where, level_id = command.where, checked_level(context, command.level_id)
    if (command.lon is None) != (command.lat is None):
        raise CasualtyPlaceMissing(pointer="/lon")
    if command.space_id is None and command.lon is None and where is None:
        raise CasualtyPlaceMissing(pointer="/where")
    if command.space_id is not None:
        space = space_to_search(context.incident, command.space_id, pointer="/space_id")
        where, level_id = where or space.room, space.level_id
    point = {"lon": command.lon, "lat": command.lat, "placed_at": context.at_text}
    return {"where": where, "space_id": command.space_id, "level_id": level_id, **point}


def note_injury(*, context: CommandContext, command: c.NoteInjury) -> None:
    """Say what a casualty has, or that it was said by mistake. Raises: as _live_casualty."""
    before = _live_casualty(context, command.casualty_id)
    named = {"casualty_id": command.casualty_id, "number": before.number, "injury": command.injury}
    event = (events.CasualtyFindingWithdrawn if command.is_withdrawn else events.CasualtyInjuryNoted).model_validate(
        named
    )
    at = None if command.is_withdrawn else context.at_text
    context.append(
        event,
        patch=patch_to_change(c.Casualty, command.casualty_id, injuries={command.injury: at}),
        audience=addressed_to_medics(),
    )
    _count_change(context, before, command.casualty_id)


def note_intervention(*, context: CommandContext, command: c.NoteIntervention) -> None:
    """Say what was done and when, or that it was said by mistake. Raises: as _live_casualty."""
    before = _live_casualty(context, command.casualty_id)
    # A phone's clock may go before ours: no tourniquet is of a time to come.
    applied_at = time_text(min(command.applied_at or context.at, context.at))
    named = {"casualty_id": command.casualty_id, "number": before.number, "intervention": command.intervention}
    if command.is_withdrawn:
        event: Event = events.CasualtyFindingWithdrawn.model_validate(named)
    else:
        event = events.CasualtyInterventionNoted.model_validate({**named, "applied_at": applied_at})
    at = None if command.is_withdrawn else applied_at
    context.append(
        event,
        patch=patch_to_change(c.Casualty, command.casualty_id, interventions={command.intervention: at}),
        audience=addressed_to_medics(),
    )
    _count_change(context, before, command.casualty_id)


# --- to the hospital, and corrections ---------------------------------------------------------------------------------
def move_casualty(*, context: CommandContext, command: c.MoveCasualty) -> None:
    """Take a step with a casualty.

    Raises: as check_medic; CasualtyNotFound; a refusal of the state; HospitalMissing, CasualtyReasonMissing,
    OtherCasualtyMissing; TriageTagTaken: another one has its tag by now.
    """
    before = _find_casualty(context, command.casualty_id)
    state = CASUALTIES.next_state(before.state, command.step)
    other = _check_said(context, command)
    if command.step is T.COUNT_AGAIN and before.tag is not None:
        _check_tag(context, command.casualty_id, before.tag, pointer="/step")
    fields: dict[str, object] = {"state": state, "state_at": context.at_text, **_fields_of_step(context, command)}
    event = events.CasualtyMoved(
        casualty_id=command.casualty_id,
        number=before.number,
        step=command.step,
        before=before.state,
        state=state,
        area=command.area,
        unit=command.unit,
        hospital=command.hospital,
        destination=command.destination,
        into_number=other.number if other is not None else None,
        reason=command.reason,
    )
    context.append(
        event, patch=patch_to_change(c.Casualty, command.casualty_id, **fields), audience=addressed_to_medics()
    )
    _count_change(context, before, command.casualty_id)
    if command.hospital is not None and command.step in (T.TRANSPORT, T.ARRIVE):
        list_hospital(context, command.hospital)


def _check_said(context: CommandContext, command: c.MoveCasualty) -> c.Casualty | None:
    """Return the casualty as which another was counted already, where a step names one."""
    if command.step is T.TRANSPORT and command.hospital is None:
        raise HospitalMissing(pointer="/hospital")
    if command.step in (T.BRING_BACK, T.WITHDRAW, T.COUNT_AGAIN) and command.reason is None:
        raise CasualtyReasonMissing(pointer="/reason")
    if command.step is not T.COUNT_ONCE:
        return None
    other = context.objects.get(c.Casualty, command.into_id)
    if other is None or command.into_id == command.casualty_id or CASUALTIES.is_end(other.state):
        raise OtherCasualtyMissing(pointer="/into_id")
    return other


def _fields_of_step(context: CommandContext, command: c.MoveCasualty) -> dict[str, object]:
    """Return what a step changes besides the state. What it does not say stays."""
    match command.step:
        case T.TREAT:
            return {"area": command.area}
        case T.TRANSPORT:
            said = {"unit": command.unit, "hospital": command.hospital, "destination": command.destination}
            return {**said, "left_at": context.at_text, "arrived_at": None}
        case T.ARRIVE:
            # Another one than was said: they were diverted.
            said = {"hospital": command.hospital, "destination": command.destination}
            return {"arrived_at": context.at_text, **{name: text for name, text in said.items() if text is not None}}
        case T.BRING_BACK | T.COUNT_AGAIN:
            gone = dict.fromkeys(("area", "unit", "hospital", "destination", "left_at", "arrived_at", "merged_into"))
            return dict(gone)
        case T.COUNT_ONCE:
            return {"merged_into": command.into_id}
        case _:
            return {}


# --- what all of them do ----------------------------------------------------------------------------------------------
def check_medic(context: CommandContext) -> None:
    """Let only those go on who read casualties. Raises: OnlyMedicsHaveCasualties."""
    if addressed_to_medics() not in context.grant.audiences:
        raise OnlyMedicsHaveCasualties


def _find_casualty(context: CommandContext, casualty_id: UUID) -> c.Casualty:
    check_medic(context)
    found = context.objects.get(c.Casualty, casualty_id)
    if found is None:
        raise CasualtyNotFound(pointer="/casualty_id")
    return found


def _live_casualty(context: CommandContext, casualty_id: UUID) -> c.Casualty:
    """Return a casualty that counts. Raises: as check_medic; CasualtyNotFound, the refusal of its state."""
    found = _find_casualty(context, casualty_id)
    if CASUALTIES.is_end(found.state):
        raise CASUALTIES.refused[found.state]
    return found


def _casualty_now(context: CommandContext, casualty_id: UUID) -> c.Casualty:
    found = context.objects.get(c.Casualty, casualty_id)
    assert found is not None, "it was written just now"
    return found


def _check_category(category: CasualtyCategory, algorithm: TriageAlgorithm) -> None:
    if not category.is_of(algorithm):
        raise CategoryNotOfAlgorithm(pointer="/category")


def _triage_by_seq(
    context: CommandContext, category: CasualtyCategory, algorithm: TriageAlgorithm
) -> dict[str, object]:
    """Return what is said of the category, by the seq of the entry that says so."""
    one = c.Triage(category=category, algorithm=algorithm, at=context.at_text, by=context.participant.pk)
    return {str(context.room.head_seq + 1): one}


def _counts_in(context: CommandContext) -> c.CasualtyCounts | None:
    return context.objects.get(c.CasualtyCounts, context.incident.pk)


def _count_change(context: CommandContext, before: c.Casualty | None, casualty_id: UUID) -> None:
    """Append the counts after a change of a casualty that the asker reads."""
    _append_counts(context, before, _casualty_now(context, casualty_id))


def _append_counts(context: CommandContext, before: c.Casualty | None, after: c.Casualty) -> None:
    """Append the counts for all responders, if a number of them changes."""
    counts = _counts_in(context)
    changed = change_counts(counts, before, after)
    if not changed.counts and not changed.children:
        return
    said: dict[str, object] = {"counts": changed.counts, "children": changed.children, "counted_at": context.at_text}
    if before is None:
        said["last_number"] = after.number
    patch_of = patch_to_create if counts is None else patch_to_change
    patch = patch_of(c.CasualtyCounts, context.incident.pk, **said)
    context.append(_make_counted(counts, patch, context.incident.pk), patch=patch, audience=Audience.RESPONDERS)


def _make_counted(counts: c.CasualtyCounts | None, patch: JsonObject, incident_id: UUID) -> events.CasualtiesCounted:
    objects = patch[c.CasualtyCounts.state_key]
    assert isinstance(objects, dict)
    change = objects[str(incident_id)]
    assert isinstance(change, dict)
    before: JsonObject = counts.model_dump(mode="json") if counts is not None else {}
    now = c.CasualtyCounts.model_validate(merge_patch(before, change)).counts
    of_category, of_state = sums_of_categories(now), sums_of_states(now)
    named = {one.value: number for one, number in of_category.items()}
    taken_away = sum(of_state[one] for one in TAKEN_AWAY)
    return events.CasualtiesCounted.model_validate(
        {"total": sum(of_category.values()), **named, "taken_away": taken_away}
    )
