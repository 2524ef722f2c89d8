"""The tables of training: one's own records, an agency's, SROs, staff before its courses, who never drilled here."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from coordination.training.work.never_drilled import NeverDrilled
from coordination.training.work.officers import SroLine
from coordination.training.work.records import TrainingView
from coordination.training.work.staff import Share, shares_of_staff
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.tables.columns import AsWritten, Column, Table
from mou.officers.queries import StaffCoverage
from mou.vocabulary import MemberRole, TrainingStanding

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


# --- staff before the courses that are asked --------------------------------------------------------------------------
COURSES: Table[Share] = Table(
    name="courses",
    prefix="courses",
    caption=_("Staff"),
    searches=True,
    columns=(
        Column("course", _("Course"), lambda one: one.name, sorts=True, is_head=True),
        Column("trained", _("Have it"), lambda one: one.trained, sorts=True, is_number=True),
        Column("missing", _("Lack it"), lambda one: one.missing, sorts=True, is_number=True),
        Column(
            "share",
            _("Share"),
            lambda one: one.percent,
            template="training/cells/percent.html",
            sorts=True,
            is_number=True,
            says_none=True,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class SchoolShares:
    """A school's staff in numbers: how many people, and what share of them has each course."""

    name: str
    people: int
    shares: dict[str, Share]


def show_shares(found: StaffCoverage) -> SchoolShares:
    """Return a school's staff, with its shares by the columns that show them."""
    shares = {_share_name(place): one for place, one in enumerate(shares_of_staff(found))}
    return SchoolShares(found.name, found.people, shares)


def _share_name(place: int) -> str:
    return f"course{place + 1}"


def coverage_table(courses: Sequence[Share]) -> Table[SchoolShares]:
    """Return the table of a district's schools, with a column for each course."""
    return Table(
        name="staff-training",
        caption=_("Schools"),
        empty=_("There is no school to show."),
        searches=True,
        columns=(
            Column("school", _("School"), lambda one: one.name, sorts=True, is_head=True),
            Column("staff", _("Staff"), lambda one: one.people, sorts=True, is_number=True),
            *(_share_column(place, one.name) for place, one in enumerate(courses)),
        ),
    )


def _share_column(place: int, name: str) -> Column[SchoolShares]:
    return Column(
        _share_name(place),
        AsWritten(name),
        lambda one: one.shares[_share_name(place)].percent,
        template="training/cells/share.html",
        sorts=True,
        is_number=True,
        says_none=True,
    )


# Names of those who stand in an incident are read there, and leave it in no file.
NEVER_DRILLED: Table[NeverDrilled] = Table(
    name="never-drilled",
    caption=_("In no exercise at this site"),
    empty=_("Everybody in the room has taken part in an exercise at this site."),
    searches=True,
    has_file=False,
    columns=(
        Column("name", _("Name"), lambda one: one.name, sorts=True, is_head=True),
        Column("role", _("Role"), lambda one: MemberRole(one.role), sorts=True, filters=MemberRole),
        Column("agency", _("Agency"), lambda one: one.agency, sorts=True, filters=True),
    ),
)
