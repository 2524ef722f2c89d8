"""The words on a locked screen: generic, in the device's language. Pure: no Django.

They travel through other companies' servers, so no name, no place and nothing that anybody wrote stands in them. The
app fetches the rest after unlocking.
"""

from dataclasses import dataclass

from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import text_in

# How an exercise is marked, by language. The database knows these words, too: they stand in a constraint.
MARKS = {"en": "EXERCISE", "es": "EJERCICIO"}
EXERCISE_MARKS = tuple(MARKS.values())
# How a test of the alarm is marked: it is neither real nor an exercise. They stand in a constraint, too.
TEST_MARKS = {"en": "TEST ALARM", "es": "PRUEBA DE ALARMA"}
FALLBACK = "en"
# Not an event: what supervisors are told when their people do not answer.
UNANSWERED = "unanswered"
# Nor is this: what a person sends to their own devices to see whether they are reached.
TEST_ALERT = "test_alert"
# Nor this: a test of the whole alarm, which people are asked to answer.
ALARM_TEST = "alarm_test"


@dataclass(frozen=True, slots=True)
class PushWords:
    """What locked screens say of an event: English, marked for the catalogs where the event is declared.

    `body`: where the general one would mislead; text messages and mail say it, too. `says_what_to_do`: people of a
    school are told what they do now, and may answer a text message. `is_test`: of a test alarm, and marked as one.
    """

    title: str
    body: str = ""
    says_what_to_do: bool = False
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What a notification says."""

    title: str
    body: str


# Of what is told so seldom that it has no words of its own.
NEWS = PushWords(_("News in an incident"))
UNANSWERED_WORDS = PushWords(_("An alert is unanswered"))
TEST_WORDS = PushWords(_("Test of your alerts"), body=_("You asked for this test yourself. Nothing is happening."))
ALARM_TEST_WORDS = PushWords(
    _("answer, please"), body=_("This is only a test of the alarm. Nothing is happening. Answer it."), is_test=True
)
GENERAL_BODY = _("Open the app to see it.")
# How a text message that says what to do is answered, where the carrier brings us the answers.
HOW_TO_ANSWER = _("Answer: room, OK, students (112 OK 19), or HELP 112, or MEDICAL 112.")
CODE_TITLE = _("Confirm this address for alerts")
CODE_BODY = _("Your code is {code}. It is good for 15 minutes. If you did not ask for it, do nothing.")


def text_for(words: PushWords, *, locale: str, is_exercise: bool) -> Text:
    """Return what to say of an event in a device's language, or in English where we do not have it."""
    title, body = in_language(words.title, locale), in_language(words.body or GENERAL_BODY, locale)
    mark = mark_of(words, locale=locale, is_exercise=is_exercise)
    if mark:
        return Text(title=f"{mark}: {title}", body=f"{mark}. {body}")
    return Text(title=title, body=body)


def mark_of(words: PushWords, *, locale: str, is_exercise: bool) -> str:
    """Return what all that is said of an event begins with, in a device's language; nothing of what is real."""
    if words.is_test:
        return TEST_MARKS[language_of(locale)]
    return MARKS[language_of(locale)] if is_exercise else ""


def code_text(*, code: str, locale: str) -> Text:
    """Return what is sent to an address to learn whether its owner registered it."""
    return Text(title=in_language(CODE_TITLE, locale), body=in_language(CODE_BODY, locale).format(code=code))


def language_of(locale: str) -> str:
    """Return the language of ours in which a device is told something."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in MARKS else FALLBACK


def in_language(text: str, locale: str) -> str:
    """Return a text that is marked for the catalogs, in a device's language."""
    return text_in(text, language_of(locale))
