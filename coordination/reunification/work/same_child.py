"""Find the entries of an operation that may be one child: a child who was added on the spot, and one of the roster."""

from coordination.reunification.models import PickUpRestriction, ReunitedStudent
from coordination.reunification.rules.same_child import Named, may_be_same

MOST = 8


def same_children_of(student: ReunitedStudent, most: int | None = MOST) -> list[ReunitedStudent]:
    """Return entries that may be the same child, at most `most`. Two of the roster are two. One query."""
    is_added = student.roster_person_id is None
    rows = ReunitedStudent.objects.filter(operation=student.operation_id, roster_person_id__isnull=not is_added)
    found = [
        one
        for one in rows.exclude(pk=student.pk).order_by("family_name", "given_name", "code")
        if (_may_be_one(student, one) if is_added else _may_be_one(one, student))
    ]
    return found[:most] if not is_added else sorted(found, key=lambda one: one.grade != student.grade)[:most]


def _may_be_one(added: ReunitedStudent, listed: ReunitedStudent) -> bool:
    """Tell whether a child who was added may be one of the roster, by whatever name the roster knows the child."""
    me = Named(added.shown_name(), added.grade)
    names = {listed.shown_name(), f"{listed.roster_given_name or listed.given_name} {listed.family_name}"}
    return any(may_be_same(me, Named(one, listed.grade)) for one in names)


def restrictions_on(student: ReunitedStudent) -> list[PickUpRestriction]:
    """Return the texts that hold every adult who comes for a student, those of entries that may be the same child too.

    Without them a child under an order of a court would be handed over by being added a second time.
    """
    # Not cut: whose restriction counts is no matter of what fits on a page.
    is_added = student.roster_person_id is None
    rows = ReunitedStudent.objects.filter(operation=student.operation_id, roster_person_id__isnull=not is_added)
    noted = rows.filter(restrictions__gone_at__isnull=True, restrictions__isnull=False).distinct() if is_added else []
    same = [one.pk for one in noted if _may_be_one(student, one)]
    texts = PickUpRestriction.objects.filter(student__in=[student.pk, *same], gone_at__isnull=True)
    return list(texts.select_related("student").order_by("noted_at", "pk"))
