"""What a kind looks like on pages, as declared data: its table, the head and the panels of its page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from pydantic import BaseModel

from coordination.casework.kinds.kind import MOST_LISTED, Kind
from coordination.casework.kinds.views import Door
from coordination.room.access import Asker
from mou.foundation.forms.act_form import AnyForm
from mou.foundation.forms.fields import Choices
from mou.foundation.forms.step_form import StepAsked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.cells import Value
from mou.foundation.tables.columns import Column, Table, Words
from mou.foundation.tables.table import ShownTable

# What a page shows of a thing beside its panels, by name, and the forms in it.
type MoreOfPage = tuple[Mapping[str, object], Sequence[AnyForm]]
# What the form of a step asks for that gives a task to someone.
GIVES_TASK = StepAsked(("owner_id", "due_on", "words"), ("owner_id", "due_on"))


def join_texts(*texts: str) -> str:
    """Return texts in one line; an empty one is left out."""
    return " · ".join(filter(None, texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """How a thing is shown in a list, and at the head of its page. A list names no one that it is about.

    Args:
        alarms: badges that come before the others, and stand out.
        small: what stands below its name, and `since`, a moment after it.
        due_at, due_on: until when someone must do something, as a moment or a day.
        tone: how its line looks: "critical", "urgent".
    """

    name: str
    badges: Sequence[Labelled]
    alarms: Sequence[Labelled] = ()
    small: str
    since: datetime | None = None
    due_at: datetime | None = None
    due_on: date | None = None
    is_overdue: bool = False
    is_exercise: bool = False
    tone: str = ""

    def line_tone(self) -> str:
        """Return how its line looks."""
        return "overdue" if self.is_overdue else self.tone


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A thing in a list of a page. `line` is what its kind reads of it, for columns of a desk."""

    face: Face
    address: str
    time_zone: str
    line: Any = None


def clock_words(at: datetime) -> str:
    """Return the time of day with its zone, as a list says of when it speaks."""
    return time_format(localtime(at), "H:i:s e")


def _thing_value(shown: ShownLine) -> str:
    # A file, too, says that a thing is of an exercise.
    return join_texts(gettext("EXERCISE") if shown.face.is_exercise else "", shown.face.name)


def _badge_words(shown: ShownLine) -> str:
    return ", ".join(one.label for one in (*shown.face.alarms, *shown.face.badges))


def _due_value(shown: ShownLine) -> Value:
    return shown.face.due_on or shown.face.due_at


# The columns of every kind that declares none.
THING_COLUMNS: tuple[Column[ShownLine], ...] = (
    Column(
        "thing",
        _("Name"),
        _thing_value,
        template="casework/_thing_cell.html",
        sorts=True,
        is_head=True,
    ),
    Column("about", _("About"), lambda shown: shown.face.small, is_of_file=True),
    Column("since", _("Since"), lambda shown: shown.face.since, is_of_file=True),
    Column("state", _("State"), _badge_words, template="casework/_state_cell.html", sorts=True),
    Column("due", _("Due"), _due_value, template="casework/_due_cell.html", sorts=True),
)


def list_column(name: str, title: Words, values: type[Labelled]) -> Column[ShownLine]:
    """Return the column of a closed list that the line of a thing has by this name: a badge, to sort and filter by."""
    return Column(
        name,
        title,
        lambda shown: getattr(shown.line, name),
        template="tables/_badge.html",
        sorts=True,
        filters=values,
    )


def thing_columns(*of_lists: Column[ShownLine]) -> tuple[Column[ShownLine], ...]:
    """Return the columns of every kind, with these where its badges would stand."""
    thing, about, since, _state, due = THING_COLUMNS
    return (thing, about, since, *of_lists, due)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands below the name of a thing on its page: as in `Face`, and a warning and words where it has some.

    `here` is what the trail calls it, where that is not its number. `title` is what a tab and a history say, where its
    name would say too much.
    """

    small: str
    since: datetime | None = None
    warning: str = ""
    words: str = ""
    here: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page that a desk's own template draws: `of` is what it shows, beside the context of the page."""

    template: str
    of: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """A panel with words and facts; a fact without a value is left out."""

    template: ClassVar[str] = "casework/_facts.html"

    title: str
    words: str = ""
    facts: Mapping[str, str | Labelled | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Faces[ThingT: Model, LineT: BaseModel, ViewT: BaseModel]:
    """How the things of a kind are shown.

    Args:
        address: the name of the address of a thing's page.
        face: of a line; a view is one, too, or has it as `line`.
        head: what its page says below the name.
        panels: what its page shows before the records, and beside them.
        urgent: what stands beside them even before the steps.
        steps: the class of its steps.
        asked: what the form of a step asks for, where it is more than words.
        choices: what may be chosen in the forms of steps, by field; of `owner_id`, it is who may be given the thing.
        initial: what stands there at first.
        no_steps: what is said to who may take no step.
        more: what the templates of the desk's panels need.
        shows_reads: whether its page says who read it.
        doors: the lists of doors that its reads name.
        list_address: the name of the address of its list: there is led who no longer reads a thing after an act.
        shows_records: its page ends with what was done; else panels of its own say that.
        steps_beside: the steps stand beside the panels; else a panel of its own draws them.
        beside: what the column beside the panels is called, marked for the catalogs.
        columns: of the table of its things; with `line`, what the kind reads of one, a desk adds its own.
        searches: whether its table looks for a text; where each search is written down, the desk has its own.
        has_file: whether its table may be taken as CSV. What is confidential stays on the page.
        template: of its page, where a desk adds scripts to the common one.
        parts: by act, the part of the page to which one is led back, where it is not its beginning.
    """

    kind: Kind[ThingT, LineT, ViewT]
    address: str
    face: Callable[[LineT], Face]
    head: Callable[[ViewT], Head]
    panels: Callable[[ViewT], tuple[Sequence[Panel | Facts], Sequence[Panel | Facts]]]
    urgent: Callable[[ViewT], Sequence[Panel | Facts]] = lambda _view: ()
    steps: type[BaseModel]
    asked: Callable[[], Mapping[Any, StepAsked]] = dict
    choices: Callable[[ThingT, datetime], Mapping[str, Choices]] = lambda _thing, _at: {}
    initial: Callable[[ThingT], Mapping[str, object]] = lambda _thing: {}
    no_steps: Callable[[], str] = str
    more: Callable[[HttpRequest, Asker, ThingT], MoreOfPage] = lambda _request, _asker, _thing: ({}, [])
    shows_reads: Callable[[ViewT], bool] = lambda _view: True
    doors: tuple[type[Labelled], ...] = (Door,)
    list_address: str = ""
    shows_records: bool = True
    steps_beside: bool = True
    beside: str = _("What is next")
    columns: Sequence[Column[ShownLine]] = THING_COLUMNS
    searches: bool = True
    has_file: bool = True
    template: str = "casework/detail.html"
    parts: Mapping[str, str] = field(default_factory=dict)

    def shown_lines(self, asker: Asker, *, is_open: bool | None = None) -> list[ShownLine]:
        """Return the lines of a list for a reader, as `list_lines` of the kind does, and one more than are shown."""
        most = MOST_LISTED + 1
        return self.show_lines(self.kind.list_lines(asker.user_id, asker.at, is_open=is_open, most=most))

    def show_lines(self, lines: Iterable[LineT]) -> list[ShownLine]:
        """Return lines as a page shows them. A line without moments need not say a time zone."""
        return [
            ShownLine(
                self.face(one),
                reverse(self.address, args=[getattr(one, self.kind.id_name)]),
                getattr(one, "time_zone", "UTC"),
                one,
            )
            for one in lines
        ]

    def face_of(self, view: ViewT) -> Face:
        """Return how the head of a page shows a thing: as its line in a list."""
        line: Any = getattr(view, "line", view)
        return self.face(line)

    def list_things(
        self,
        request: HttpRequest,
        asker: Asker,
        *,
        caption: Words,
        empty: str,
        is_open: bool | None = None,
        prefix: str = "",
    ) -> ShownTable[ShownLine]:
        """Return the table of a reader's things: those at work or ended, or both. Else as `table_of`."""
        lines = self.shown_lines(asker, is_open=is_open)
        return self.table_of(request, lines, caption=caption, empty=empty, prefix=prefix)

    def table_of(
        self, request: HttpRequest, lines: Sequence[ShownLine], *, caption: Words, empty: str, prefix: str = ""
    ) -> ShownTable[ShownLine]:
        """Return the table of lines that were read.

        Args:
            caption: what it is a table of, marked for the catalogs.
            empty: what is said where there are none.
            prefix: before its names in the query string, where the page has other tables.
        """
        declared = Table(
            name=f"{self.address}-list",
            caption=caption,
            columns=self.columns,
            searches=self.searches,
            prefix=prefix,
            has_file=self.has_file,
            tone=lambda shown: shown.face.line_tone(),
        )
        # Of one reader's teams; in a file, their moments are by one clock.
        zone = ZoneInfo(lines[0].time_zone) if lines else UTC
        return ShownTable(request, declared, lines, empty=empty, zone=zone, most_read=MOST_LISTED)
