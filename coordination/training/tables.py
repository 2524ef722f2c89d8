"""The tables of training: one's own records, those of an agency's people, and SROs before what is asked of them."""

from django.utils.translation import gettext

from coordination.training.work.officers import SroLine
from coordination.training.work.records import TrainingView
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import Column, Table
from mou.vocabulary import TrainingStanding

_PERSON: Column[TrainingView] = Column("person", _("Person"), lambda one: one.person, sorts=True)
COLUMNS: tuple[Column[TrainingView], ...] = (
    Column(
        "course",
        _("Course"),
        lambda one: one.course_name,
        template="training/cells/course.html",
        sorts=True,
        is_head=True,
    ),
    Column("completed", _("Completed"), lambda one: one.completed_on, sorts=True),
    Column(
        "hours", _("Hours"), lambda one: one.hours, template="training/cells/hours.html", sorts=True, is_number=True
    ),
    Column(
        "until",
        _("Holds until"),
        lambda one: one.expires_on,
        template="training/cells/until.html",
        sorts=True,
        says_none=True,
    ),
    Column(
        "state",
        _("State"),
        lambda one: one.standing,
        template="training/cells/standing.html",
        sorts=True,
        filters=TrainingStanding,
    ),
    Column(
        "verified", _("Verified"), lambda one: one.verified_by if one.verified_at else gettext("not yet"), sorts=True
    ),
)
OWN_RECORDS: Table[TrainingView] = Table(
    name="training",
    caption=_("My training"),
    empty=_("Nothing is recorded about you yet. Those who lead your agency record what you complete."),
    searches=True,
    columns=COLUMNS,
)
RECORDS: Table[TrainingView] = Table(
    name="training",
    caption=_("Recorded"),
    empty=_("Nothing is recorded yet."),
    searches=True,
    columns=(_PERSON, *COLUMNS),
)


def _wanting_words(line: SroLine) -> str:
    found = (one for agreement in line.agreements for one in agreement.findings if one.standing.is_wanting)
    return "; ".join(f"{one.course_name or one.asking.label}: {one.standing.label}" for one in found)


OFFICERS: Table[SroLine] = Table(
    name="officers",
    caption=_("Officers"),
    empty=_("No officer is assigned to a school."),
    searches=True,
    columns=(
        Column(
            "officer",
            _("Officer"),
            lambda one: one.officer,
            template="training/cells/officer.html",
            sorts=True,
            is_head=True,
        ),
        Column("agency", _("Agency"), lambda one: one.agency, is_of_file=True),
        Column(
            "schools",
            _("Schools"),
            lambda one: ", ".join(site.name for site in one.sites),
            template="training/cells/schools.html",
            sorts=True,
            says_none=True,
        ),
        Column("since", _("Since"), lambda one: one.since, template="training/cells/since.html", sorts=True),
        Column(
            "state",
            _("State"),
            lambda one: one.worst,
            template="training/cells/standing.html",
            sorts=True,
            filters=TrainingStanding,
        ),
        Column("wanting", _("To be done"), _wanting_words, template="training/cells/wanting.html", says_none=True),
    ),
)
