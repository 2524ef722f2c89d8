"""A word at what it names: labels at the values of a closed list, a sentence at an error. Pure until one is read.

A vocabulary writes `PHOTO = "photo", _("Photos")`, with `_` from here. What is stored and travels is the value alone.
An error writes `sentence = _("The hot wash is closed.")`. Programs go by its code; what they are told beside it, for
people, is in the language that they ask for (`words_told`).
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import ClassVar, Self

# What programs are told where the catalogs have nothing.
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class InContext:
    """A label that needs to be told from the same English word with another meaning."""

    context: str
    text: str


def gettext_noop(text: str) -> str:
    """Mark a label for the catalogs, under the name that `makemessages` looks for."""
    return text


def pgettext_noop(context: str, text: str) -> InContext:
    """Mark a label that has a context for the catalogs."""
    return InContext(context, text)


@cache
def text_in(text: str, language: str) -> str:
    """Return a text that is marked for the catalogs in a language, whatever language is active. Asked once for each."""
    from django.utils.translation import gettext, override  # noqa: PLC0415

    with override(language):
        return gettext(text)


class Labelled(StrEnum):
    """A list of values with labels. A value without one is refused when its module is loaded."""

    message: InContext

    # Without a default, mypy would ask for a label where a member is looked up by its value.
    def __new__(cls, value: str, label: str | InContext = "") -> Self:
        """Make a member that is its value, with its label beside it. Raises: TypeError: it has none."""
        if not label:
            raise TypeError(f"{cls.__name__} gives {value!r} no label")
        member = str.__new__(cls, value)
        member._value_ = value
        member.message = label if isinstance(label, InContext) else InContext("", label)
        return member

    @property
    def label(self) -> str:
        """Return what people call it, in the language that is active: read it while answering, do not store it."""
        # Django is asked only here: what is read and drawn apart loads these lists without it.
        from django.utils.translation import gettext, pgettext  # noqa: PLC0415

        said = self.message
        return pgettext(said.context, said.text) if said.context else gettext(said.text)

    def label_in(self, language: str) -> str:
        """Return what people call it in a language, whatever language is active: for papers."""
        from django.utils.translation import override  # noqa: PLC0415

        with override(language):
            return self.label

    @classmethod
    def labels(cls) -> dict[str, str]:
        """Return the label of each value, in the order of the list, in the language that is active."""
        return {one.value: one.label for one in cls}

    @classmethod
    def column_choices(cls) -> list[tuple[str, str]]:
        """Return the values as a column of a table lists them: with names, as a label would be a migration."""
        return [(one.value, one.name) for one in cls]

    @classmethod
    def label_of(cls, value: str) -> str:
        """Return the label of a value that came from outside, or from an older version: an unknown one as it is."""
        return cls(value).label if value in cls else value


class Reason(str):
    """Why something is refused, marked for the catalogs: `Reason(_("At most %(most)s characters."), most=400)`.

    As a string it is what programs are told, in English; a page says it in its reader's language.
    """

    __slots__ = ("text", "values")
    text: str
    values: dict[str, object]

    def __new__(cls, text: str, **values: object) -> Self:
        """Make it, with the values that stand in it."""
        made = super().__new__(cls, text % values if values else text)
        made.text, made.values = text, values
        return made

    @property
    def sentence(self) -> str:
        """Return it in the language that is active."""
        from django.utils.translation import gettext  # noqa: PLC0415

        said = gettext(self.text)
        return said % self.values if self.values else said


class WordedError(Exception):
    """A refusal: an error that a caller can act on, whose class carries what pages say of it.

    `code` and `status` are part of the interface. Any other error is a fault.
    """

    code: str = "error"
    status: int = 400
    # What programs are told, in English; without one, the code says it.
    title: str = ""
    # Without one, a page says the detail.
    sentence: ClassVar[str] = ""
    # JSON pointer to the field that is to blame, if one is.
    pointer: str = ""
    # For HTTP's Retry-After, where waiting helps.
    retry_after_s: int | None = None
    # Not answered where it is met: something is asked before the act.
    comes_first: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Take from a class with a code of its own what the class above it says: it is another error."""
        super().__init_subclass__()
        if "code" in vars(cls) and "sentence" not in vars(cls):
            cls.sentence = ""

    def sentence_or(self, otherwise: str) -> str:
        """Return what a page says of it, in the language that is active; what is given where its class has nothing.

        The rule that refused knows best: where it gave a reason of its own, the page says that.
        """
        from django.utils.translation import gettext  # noqa: PLC0415

        own = self.args[0] if self.args else ""
        if isinstance(own, Reason):
            return own.sentence
        return gettext(self.sentence) if self.sentence else otherwise


@dataclass(frozen=True, slots=True)
class ToldWords:
    """What programs are told of an error, for people to read, and the language of `detail`."""

    title: str
    detail: str
    language: str


def words_told(error: WordedError, title: str, detail: str, language: str = "") -> ToldWords:
    """Return an error's title and detail in a language, or in the one that is active.

    The most exact words that there are in it; where there are none, the English ones, and the language says so.
    """
    from django.utils.translation import get_language, override  # noqa: PLC0415

    wanted = language or get_language() or ENGLISH
    if wanted.startswith(ENGLISH):
        return ToldWords(title, detail, ENGLISH)
    with override(wanted):
        said_title = _translate_text(title) or _translate_text(error.sentence)
        said_detail = _translate_text(detail) or _translate_text(error.sentence) or said_title
    if not said_detail:
        return ToldWords(title, detail, ENGLISH)
    return ToldWords(said_title or said_detail, said_detail, wanted.partition("-")[0])


def _translate_text(text: str) -> str:
    """Return a text in the language that is active; empty if the catalogs have none."""
    from django.utils.translation import gettext  # noqa: PLC0415

    if isinstance(text, Reason):
        return text.sentence if gettext(text.text) != text.text else ""
    said = gettext(text) if text else ""
    return said if said != text else ""


def incident_types() -> type[Labelled]:
    """Return the kinds of incident that a term may name. Agreements do not know incidents: settings name who does."""
    from django.conf import settings  # noqa: PLC0415
    from django.utils.module_loading import import_string  # noqa: PLC0415

    found: type[Labelled] = import_string(settings.MOU_INCIDENT_TYPES)
    return found
