"""What forms say of people: which agencies are here and who speaks for them, and what one person did."""

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.incident.people.capability import Person
from coordination.room.audiences import COMMAND_ROLES
from coordination.room.reading.form_lines import FormContext, FormLine, Seed, Topic, text_line
from coordination.room.reading.history import PastObject
from coordination.vocabulary import Audience
from coordination.web.wording.timeline_words import entry_line
from mou.vocabulary import MemberRole


def say_agencies(context: FormContext) -> Iterable[FormLine]:
    """Return the people with a command role of each agency that is in the room, and how many it has here."""
    here = [one for one in context.history.of(Person) if one.value.presence == "in_room"]
    counts = Counter(one.value.agency for one in here)
    leading = {one.value.agency for one in here if one.value.role in COMMAND_ROLES}
    for one in sorted(here, key=lambda one: one.value.agency):
        if one.value.role in COMMAND_ROLES:
            cells = {"agency": one.value.agency, "name": one.value.name, "position": _role_words(one.value)}
            yield FormLine(cells, one.cites)
    for agency in sorted(counts.keys() - leading):
        n = counts[agency]
        first = next(one for one in here if one.value.agency == agency)
        said = ngettext("{n} person in the room", "{n} people in the room", n).format(n=n)
        yield FormLine({"agency": agency, "name": said, "position": ""}, first.cites)


def say_subject_name(context: FormContext) -> Iterable[FormLine]:
    """Return the name of the person whom the form is about."""
    return [text_line(one.value.name, one.made_seq) for one in _people_asked(context)]


def say_subject_position(context: FormContext) -> Iterable[FormLine]:
    """Return the role of the person whom the form is about."""
    return [text_line(_role_words(one.value), *one.cites) for one in _people_asked(context)]


def say_subject_agency(context: FormContext) -> Iterable[FormLine]:
    """Return the agency of the person whom the form is about, and their callsign."""
    for one in _people_asked(context):
        yield text_line(" · ".join(part for part in (one.value.agency, one.value.callsign) if part), one.made_seq)


def say_subject_activity(context: FormContext) -> Iterable[FormLine]:
    """Return what the person whom the form is about said and did."""
    if not list(_people_asked(context)):
        return
    struck = context.history.state.get("struck", {})
    for one in context.history.entries:
        # What is addressed to some alone (medics, players, a joined site) stands on no form.
        is_shown = str(one.seq) not in struck and one.content["audience"] in set(Audience)
        if one.by["participant_id"] == context.subject and is_shown:
            cells = {"time": context.clock(one.at), "text": entry_line(one.content, one.known)}
            yield FormLine(cells, (one.seq,))


def _people_asked(context: FormContext) -> list[PastObject[Person]]:
    return [one for one in context.history.of(Person) if one.object_id == context.subject]


def _role_words(person: Person) -> str:
    return MemberRole(person.role).label if person.role in set(MemberRole) else _("Member")


FORM_LINES: dict[Topic, Seed] = {
    Topic.AGENCIES: say_agencies,
    Topic.SUBJECT_NAME: say_subject_name,
    Topic.SUBJECT_POSITION: say_subject_position,
    Topic.SUBJECT_AGENCY: say_subject_agency,
    Topic.SUBJECT_ACTIVITY: say_subject_activity,
}
