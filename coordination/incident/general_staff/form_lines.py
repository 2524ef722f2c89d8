"""What forms say of the staff beside command: who holds which function, since when; who owns a section's forms."""

from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.organization import FORM_ORDER
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS
from coordination.incident.general_staff.vocabulary import StaffFunction as F
from coordination.incident.people.capability import Person
from coordination.room.objects import ContextObjects
from coordination.room.reading.form_lines import FormContext, FormLine, Section, Seed, Topic, text_line

FUNCTIONS: dict[Topic, frozenset[F]] = {
    Topic.COMMAND_STAFF: frozenset({F.SAFETY, F.PUBLIC_INFORMATION, F.LIAISON}),
    Topic.OPERATIONS: frozenset({F.OPERATIONS}) | SUBDIVISIONS,
    Topic.PLANNING: frozenset({F.PLANNING}),
    Topic.LOGISTICS: frozenset({F.LOGISTICS}),
    Topic.FINANCE: frozenset({F.FINANCE}),
}
SECTIONS: dict[F, Section] = {
    F.OPERATIONS: Section.OPERATIONS,
    F.PLANNING: Section.PLANNING,
    F.LOGISTICS: Section.LOGISTICS,
    F.FINANCE: Section.FINANCE,
    F.SAFETY: Section.SAFETY,
    F.PUBLIC_INFORMATION: Section.PIO,
    F.LIAISON: Section.LIAISON,
}


def say_holders(functions: frozenset[F], context: FormContext) -> Iterable[FormLine]:
    """Return who holds these functions, in the order of form 203; a vacant one has no line."""
    people = {one.object_id: one.value for one in context.history.of(Person)}
    held = [one for one in context.history.of(HeldFunction) if one.value.holder and one.value.function in functions]
    # A form of one group names who speaks for it, and no other group.
    if context.group:
        held = [one for one in held if one.value.function not in SUBDIVISIONS or one.object_id == context.subject]
    for one in sorted(held, key=lambda each: (FORM_ORDER.index(each.value.function), each.value.subdivision or "")):
        person = people.get(str(one.value.holder))
        if person is not None:
            since = _("since {time}").format(time=context.clock(one.value.since))
            position = " ".join(part for part in (one.value.function.label, one.value.subdivision) if part)
            cells = {"position": position, "name": f"{person.name} · {since}", "agency": person.agency}
            yield FormLine(cells, (one.changed_seq,))


def say_group(context: FormContext) -> Iterable[FormLine]:
    """Return the branch, division or group that the form is of."""
    for one in context.history.of(HeldFunction):
        if context.group and one.object_id == context.subject:
            yield text_line(f"{one.value.function.label} {one.value.subdivision}", *one.cites)


def holders_of_sections(objects: ContextObjects) -> Mapping[Section, list[UUID]]:
    """Return who holds each section now, and so writes on its forms."""
    held = [one for _id, one in objects.all(HeldFunction) if one.holder is not None and one.function in SECTIONS]
    return {SECTIONS[one.function]: [one.holder] for one in held if one.holder is not None}


FORM_LINES: dict[Topic, Seed] = {
    **{topic: partial(say_holders, found) for topic, found in FUNCTIONS.items()},
    Topic.GROUP_NAME: say_group,
}
SECTION_HOLDERS = holders_of_sections
