"""How a capability declares itself: its objects, commands and events, who may, who is told, in which words. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum, StrEnum
from typing import ClassVar
from uuid import UUID

from coordination.room.wire.model import Json, JsonObject, Texts, WireModel
from mou.foundation.labelled import Labelled
from push.texts import PushWords


def gettext_noop(text: str) -> str:
    """Mark a text for translation and return it: what is declared here is said in the reader's language elsewhere."""
    return text


class Command(WireModel):
    """`id` is made by the client. The same id from the same person has effect once, however often it is sent."""

    # Refused with the place, so that a person mends it; a command that calls for help is cleaned instead.
    texts: ClassVar[Texts] = Texts.REFUSED

    id: UUID


class Event(WireModel):
    """What has happened: the event says what, and to which object; the entry's patch says what the object is now."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The scripts below static/coordination that show a thing with a place. Everything with a place must be shown.

    `map` draws it, `board` points it out to users who did not look for it, `table` lists it for users who read.
    """

    map: str
    board: str
    table: str


class RoomObject(WireModel):
    """A thing in a room's state. A field without a value is left out, never null; a set is an object of its members."""

    # Where such objects stand in the state: {"markers": {"<id>": {…}}}.
    state_key: ClassVar[str]
    # Of every class with a place: a floor, a room or a point. A contract asks for it.
    faces: ClassVar[Faces | None] = None

    @classmethod
    def value_from(cls, value: Json) -> JsonObject:
        """Return the value as it is stored and sent. Raises: pydantic.ValidationError: it is no such object."""
        dumped: JsonObject = cls.model_validate(value).model_dump(mode="json", exclude_none=True)
        return dumped


class RoomNeed(IntEnum):
    """What the caller wants to do; each includes the ones before it."""

    SEE = 1  # know that it exists, and join it
    READ = 2  # read the log: one must be in the room
    COMMAND = 3  # close, reopen, remove, strike any entry


class Who(StrEnum):
    """Who of those in the room may, besides what `need` asks: for the documents and the walk through all doors."""

    ANYBODY = "anybody"  # all who fulfill the need
    AUTHOR = "author"  # who made the thing, or command
    OWN_AGENCY_OR_SITE = "own_agency_or_site"  # command of the person's own agency, or of the school or district
    RESPONDER = "responder"  # a responder who is here by an agreement
    MEDIC = "medic"  # of fire or EMS
    RESPONDER_OR_COMMAND = "responder_or_command"  # a responder, or command
    SCHOOL = "school"  # the school or district
    SCHOOL_ADMINISTRATOR = "school_administrator"
    SECOND_PERSON = "second_person"  # another person than the one who proposed
    IN_COMMAND = "in_command"  # the incident's commander, or one of its unified command
    HOLDER = "holder"  # who holds now what the command names
    ORDER_OF_COMMAND = "order_of_command"  # whom the agreements' order of command names, and the site's leadership


class Told(Enum):
    """Whom an alert goes to."""

    SITE = "site"  # on-duty members of covered agencies, and the site's own staff
    PRESENT = "present"  # all people in the room
    COMMAND = "command"  # those in the room with a command role
    AUDIENCE = "audience"  # those in the room who belong to the entry's audience
    OVERSIGHT = "oversight"  # the district's administrators, and those who lead the author's agency
    CHOSEN = "chosen"  # whom the capability's own function names (chosen_by), and in which manner


class AlertUrgency(Enum):
    """How urgent an alert is. An exercise never is life safety (promise 10)."""

    OF_INCIDENT = "of_incident"  # extreme and severe are life safety
    URGENT = "urgent"  # it matters now, but does not break through a silenced phone


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """An event whose author has thereby answered an alert. `same`: the field in which both events name one object."""

    event: type[Event]
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """Who is told of an event. `when`: only of some such events.

    All are functions of the capability's actions: `chosen_by` names the people of Told.CHOSEN; `detail` says more of
    the object than the school's name, in the active language, for text messages and mail. With `beside`, which finds
    the other objects that stand, it is given those, too: who reads of the newest alone does not know of the others.
    `title` is what the board of alerts calls it, `push` what a locked screen says: nothing of where or of whom.
    `has_own_line`: on a screen only news of the same object takes its place, no other news of the room.
    `overtakes`: it goes before everything else of its urgency: a responder in trouble, what is real in an exercise.
    """

    to: Told
    urgency: AlertUrgency = AlertUrgency.URGENT
    demands_acknowledgement: bool = False
    when: Callable[[Event], bool] | None = None
    answered_by: AnsweredBy | None = None
    chosen_by: str = ""
    detail: str = ""
    beside: str = ""
    title: str = field(kw_only=True)
    push: PushWords = field(kw_only=True)
    has_own_line: bool = False
    overtakes: bool = False


class NoOne(Enum):
    """Says of an event that it alerts no one, so that no event is left out by oversight."""

    NO_ONE = "no_one"


NO_ONE = NoOne.NO_ONE


@dataclass(frozen=True, slots=True)
class About:
    """The object that an event is about: its class and the event's field that holds its id."""

    objects: type[RoomObject]
    id_field: str


@dataclass(frozen=True, slots=True)
class EventRule:
    """One kind of event.

    `words`: one line of the timeline, with {names} of the event's fields and of the object it is about.
    `alert`: who is told. Each event declares it; an event that alerts no participant declares that, too.
    `item_words`: the same for each item of a list field.
    `is_quiet`: shown more quietly than what people say. `is_real`: its entry is not marked as one of an exercise, in
    whichever room it stands (promise 10: what is real never looks like an exercise).
    `ends_presence`: the field that names the participant who receives nothing after this entry (promise 8).
    `is_searchable`: the words of its entry can be searched; not of one that names students.
    """

    event: type[Event]
    words: str = ""
    alert: Alert | NoOne | None = None
    about: About | None = None
    item_words: Mapping[str, str] = field(default_factory=dict)
    is_quiet: bool = False
    is_strikable: bool = False
    is_real: bool = False
    ends_presence: str | None = None
    is_searchable: bool = True


@dataclass(frozen=True, slots=True)
class CommandRule:
    """One kind of command; its action is the function of the same name in the capability's actions.

    `touches`: the objects whose ids stand in the command's fields, read for a whole batch at once.
    `when_closed`: also possible in a closed incident. `has_tables`: writes tables of its own, so that it needs a
    savepoint to leave no trace when it is refused. `reads_log`: what was appended before it must be written first.
    `moves_access`: what was known of people's access ends with it. `opens_room`: it makes the room it speaks in.
    `enters_room`: the asker is in the room from this command on, for the agency its field `agency_id` names, if any.
    `is_live`: never logged, the last value wins. `other_room`: the field that names a second room, held as well; what
    the asker is there stands in the command's context, and the action asks it for what it needs. `finds_room`: the
    function of the actions that finds such a second room by the first one's id, if there is one; who may not enter it
    has no grant there, and the command goes on without. `waits_for_nothing`: it calls for help, and is carried out
    whatever the session owes and before what waits.
    """

    command: type[Command]
    need: RoomNeed | None = None
    who: Who = Who.ANYBODY
    touches: Mapping[str, type[RoomObject]] = field(default_factory=dict)
    when_closed: bool = False
    has_tables: bool = False
    reads_log: bool = False
    moves_access: bool = False
    opens_room: bool = False
    enters_room: bool = False
    is_live: bool = False
    other_room: str = ""
    finds_room: str = ""
    waits_for_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Capability:
    """Everything that can happen in one respect. `needs`: the capabilities it imports.

    `title`: what its entries are called together, where a search of the timeline is narrowed to them.
    `guards`: before a command of another capability, the function of this one's actions that may refuse it.
    `hiding`: the function of its actions that says which people hide now, so that nothing of theirs may sound.
    On the incident page: `page_words` names the function of its words.py that returns what scripts say there; `panel`
    is the script below static/coordination whose `addPanel` puts it on the page; `buttons` are the words of the buttons
    that the panel carries out, by their names. `lists`: the closed lists whose values its entries and scripts say.
    """

    title: str = ""
    objects: tuple[type[RoomObject], ...] = ()
    commands: tuple[CommandRule, ...] = ()
    events: tuple[EventRule, ...] = ()
    needs: tuple[str, ...] = ()
    guards: Mapping[type[Command], str] = field(default_factory=dict)
    hiding: str = ""
    page_words: str = ""
    panel: str = ""
    buttons: Mapping[str, str] = field(default_factory=dict)
    lists: tuple[type[Labelled], ...] = ()


def word_of(model: type[WireModel]) -> str:
    """Return the word in a class's `type` field, by which it is known on the wire."""
    (word,) = model.model_fields["type"].annotation.__args__  # type: ignore[union-attr]  # always a Literal of one
    assert isinstance(word, str)
    return word
