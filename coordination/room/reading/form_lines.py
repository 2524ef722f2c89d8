"""What a capability says on the forms of an incident (ICS): lines of topics, each with the entries that it is from.

A folder of what happens in rooms that has a `form_lines.py` declares there `FORM_LINES`, by topic the function that
returns its lines. It may declare `SECTION_HOLDERS`, the function of a command's objects that returns who holds a
section, and `MESSAGE_WORDS`, the events that are messages (each can be a form of its own, ICS 213). No form names a
capability, and no capability a form: a form says which topics stand in its blocks.
"""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from coordination.room.access import RoomGrant
from coordination.room.objects import ContextObjects
from coordination.room.reading.history import PastEntry, RoomHistory


class Topic(StrEnum):
    """What a line is about. Above each group, the cells of its lines; blocks take those that they have columns for."""

    # text
    INCIDENT_NAME = "incident_name"
    INCIDENT_NUMBER = "incident_number"
    INITIATED = "initiated"
    PERIOD = "period"
    REPORT_VERSION = "report_version"
    SITUATION = "situation"
    HAZARDS = "hazards"
    LIFE_SAFETY = "life_safety"
    PUBLIC_STATUS = "public_status"
    RESPONDER_STATUS = "responder_status"
    LOCATION = "location"
    POINT = "point"
    CHECK_IN_PLACE = "check_in_place"
    OBJECTIVES = "objectives"
    SUPPLIES = "supplies"
    PREPARED_BY = "prepared_by"
    # position, name, agency, contact
    COMMAND = "command"
    COMMAND_STAFF = "command_staff"
    COMMAND_ORDER = "command_order"
    OPERATIONS = "operations"
    PLANNING = "planning"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    AGENCIES = "agencies"
    # time, text
    ACTIONS = "actions"
    # of one branch, division or group (204): text; time, text
    GROUP_NAME = "group_name"
    GROUP_WORK = "group_work"
    # time, from, to, text
    MESSAGES = "messages"
    # kind, identifier, agency, leader, people, contact, arrived, place, assignment, team, zone, status, qualifications
    RESOURCES = "resources"
    # name, place, contact, status
    AID_STATIONS = "aid_stations"
    AMBULANCES = "ambulances"
    HOSPITALS = "hospitals"
    # function, channel, assignment, remarks
    CHANNELS = "channels"
    # kind, text, place
    MAP = "map"
    # place, mitigation
    PROTECTION = "protection"
    # of one person or unit (214): text; name, position, agency; time, text
    SUBJECT_NAME = "subject_name"
    SUBJECT_POSITION = "subject_position"
    SUBJECT_AGENCY = "subject_agency"
    SUBJECT_RESOURCES = "subject_resources"
    SUBJECT_ACTIVITY = "subject_activity"
    # of one message (213): text
    MESSAGE_TO = "message_to"
    MESSAGE_FROM = "message_from"
    MESSAGE_DATE = "message_date"
    MESSAGE_TIME = "message_time"
    MESSAGE_TEXT = "message_text"


class Section(StrEnum):
    """Who owns a form beside command and dispatch: the sections and the staff of ICS."""

    OPERATIONS = "operations"
    PLANNING = "planning"
    LOGISTICS = "logistics"
    FINANCE = "finance"
    SAFETY = "safety"
    PIO = "pio"
    LIAISON = "liaison"


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line: its cells by name, the entries that it is from, and for what stands in none its source in words."""

    cells: Mapping[str, str]
    cites: tuple[int, ...] = ()
    source: str = ""


def text_line(text: str, *cites: int, source: str = "") -> FormLine:
    """Return a line of one text."""
    return FormLine({"text": text}, cites, source)


@dataclass(frozen=True, slots=True)
class FormContext:
    """What lines are made from: the reader's own log up to an entry, who reads, by whose clock, and about whom.

    `group`: what the branch, division or group may be called that the form is of, in lower case; empty: it is of the
    whole incident.
    """

    history: RoomHistory
    grant: RoomGrant
    zone: ZoneInfo
    form: str
    subject: str = ""
    group: frozenset[str] = frozenset()

    def is_of_group(self, team: object) -> bool:
        """Tell whether a team is the group that the form is of; of the whole incident each is."""
        return not self.group or " ".join(str(team or "").split()).casefold() in self.group

    def clock(self, moment: datetime | str | None) -> str:
        """Return a moment by the site's clock, to the second; nothing for none."""
        if moment is None:
            return ""
        at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M:%S}"

    def name_of(self, participant_id: UUID | str | None) -> str:
        """Return what a participant is called in the reader's log; nothing for one whom it does not name."""
        found = self.history.state.get("people", {}).get(str(participant_id))
        return "" if found is None else str(found["name"])

    def entry_lines(self, words: Collection[str], say: Callable[[PastEntry], str]) -> list[FormLine]:
        """Return a line for each entry of these events: time and words."""
        return [
            FormLine({"time": self.clock(one.at), "text": f"{one.by['name']}: {say(one)}"}, (one.seq,))
            for one in self.history.said(words)
        ]


type Seed = Callable[[FormContext], Iterable[FormLine]]
type SectionHolders = Callable[[ContextObjects], Mapping[Section, Collection[UUID]]]


@cache
def form_modules() -> tuple[ModuleType, ...]:
    """Return every `form_lines.py` of what happens in rooms, by the name of its folder."""
    packages = sorted(
        found.name
        for parent in settings.ROOM_CAPABILITIES
        for found in pkgutil.iter_modules(import_module(parent).__path__, f"{parent}.")
        if found.ispkg and find_spec(f"{found.name}.form_lines") is not None
    )
    return tuple(import_module(f"{package}.form_lines") for package in packages)


@cache
def seeds_of_topic(topic: Topic) -> tuple[Seed, ...]:
    """Return the functions that say lines of a topic."""
    return tuple(one.FORM_LINES[topic] for one in form_modules() if topic in one.FORM_LINES)


def holders_of(section: Section, objects: ContextObjects) -> frozenset[UUID]:
    """Return the participants who hold a section now, as the capabilities that know it say."""
    found = (one.SECTION_HOLDERS(objects) for one in form_modules() if hasattr(one, "SECTION_HOLDERS"))
    return frozenset(holder for held in found for holder in held.get(section, ()))


@cache
def message_words() -> frozenset[str]:
    """Return the words of the events that are messages."""
    return frozenset(word for one in form_modules() for word in getattr(one, "MESSAGE_WORDS", ()))
