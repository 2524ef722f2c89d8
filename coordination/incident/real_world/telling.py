"""Who is told that something real happened during an exercise: all people at the site, from the real room alone."""

from django.utils.translation import gettext as _

from coordination.incident.real_world.capability import RealWorld
from coordination.incident.response_actions.hiding import people_who_really_hide
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_of_the_site, people_present
from coordination.web.wording.sentences import fill_in
from push.vocabulary import Manner, Urgency


def told_of_real_world(trigger: AlertTrigger) -> list[Telling]:
    """Return all people: told aloud, by every device at once; those who really hide at this moment, without a sound.

    The entry in the exercise's log alerts no one: an alert from there would be marked as an exercise.
    """
    if trigger.incident.is_exercise:
        return []
    people = {*people_of_the_site(trigger), *people_present(trigger)}
    hiding = people_who_really_hide(trigger.incident.site, people, trigger.at)
    return [
        Telling(sorted(people - hiding), manner=Manner.FIRST_WORD, urgency=Urgency.LIFE_SAFETY),
        Telling(sorted(hiding), manner=Manner.SILENT, urgency=Urgency.LIFE_SAFETY),
    ]


def real_world_in_words(said: RealWorld) -> str:
    """Return what happened, for text messages and mail, in the active language."""
    return fill_in(_("REAL, not a drill: {note}."), {"note": said.note}.__getitem__)
