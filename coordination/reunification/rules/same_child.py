"""Whether two entries may be one child: one was added on the spot, and is in the roster as well. Pure."""

from dataclasses import dataclass

from coordination.reunification.rules.matching import plain_name


@dataclass(frozen=True, slots=True)
class Named:
    """What of a child is known to compare: the name as it is called out, and the grade where there is one."""

    name: str
    grade: str


def plain_grade(grade: str) -> str:
    """Return a grade as it is compared: 03, 3 and "Grade 3" are one."""
    digits = "".join(one for one in grade if one.isdigit()).lstrip("0")
    return digits or grade.strip().casefold()


def may_be_same(added: Named, listed: Named) -> bool:
    """Say whether a child who was added may be one of the roster.

    All words of one name are in the other: of a child who was added often only the first name is known. Grades that are
    both numbers must agree. A wrong yes costs a look, a wrong no can cost a child: a restriction would be passed by.
    """
    some, others = set(plain_name(added.name).split()), set(plain_name(listed.name).split())
    if not some or not others or not (some <= others or others <= some):
        return False
    # Only numbers contradict each other: "K", "KG" and "Kindergarten" are one grade.
    numbers = {one for one in (plain_grade(added.grade), plain_grade(listed.grade)) if one.isdigit()}
    return len(numbers) < 2


def is_same_by_full_name(added: Named, listed: Named) -> bool:
    """Say it of a child of whom only the district knows, where a first name alone is that of many and tells nothing."""
    in_both = set(plain_name(added.name).split()) & set(plain_name(listed.name).split())
    return len(in_both) > 1 and may_be_same(added, listed)
