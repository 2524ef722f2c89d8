"""The tables of lessons: what a school holds and lacks, what it held, and how the schools of a district stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from coordination.prevention.lessons.models import HeldLesson
from coordination.prevention.lessons.queries import SchoolYear
from coordination.prevention.lessons.rules import Standing, most_with_every_topic
from coordination.prevention.lessons.vocabulary import LessonAudience, LessonTopic
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.models import Agency


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A topic for an audience at a school, as its table shows it."""

    school: Agency
    one: Standing


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school of a district with its school year."""

    school: Agency
    year: SchoolYear


def _standing_words(line: StandingLine) -> str:
    return gettext("MISSING: not held this school year") if line.one.last_on is None else gettext("Held")


def _lesson_address(line: StandingLine) -> str:
    return reverse("lesson", args=[line.school.pk, line.one.audience.value])


def _topic_words(held: HeldLesson) -> str:
    return ", ".join(str(LessonTopic(one).label) for one in held.topics)


def lacking_words(n: int) -> str:
    """Say how many lessons were not held this school year."""
    return ngettext("%(n)s lesson is missing", "%(n)s lessons are missing", n) % {"n": n} if n else gettext("All held")


def people_words(people: Mapping[LessonAudience, int]) -> str:
    """Say a number of each audience that has lessons held; staff say it of themselves, by reading."""
    return " · ".join(f"{of.label}: {n}" for of, n in people.items() if of is not LessonAudience.STAFF)


def _staff_words(line: SchoolLine) -> str:
    return gettext("%(read)s of %(staff)s") % {"read": line.year.staff_read, "staff": line.year.staff}


STANDINGS: Table[StandingLine] = Table(
    name="lessons",
    caption=_("This school year"),
    empty=_("There is no lesson."),
    tone=lambda line: "is-wanting" if line.one.last_on is None else "",
    columns=(
        Column(
            "audience",
            _("For whom"),
            lambda line: line.one.audience,
            link=_lesson_address,
            filters=LessonAudience,
            is_head=True,
        ),
        Column("topic", _("Topic"), lambda line: line.one.topic, filters=LessonTopic),
        Column("state", _("State"), _standing_words),
        Column("last", _("Last held"), lambda line: line.one.last_on),
        Column("times", _("Times held"), lambda line: line.one.times, is_number=True),
        Column("people", _("How many had it"), lambda line: line.one.people, is_number=True),
    ),
)
HELD: Table[HeldLesson] = Table(
    name="held-lessons",
    caption=_("Lessons held"),
    empty=_("No lesson has been held this school year."),
    prefix="held-",
    searches=True,
    columns=(
        Column("day", _("Day"), lambda one: one.held_on, sorts=True, is_head=True),
        Column("audience", _("For whom"), lambda one: LessonAudience(one.audience), filters=LessonAudience),
        Column("group", _("Class or group"), lambda one: one.group),
        Column("topics", _("Topics"), _topic_words),
        Column("people", _("How many had it"), lambda one: one.people, is_number=True),
        Column("by", _("Who held it"), lambda one: one.held_by),
        Column("language", _("Language"), lambda one: one.language),
        Column("noted", _("Noted by"), lambda one: one.noted_by.shown_name()),
        Column("back", _("Take back"), template="lessons/_held_acts.html"),
    ),
)
SCHOOLS: Table[SchoolLine] = Table(
    name="lessons-of-schools",
    caption=_("Schools"),
    empty=_("There is no school."),
    searches=True,
    tone=lambda line: "is-wanting" if line.year.lacking else "",
    columns=(
        Column(
            "school",
            _("School"),
            lambda line: line.school.name,
            link=lambda line: reverse("lessons_of", args=[line.school.pk]),
            is_head=True,
            sorts=True,
        ),
        Column("lacking", _("Missing this school year"), lambda line: lacking_words(len(line.year.lacking))),
        # Groups are counted, not people: who had one topic need not be who had another.
        Column(
            "people",
            _("Had every topic, at most"),
            lambda line: people_words(most_with_every_topic(line.year.standings)),
        ),
        Column("staff", _("Staff who have read all"), _staff_words),
    ),
)
