"""Find the entries of an operation that may be one child: a child who was added on the spot, and one of the roster."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from coordination.reunification.models import PickUpRestriction, ReunitedStudent
from coordination.reunification.rules.matching import plain_name
from coordination.reunification.rules.same_child import Named, may_be_same

MOST = 8


@dataclass(frozen=True)
class ListedChildren:
    """The children of the roster in an operation, by the words of their names; `noted_only`: those under a text.

    They are read once, when the first added child is asked about: what a list costs does not grow with its length. Of
    two names of which one has all words of the other, both have a word in common, so the others are not compared.
    """

    operation_id: UUID
    noted_only: bool = False

    @cached_property
    def _by_word(self) -> dict[str, list[ReunitedStudent]]:
        rows = ReunitedStudent.objects.filter(operation=self.operation_id, roster_person_id__isnull=False)
        if self.noted_only:
            rows = rows.filter(restrictions__gone_at__isnull=True, restrictions__isnull=False).distinct()
        found: dict[str, list[ReunitedStudent]] = defaultdict(list)
        for one in rows.order_by("family_name", "given_name", "code"):
            for word in {word for name in _names_of(one) for word in plain_name(name).split()}:
                found[word].append(one)
        return found

    def same_as(self, student: ReunitedStudent) -> list[ReunitedStudent]:
        """Return which may be a child who was added, those of the same grade first. Of the roster's own: none."""
        if student.roster_person_id is not None:
            return []
        words = set(plain_name(student.shown_name()).split())
        near = {one.pk: one for word in sorted(words) for one in self._by_word.get(word, ())}
        found = [one for one in near.values() if _may_be_one(student, one)]
        return sorted(found, key=lambda one: (one.grade != student.grade, one.family_name, one.given_name, one.code))


def same_children_of(student: ReunitedStudent, most: int | None = MOST) -> list[ReunitedStudent]:
    """Return entries that may be the same child, at most `most`. Two of the roster are two. One query."""
    if student.roster_person_id is None:
        return ListedChildren(student.operation_id).same_as(student)[:most]
    rows = ReunitedStudent.objects.filter(operation=student.operation_id, roster_person_id__isnull=True)
    found = rows.order_by("family_name", "given_name", "code")
    return [one for one in found if _may_be_one(one, student)][:most]


def _names_of(listed: ReunitedStudent) -> set[str]:
    return {listed.shown_name(), f"{listed.roster_given_name or listed.given_name} {listed.family_name}"}


def _may_be_one(added: ReunitedStudent, listed: ReunitedStudent) -> bool:
    """Tell whether a child who was added may be one of the roster, by whatever name the roster knows the child."""
    me = Named(added.shown_name(), added.grade)
    return any(may_be_same(me, Named(one, listed.grade)) for one in _names_of(listed))


def restrictions_on(student: ReunitedStudent) -> list[PickUpRestriction]:
    """Return the texts that hold every adult who comes for a student, those of entries that may be the same child too.

    Without them a child under an order of a court would be handed over by being added a second time.
    """
    texts = texts_on_each([student], ListedChildren(student.operation_id, noted_only=True))
    return [one for one in texts[student.pk] if one.gone_at is None]


def texts_on_each(students: Iterable[ReunitedStudent], listed: ListedChildren) -> dict[UUID, list[PickUpRestriction]]:
    """Return by student the texts that hold, then their own that the office took away. At most two queries for all."""
    # Not cut: whose restriction counts is no matter of what fits on a page.
    same = {one.pk: [one.pk, *(twin.pk for twin in listed.same_as(one))] for one in students}
    of_child: dict[UUID, list[PickUpRestriction]] = defaultdict(list)
    texts = PickUpRestriction.objects.filter(student__in={pk for several in same.values() for pk in several})
    for text in texts.select_related("student"):
        of_child[text.student_id].append(text)
    found = {}
    for own, several in same.items():
        holding = [text for pk in several for text in of_child[pk] if text.gone_at is None]
        gone = [(text.gone_at, text.pk, text) for text in of_child[own] if text.gone_at is not None]
        holding.sort(key=lambda text: (text.noted_at, text.pk))
        found[own] = [*holding, *(text for _at, _pk, text in sorted(gone, key=lambda one: one[:2]))]
    return found
