"""Who is told of what is played: the people of the exercise who may enter its room, and no others of the district."""

from django.utils.translation import gettext as _

from coordination.incident.exercise_play.capability import Simulated
from coordination.incident.panic.capability import PRESS_WORDS
from coordination.room.alerting.recipients import AlertTrigger, Telling
from coordination.room.direction import direction_of_exercises
from coordination.vocabulary import PanicKind


def told_of_play(trigger: AlertTrigger) -> list[Telling]:
    """Return all people of the exercise: that it begins, or goes on, is for its players and its staff."""
    people = direction_of_exercises().people_of(trigger.incident.pk, trigger.at)
    return [Telling([one for one in people if one != trigger.author.user_id])]


def told_of_simulated(trigger: AlertTrigger) -> list[Telling]:
    """Return the players whom it is for. The words are those of the alarm, with the mark of an exercise."""
    assert isinstance(trigger.about, Simulated)
    words = PRESS_WORDS[trigger.about.kind or PanicKind.EMERGENCY]
    people = direction_of_exercises().players_reading(trigger.incident.pk, trigger.audience, trigger.at)
    return [Telling(people, words=words)]


def simulated_in_words(said: Simulated) -> str:
    """Return what is simulated, for text messages and mail, in the active language."""
    return str(_("Simulated, nothing happened: {text}")).format(text=said.text)
