"""Which age a grade of a roster is: what a teacher tells their class follows from it."""

import pytest

from coordination.incident.protocols.rules import audience_of_grade
from coordination.incident.protocols.vocabulary import ProtocolAudience as Age


@pytest.mark.parametrize(
    ("grade", "age"),
    [
        ("KG", Age.K_TO_2),
        ("PK", Age.K_TO_2),
        ("02", Age.K_TO_2),
        ("3", Age.GRADES_3_TO_5),
        ("Grade 5", Age.GRADES_3_TO_5),
        ("06", Age.GRADES_6_TO_8),
        (" 8 ", Age.GRADES_6_TO_8),
        ("09", Age.GRADES_9_TO_12),
        ("12", Age.GRADES_9_TO_12),
        # What is no grade of a school is no age: then all lines are read.
        ("13", None),
        ("00", None),
        ("UG", None),
        ("9th", None),
        ("", None),
    ],
)
def test_a_grade_has_one_age_or_none(grade: str, age: Age | None) -> None:
    assert audience_of_grade(grade) is age
