"""Find the entries of an operation that may be one child: a child who was added on the spot, and one of the roster."""

from coordination.reunification.models import PickUpRestriction, ReunitedStudent
from coordination.reunification.rules.same_child import Named, may_be_same

MOST = 8


def same_children_of(student: ReunitedStudent) -> list[ReunitedStudent]:
    """Return entries that may be the same child, at most eight. Two of the roster are two. One query."""
    is_added = student.roster_person_id is None
    rows = ReunitedStudent.objects.filter(operation=student.operation_id, roster_person_id__isnull=not is_added)
    me = _children_named(student)
    found = [
        one
        for one in rows.exclude(pk=student.pk).order_by("family_name", "given_name", "code")
        if (may_be_same(me, _children_named(one)) if is_added else may_be_same(_children_named(one), me))
    ]
    return found[:MOST] if not is_added else sorted(found, key=lambda one: one.grade != student.grade)[:MOST]


def _children_named(student: ReunitedStudent) -> Named:
    return Named(student.shown_name(), student.grade)


def restrictions_on(student: ReunitedStudent) -> list[PickUpRestriction]:
    """Return the texts that hold every adult who comes for a student, those of entries that may be the same child too.

    Without them a child under an order of a court would be handed over by being added a second time.
    """
    # Not cut: whose restriction counts is no matter of what fits on a page.
    is_added = student.roster_person_id is None
    rows = ReunitedStudent.objects.filter(operation=student.operation_id, roster_person_id__isnull=not is_added)
    me = _children_named(student)
    noted = rows.filter(restrictions__gone_at__isnull=True, restrictions__isnull=False).distinct() if is_added else []
    same = [one.pk for one in noted if may_be_same(me, _children_named(one))]
    texts = PickUpRestriction.objects.filter(student__in=[student.pk, *same], gone_at__isnull=True)
    return list(texts.select_related("student").order_by("noted_at", "pk"))
