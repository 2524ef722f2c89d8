"""What a kind looks like on pages, as declared data: its line in a list, the head and the panels of its page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel

from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import Door, View
from coordination.casework.step_forms import StepAsked
from coordination.room.access import Asker
from mou.foundation.forms.act_form import AnyForm
from mou.foundation.forms.fields import Choices
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

# What a page shows of a thing beside its panels, by name, and the forms in it.
type MoreOfPage = tuple[Mapping[str, object], Sequence[AnyForm]]


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
    """A thing in a list of a page."""

    face: Face
    address: str
    time_zone: str


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
class Faces[ThingT: Model, LineT: View, ViewT: View]:
    """How the things of a kind are shown.

    Args:
        address: the name of the address of a thing's page.
        face: of a line; a view is one, too, or has it as `line`.
        head: what its page says below the name.
        panels: what its page shows before the records, and beside them.
        urgent: what stands beside them even before the steps.
        steps: the class of its steps.
        asked: what the form of a step asks for, where it is more than words.
        choices: what may be chosen in the forms of steps, by field; `initial`: what stands there at first.
        no_steps: what is said to who may take no step.
        more: what the templates of the desk's panels need.
        shows_reads: whether its page says who read it.
        doors: the lists of doors that its reads name.
        list_address: the name of the address of its list: there is led who no longer reads a thing after an act.
        shows_records: its page ends with what was done; else panels of its own say that.
        steps_beside: the steps stand beside the panels; else a panel of its own draws them.
        beside: what the column beside the panels is called, marked for the catalogs.
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

    def shown_lines(self, asker: Asker, *, is_open: bool | None = None) -> list[ShownLine]:
        """Return the lines of a list for a reader, as `list_lines` of the kind does."""
        return self.show_lines(self.kind.list_lines(asker.user_id, asker.at, is_open=is_open))

    def show_lines(self, lines: Iterable[LineT]) -> list[ShownLine]:
        """Return lines as a page shows them. A line without moments need not say a time zone."""
        return [
            ShownLine(
                self.face(one),
                reverse(self.address, args=[getattr(one, self.kind.id_name)]),
                getattr(one, "time_zone", "UTC"),
            )
            for one in lines
        ]

    def face_of(self, view: ViewT) -> Face:
        """Return how the head of a page shows a thing: as its line in a list."""
        line: Any = getattr(view, "line", view)
        return self.face(line)
