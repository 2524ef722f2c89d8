"""How a school stands, in the reader's language."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coordination.drills.requirements.vocabulary import DrillStanding
from coordination.prevention.lessons.tables import lacking_words, people_words
from coordination.prevention.lessons.vocabulary import LessonAudience
from coordination.readiness.standing import Standing
from coordination.readiness.vocabulary import ReadinessState as State
from coordination.readiness.vocabulary import ReadinessTopic as Topic
from mou.vocabulary import AgencyKind

# What the law asks is overdue or due; a drill is neither old nor expiring.
DRILL_STATES = {State.OLD: DrillStanding.OVERDUE, State.EXPIRING: DrillStanding.DUE}


def state_words() -> dict[State, str]:
    """Return the word of each state."""
    return {
        State.MISSING: _("Missing"),
        State.OLD: _("Old"),
        State.EXPIRING: _("Expiring"),
        State.CURRENT: _("Current"),
    }


def word_of(topic: Topic, state: State) -> str:
    """Return the word of a state of a topic: of a drill the law's."""
    if topic is Topic.DRILLS and state in DRILL_STATES:
        return str(DRILL_STATES[state].label)
    if topic in (Topic.EMERGENCY_PLAN, Topic.ROLES, Topic.LESSONS) and state is State.EXPIRING:
        return _("To mend")
    return state_words()[state]


def topic_words() -> dict[Topic, str]:
    """Return the heading of each topic."""
    return {
        Topic.MAPS: _("Floor plans"),
        Topic.WALK_THROUGH: _("Walk-through"),
        Topic.AGREEMENTS: _("Agreements"),
        Topic.REUNIFICATION: _("Reunification"),
        Topic.DRILLS: _("Drill"),
        Topic.ALARM: _("Alarm reaches now"),
        Topic.TEST: _("Last answered test"),
        Topic.EMERGENCY_PLAN: _("Emergency plan"),
        Topic.ROLES: _("Role cards"),
        Topic.LESSONS: _("Lessons"),
    }


def page_words() -> dict[str, str]:
    """Return what the page's script says."""
    return {
        "readiness.school": _("School"),
        "readiness.wanting": _("To do"),
        "readiness.none": _("No site yet."),
    }


def detail_words(topic: Topic, standing: Standing) -> str:
    """Say what the state rests on: a day, a count, who is missing."""
    if topic in _WORDS_OF:
        return _WORDS_OF[topic](standing)
    if standing.lacking:
        names = [_police_words() if AgencyKind.POLICE in kinds else _fire_words() for kinds in standing.lacking]
        return _("without: {kinds}").format(kinds=", ".join(names))
    if standing.day is not None:
        return _day_words(topic, standing.day)
    if topic is Topic.REUNIFICATION and standing.count:
        return ngettext("{n} site", "{n} sites", standing.count).format(n=standing.count)
    return ""


def _day_words(topic: Topic, day: date) -> str:
    said = date_format(day)
    if topic in (Topic.AGREEMENTS, Topic.REUNIFICATION):
        return _("until {day}").format(day=said)
    return _("on {day}").format(day=said)


def _drill_words(standing: Standing) -> str:
    """Say the numbers of the law page: held, due, overdue or missed, and the next day."""
    said = [_("Drills held: {n}").format(n=standing.count)]
    if standing.wanting:
        said.append(_("Overdue or missed: {n}").format(n=standing.wanting))
    if standing.due:
        said.append(_("Due: {n}").format(n=standing.due))
    if standing.day is not None:
        said.append(_("Next: {day}").format(day=date_format(standing.day)))
    return " · ".join(said)


def _alarm_words(standing: Standing) -> str:
    reached = _("{n} of {people} people").format(n=standing.count, people=standing.total)
    if not standing.lacking:
        return reached
    kinds = AgencyKind.labels()
    names = [str(next(kinds[one.value] for one in AgencyKind if one in group)) for group in standing.lacking]
    return " · ".join((reached, _("no one on duty is reached: {kinds}").format(kinds=", ".join(names))))


def _test_words(standing: Standing) -> str:
    if standing.day is None:
        return _("never")
    return _("{day}: {n} of {people} answered").format(
        day=date_format(standing.day), n=standing.count, people=standing.total
    )


def _plan_words(standing: Standing) -> str:
    if standing.day is None:
        return ""
    said = _("until {day}").format(day=date_format(standing.day))
    if not standing.count:
        return said
    return " · ".join((said, _("Findings: {n}").format(n=standing.count)))


def _role_words(standing: Standing) -> str:
    said = []
    if standing.held_by_none:
        said.append(_("no one: {roles}").format(roles=", ".join(standing.held_by_none)))
    if standing.without_deputy:
        said.append(_("no deputy: {roles}").format(roles=", ".join(standing.without_deputy)))
    return " · ".join(said)


def _lesson_words(standing: Standing) -> str:
    """Say what the page of lessons says: what is missing, who of the staff read all, and who had every topic."""
    if not standing.people:
        return ""
    said = [lacking_words(standing.wanting)]
    if LessonAudience.STAFF in standing.people:
        said.append(_("staff who have read all: {n} of {people}").format(n=standing.count, people=standing.total))
    if people := people_words(standing.people):
        said.append(_("had every topic, at most: {people}").format(people=people))
    return " · ".join(said)


def _police_words() -> str:
    return _("police or sheriff")


def _fire_words() -> str:
    return _("fire or EMS")


def _map_words(standing: Standing) -> str:
    return _("{drawn} of {total} floors").format(drawn=standing.count, total=standing.total)


# Of the other topics, the day or who is missing says enough.
_WORDS_OF: Mapping[Topic, Callable[[Standing], str]] = {
    Topic.MAPS: _map_words,
    Topic.ALARM: _alarm_words,
    Topic.TEST: _test_words,
    Topic.EMERGENCY_PLAN: _plan_words,
    Topic.DRILLS: _drill_words,
    Topic.ROLES: _role_words,
    Topic.LESSONS: _lesson_words,
}
