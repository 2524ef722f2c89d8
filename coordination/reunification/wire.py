"""What the interface and the pages return of a reunification."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from coordination.casework.kinds.views import View
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState, StudentGroup
from coordination.reunification.vocabulary import IdKind, NoForecast, PickUpState, StudentState, StudentStep, WhyAsked


class ReunificationPlaceLine(View):
    """A site of an operation."""

    place_id: UUID
    place: str
    is_open: bool


class StudentGroupCount(View):
    """How many students are in a group; absent ones are no part of the sum."""

    group: StudentGroup
    label: str
    number: int


class ReunificationPart(View):
    """The sum of a class, a grade, a bus or a site: how many are expected, and what of them."""

    name: str
    expected: int
    here: int
    reunited: int
    unresolved: int


class ReunificationOperationView(View):
    """An operation as its reader sees it: the sum, and the reader's roles.

    `is_whole`: each expected student is counted once. `closes`: and none is left to resolve. `closing_asked_until`:
    until when a second person is waited for, who says as well why it closes. The parts are for who reads names;
    `cleared` (adults who wait) is for reunifiers, `to_decide` for the director. `minutes_per_release`: the median of
    the last twenty, from the check-in to the release. `released_lately`: in the last fifteen minutes. `done_at`: when
    it is done if it goes on like that; `no_forecast`: why that cannot be told.
    """

    operation_id: UUID
    incident_id: UUID
    is_exercise: bool
    state: ReunificationState
    places: list[ReunificationPlaceLine]
    roster_at: datetime | None
    opened_at: datetime
    enrolled: int
    absent: int
    expected: int
    unresolved: int
    groups: list[StudentGroupCount]
    is_whole: bool
    closes: bool
    closing_asked_until: datetime | None
    my_roles: list[ReunificationRole]
    reads_names: bool
    by_class: list[ReunificationPart]
    by_grade: list[ReunificationPart]
    by_bus: list[ReunificationPart]
    by_place: list[ReunificationPart]
    cleared: int
    to_decide: int
    minutes_per_release: int | None
    released_lately: int
    done_at: datetime | None
    no_forecast: NoForecast | None
    no_forecast_words: str


class ReunitedStudentLine(View):
    """A student in a list. A hold is shown as *asked for* to who does not decide on holds."""

    code: str
    name: str
    grade: str
    homeroom: str
    bus: str
    state: StudentState
    state_words: str
    place: str


class StudentTrailLine(View):
    """A step of a student. `by` is empty where the name would tell of a hold."""

    at: datetime
    words: str
    place: str
    said: str
    by: str


class AuthorizedAdultLine(View):
    """An adult whom the roster lists."""

    name: str
    phone: str


class ReunitedStudentView(View):
    """A student: the adults of the roster, siblings by these, what happened, and the steps that the reader may do now.

    `roster_at`: how old the list of adults is; none of a child who was added on the spot. `maybe_same`: entries that
    may be the same child, of whom one was added on the spot.
    """

    student: ReunitedStudentLine
    where: str
    is_confirmed: bool
    roster_at: datetime | None
    adults: list[AuthorizedAdultLine]
    siblings: list[ReunitedStudentLine]
    trail: list[StudentTrailLine]
    steps: list[StudentStep]
    cleared: "PickUpLine | None"
    maybe_same: list[ReunitedStudentLine]


class PickUpLine(View):
    """An adult who waits for a child. `why`: what the director decides on; none of one who is cleared.

    `maybe_same`: codes of students of the roster who may be this child, who was added on the spot.
    """

    pick_up_id: UUID
    code: str
    student: str
    student_state: StudentState
    state_words: str
    adult_name: str
    relationship: str
    id_kind: IdKind
    id_words: str
    state: PickUpState
    why: WhyAsked | None
    why_words: str
    place: str
    since: datetime
    maybe_same: list[str]


class RestrictionLine(View):
    """A text that limits who may pick a student up; in an exercise that there is one, and no text.

    Of a child who was added and is in the district's roster by name alone: that there is one, and the school in `by`.

    `code`: of which entry, where two may be the same child. `came_at`, `gone_at`: when the office wrote it, or took it
    away, while the reunification went on.
    """

    code: str
    text: str
    by: str
    at: datetime
    came_at: datetime | None
    gone_at: datetime | None


class HoldLine(View):
    """An adult who is held, with the texts that have to be read; for the director and the law enforcement lead.

    `newest_text`: the number of the newest text; who clears the adult says that they read up to it.
    """

    pick_up: PickUpLine
    adults: list[AuthorizedAdultLine]
    restrictions: list[RestrictionLine]
    newest_text: int


class StudentsMoved(Schema):
    """How many students a step of a class or a bus has moved."""

    number: int
