"""Find students and adults of an operation by name; each reading of names is written down."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from coordination.incident.accountability.access import may_see_names
from coordination.incident.disclosures.actions import Given, record_reading
from coordination.incident.disclosures.models import Disclosure
from coordination.incident.reunification.vocabulary import ReunificationRole
from coordination.reunification.access import Desk, desk_for, student_in
from coordination.reunification.errors import NotYourVest
from coordination.reunification.models import AuthorizedAdult, PickUp, PickUpRestriction, ReunitedStudent
from coordination.reunification.rules.groups import group_of, may_step, shown_state
from coordination.reunification.rules.machine import STUDENTS
from coordination.reunification.vocabulary import IdKind, PickUpState, StudentState, StudentStep, WhyAsked
from coordination.reunification.wire import (
    AuthorizedAdultLine,
    HoldLine,
    PickUpLine,
    RestrictionLine,
    ReunitedStudentLine,
    ReunitedStudentView,
    StudentTrailLine,
)
from coordination.reunification.work.same_child import MOST, ListedChildren, same_children_of, texts_on_each
from coordination.room.access import Asker
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.rosters.access import roster_of
from coordination.rosters.vocabulary import RosterDoor
from coordination.rosters.work.queries import note_reading
from mou.foundation.tables.newest import Newest, read_newest

R, P, S = ReunificationRole, PickUpState, StudentState
FOUND_MOST = 30
# A death is for who may know of it.
HIDDEN_STEPS = (StudentStep.NOTIFY_DEATH,)
# A hold and its end look as if the child was asked for, and taken back.
SHOWN_STEPS = {StudentStep.HOLD: StudentStep.REQUEST, StudentStep.LIFT_HOLD: StudentStep.TAKE_BACK}
# Of these the trail names no one: the lead of law enforcement beside one of them would say that there was a hold.
WITHOUT_NAME = frozenset({*SHOWN_STEPS, *SHOWN_STEPS.values()})


def find_students(desk: Desk, words: str) -> Newest[ReunitedStudentLine]:
    """Return students whose name, code, class, grade or bus has all of these words; at most 30 of how many.

    It is written down.

    Raises: NotYourVest.
    """
    desk.require_names()
    rows = desk.operation.students.all()
    for part in words.split()[:5]:
        named = Q(given_name__icontains=part) | Q(roster_given_name__icontains=part) | Q(family_name__icontains=part)
        named |= Q(homeroom__icontains=part)
        rows = rows.filter(named | Q(code__iexact=part) | Q(bus__iexact=part) | Q(grade__iexact=part))
    found: Newest[ReunitedStudent] = read_newest(rows.order_by("family_name", "given_name", "code"), FOUND_MOST)
    note_names(desk, len(found))
    return found.make_each(lambda one: student_line(desk, one))


def student_line(desk: Desk, student: ReunitedStudent) -> ReunitedStudentLine:
    """Return a student as the reader sees them."""
    state = shown_state(S(student.state), sees_holds=desk.sees_holds)
    return ReunitedStudentLine(
        code=student.code,
        name=student.shown_name(),
        grade=student.grade,
        homeroom=student.homeroom,
        bus=student.bus,
        state=state,
        state_words=state.label,
        place=_place_name(desk, student.place_id),
    )


def _place_name(desk: Desk, place_id: object) -> str:
    found = desk.places.get(str(place_id))
    return found.place if found is not None else ""


def view_student(desk: Desk, code: str) -> ReunitedStudentView:
    """Return a student with all that the reader may know. It is written down. Raises: NotYourVest, StudentNotFound."""
    student = student_in(desk, code)
    note_names(desk, 1)
    line = student_line(desk, student)
    adults = list(student.adults.order_by("name", "pk"))
    cleared = _cleared_of(student) if R.REUNIFIER in desk.my_roles or desk.is_director else None
    return ReunitedStudentView(
        student=line,
        where=student.where if desk.sees_holds or line.state.value == student.state else "",
        is_confirmed=student.is_confirmed,
        roster_at=desk.operation.roster_at if student.roster_person_id else None,
        adults=[AuthorizedAdultLine(name=one.name, phone=one.phone) for one in adults],
        siblings=[student_line(desk, one) for one in _siblings_of(student, adults)],
        trail=_trail_of(desk, student),
        # As the reader sees the state: what is offered of a held child says nothing of the hold.
        steps=[one for one in STUDENTS.steps_from(line.state) if may_step(one, desk.my_roles)] if desk.is_open else [],
        cleared=_pick_up_line(desk, cleared, _listed_in(desk)) if cleared is not None else None,
        maybe_same=[student_line(desk, one) for one in same_children_of(student)],
    )


def _cleared_of(student: ReunitedStudent) -> PickUp | None:
    if student.state == S.HELD_CUSTODY_ISSUE.value:
        return None
    return student.pick_ups.select_related("student").filter(state=P.WAITING.value).first()


def _siblings_of(student: ReunitedStudent, adults: Iterable[AuthorizedAdult]) -> list[ReunitedStudent]:
    """Return the other students for whom the roster lists one of these adults; of one name, by their phones as well.

    Two families with an adult of one name are no siblings: they would be on one card, and cleared by that name.
    """
    phones = defaultdict(set)
    for adult in adults:
        phones[adult.name].add(adult.phone)
    listed = AuthorizedAdult.objects.filter(student__operation=student.operation_id, name__in=[*filter(None, phones)])
    found = {
        one.student_id: one.student
        for one in listed.exclude(student=student).select_related("student")
        if not one.phone or phones[one.name] & {"", one.phone}
    }
    return sorted(found.values(), key=lambda one: one.code)


def _trail_of(desk: Desk, student: ReunitedStudent) -> list[StudentTrailLine]:
    rows = student.changes.order_by("-at", "-pk")
    if not desk.sees_holds:
        rows = rows.exclude(step__in=[one.value for one in HIDDEN_STEPS])
        # Asked for a second time without a way back: only a hold is that.
        rows = rows.exclude(step=StudentStep.HOLD.value, before=S.REQUESTED.value)
    return [
        StudentTrailLine(
            at=one.at,
            words=_shown_step(desk, StudentStep(one.step)).label,
            place=_place_name(desk, one.place_id),
            said=one.words,
            by="" if not desk.sees_holds and StudentStep(one.step) in WITHOUT_NAME else one.by_name,
        )
        for one in rows
    ]


def _shown_step(desk: Desk, step: StudentStep) -> StudentStep:
    return step if desk.sees_holds else SHOWN_STEPS.get(step, step)


# --- adults -----------------------------------------------------------------------------------------------------------
def list_cleared(desk: Desk) -> list[PickUpLine]:
    """Return the adults who are cleared and wait, the longest first. A hold is not among them. It is written down.

    Raises: NotYourVest.
    """
    desk.require_names()
    desk.require(R.REUNIFIER)
    return _list_pick_ups(desk, P.WAITING, exclude_held=True)


def list_to_decide(desk: Desk) -> list[PickUpLine]:
    """Return the adults on whom the director decides, without holds. It is written down. Raises: NotYourVest."""
    desk.require_names()
    desk.require()
    return _list_pick_ups(desk, P.SUPERVISOR)


def _list_pick_ups(desk: Desk, state: PickUpState, *, exclude_held: bool = False) -> list[PickUpLine]:
    rows = PickUp.objects.filter(student__operation=desk.operation, state=state.value).select_related("student")
    if exclude_held:
        rows = rows.exclude(student__state=S.HELD_CUSTODY_ISSUE.value)
    found = list(rows.order_by("checked_in_at", "pk"))
    note_names(desk, len(found))
    listed = _listed_in(desk)
    return [_pick_up_line(desk, one, listed) for one in found]


def _listed_in(desk: Desk) -> ListedChildren:
    return ListedChildren(desk.operation.pk)


def _pick_up_line(desk: Desk, one: PickUp, listed: ListedChildren) -> PickUpLine:
    line = student_line(desk, one.student)
    # Of one who is cleared it would say that there was a restriction.
    why = WhyAsked(one.why) if one.why and one.state != P.WAITING.value else None
    return PickUpLine(
        pick_up_id=one.pk,
        code=line.code,
        student=line.name,
        student_state=line.state,
        state_words=line.state_words,
        adult_name=one.adult_name,
        relationship=one.relationship,
        id_kind=IdKind(one.id_kind),
        id_words=IdKind(one.id_kind).label,
        state=P(one.state),
        why=why,
        why_words=why.label if why is not None else "",
        place=_place_name(desk, one.place_id),
        since=one.checked_in_at,
        maybe_same=[same.code for same in listed.same_as(one.student)[:MOST]],
    )


def list_holds(asker: Asker, operation_id: UUID) -> list[HoldLine]:
    """Return who is held, with the texts to read; for the director and the law enforcement lead.

    What another agency's lead reads stands in the ledger of disclosures, once for each student, in the same durable
    transaction. Raises: OperationNotFound, NotYourVest.
    """
    with transaction.atomic(durable=True):
        desk = _desk_of(asker, operation_id)
        if not desk.sees_holds:
            raise NotYourVest
        rows = PickUp.objects.filter(student__operation=desk.operation, state=P.HELD.value).select_related("student")
        found = list(rows.prefetch_related("student__adults").order_by("checked_in_at", "pk"))
        write_names_read(desk, [one.student for one in found])
    listed = _listed_in(desk)
    texts = texts_on_each([one.student for one in found], listed)
    return [_hold_line(desk, one, texts[one.student_id], listed) for one in found]


def _hold_line(desk: Desk, held: PickUp, texts: Sequence[PickUpRestriction], listed: ListedChildren) -> HoldLine:
    return HoldLine(
        pick_up=_pick_up_line(desk, held, listed),
        adults=[AuthorizedAdultLine(name=adult.name, phone=adult.phone) for adult in held.student.adults.all()],
        restrictions=[restriction_line(text, desk) for text in texts],
        newest_text=max((text.pk for text in texts), default=0),
    )


def restriction_line(text: PickUpRestriction, desk: Desk) -> RestrictionLine:
    """Return a text as it is read; a sentence in its place in an exercise, and of a child known by name alone."""
    exercise = _("Exercise: the roster has a restriction here. Its text is not shown.")
    elsewhere = _(
        "The district's roster has a restriction on a child of this name who is not in this reunification. "
        "Ask the office of that child's school before you decide."
    )
    return RestrictionLine(
        code=text.student.code,
        text=exercise if desk.operation.is_exercise else text.text or elsewhere,
        by=text.by_name,
        at=text.noted_at,
        came_at=text.came_at,
        gone_at=text.gone_at,
    )


def list_changed_restrictions(asker: Asker, operation_id: UUID) -> list[RestrictionLine]:
    """Return which restrictions the office wrote or took away since the opening, the newest first.

    For the director and the law enforcement lead; what the lead reads stands in the ledger of disclosures. Raises:
    OperationNotFound, NotYourVest.
    """
    with transaction.atomic(durable=True):
        desk = _desk_of(asker, operation_id)
        if not desk.sees_holds:
            raise NotYourVest
        rows = PickUpRestriction.objects.filter(student__operation=desk.operation).select_related("student")
        found = [one for one in rows.order_by("-pk") if one.came_at or one.gone_at]
        write_names_read(desk, [one.student for one in found])
    return [restriction_line(one, desk) for one in found]


def list_unresolved(asker: Asker, operation_id: UUID) -> list[ReunitedStudentLine]:
    """Return the names of students who are not resolved: to the school, and to who may see the roster by a term or
    emergency access, which the ledger of disclosures says. Raises: OperationNotFound, NotYourVest.
    """
    with transaction.atomic(durable=True):
        desk = _desk_of(asker, operation_id)
        if not desk.reads_names and (desk.grant.is_of_site() or not may_see_names(desk.grant)):
            raise NotYourVest
        rows = desk.operation.students.order_by("family_name", "given_name", "code")
        found = [one for one in rows if not _is_resolved(one)]
        write_names_read(desk, found)
    return [student_line(desk, one) for one in found]


def _is_resolved(student: ReunitedStudent) -> bool:
    group = group_of(S(student.state), is_confirmed=student.is_confirmed)
    return group.is_resolved or student.state == S.ABSENT_THAT_DAY.value


def _desk_of(asker: Asker, operation_id: UUID) -> Desk:
    return desk_for(user_id=asker.user_id, operation_id=operation_id, at=asker.at, lock=True)


# --- what is written down ---------------------------------------------------------------------------------------------
def note_names(desk: Desk, students: int) -> None:
    """Write down that someone of the school read so many students."""
    school = desk.operation.school
    if students and school is not None and roster_of(school) is not None:
        note_reading(school, user_id=desk.user_id, door=RosterDoor.ROOM, students=students, at=desk.at)


def write_names_read(desk: Desk, students: Sequence[ReunitedStudent]) -> None:
    """Write down who was read: of the school as a reading, of another agency as disclosures, each student once."""
    if desk.grant.is_of_site():
        note_names(desk, len(students))
        return
    me = desk.grant.joined()
    named = {uuid5(me.pk, one.shown_name().casefold()): Given(one.shown_name(), by=me.pk) for one in students}
    known = Disclosure.objects.filter(room=desk.grant.room, disclosure_id__in=named.keys())
    for row_id in known.values_list("disclosure_id", flat=True):
        del named[row_id]
    if not named:
        return
    reading_id = uuid5(me.pk, ",".join(sorted(str(one) for one in named)))
    context = CommandContext.uncommanded(desk.grant, command_id=reading_id, at=desk.at, author=SERVER)
    record_reading(context, reading_id, named)
    context.finish()
