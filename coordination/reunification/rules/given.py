"""The classes of the acts at a reunification: each the body of a route and the form of a page. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints, field_validator

from coordination.casework.texts import NO_NUL, Given, Line, Short
from coordination.reunification.vocabulary import ChildAnswer, IdKind, StudentStep
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

MOST_AT_ONCE = 100
MOST_SIBLINGS = 8
STEPS_OF_MANY = (StudentStep.BOARD, StudentStep.ARRIVE, StudentStep.ASSEMBLE)
Code = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, pattern=r"^[SXsx]-[0-9]{4,6}$"),
    Field(examples=["S-0412"]),
]
Where = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400, pattern=NO_NUL)]
BusName = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=NO_NUL)]
ChildrenWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600, pattern=NO_NUL)]
Initials = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8, pattern=NO_NUL)]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9+()./ #*x-]{0,40}$")]
TicketNumber = Annotated[
    str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=12, pattern=r"^[A-Za-z0-9 -]*$")
]
PlaceId = Annotated[UUID | None, Asked(is_hidden=True)]


class ReunificationStudentSearchIn(Given):
    """Find students by name, code, homeroom, grade or bus."""

    words: Annotated[Line, Asked(_("Name, code, class or bus"))]


class StudentStepsIn(Given):
    """Do a step with students. `words`: where, and with whom, where a step needs it."""

    codes: Annotated[list[Code], Field(min_length=1, max_length=MOST_AT_ONCE)]
    step: StudentStep
    place_id: PlaceId = None
    bus: Annotated[BusName, Asked(_("Bus"))] = ""
    words: Annotated[Where, Asked(_("Where, and with whom"))] = ""


class OneStudentStepIn(Given):
    """The same of one student, as the page asks it."""

    step: Annotated[StudentStep, Asked(_("What has happened"), begins_empty=True)]
    bus: Annotated[BusName, Asked(_("Bus"))] = ""
    words: Annotated[Where, Asked(_("Where, and with whom"))] = ""


class StudentsOfClassIn(Given):
    """Do a step with all of a class, or of a bus, who are in a state that allows it."""

    homeroom: Annotated[Short, Asked(_("Class"))] = ""
    of_bus: Annotated[BusName, Asked(_("Bus"))] = ""
    step: Annotated[StudentStep, Asked(_("What has happened"), begins_empty=True)]
    place_id: PlaceId = None
    bus: Annotated[BusName, Asked(_("Onto bus"))] = ""

    @field_validator("step")
    @classmethod
    def is_of_many(cls, step: StudentStep) -> StudentStep:
        """Refuse what is said of one child at a time."""
        if step not in STEPS_OF_MANY:
            raise ValueError("not a step of a class or a bus")
        return step


class StudentAddedIn(Given):
    """Add a child who is not in the list, as far as they are known."""

    given_name: Annotated[Line, Asked(_("First name, or what is known"))]
    family_name: Annotated[Short, Asked(_("Last name"))] = ""
    grade: Annotated[BusName, Asked(_("Grade"))] = ""
    homeroom: Annotated[Short, Asked(_("Class"))] = ""
    place_id: PlaceId = None


class CheckInIn(Given):
    """Check in an adult who has come for one or more children. The card's id is made by who sends it."""

    card_id: Annotated[UUID, Asked(is_hidden=True, is_renewed=True)]
    adult_name: Annotated[Line, Asked(_("Name of the adult, as on the ID"))]
    relationship: Annotated[Short, Asked(_("Relationship"))] = ""
    phone: Annotated[Phone, Asked(_("Phone"), inputmode="tel")] = ""
    id_kind: Annotated[IdKind, Asked(_("Photo ID that you have seen"), begins_empty=True)]
    codes: Annotated[list[Code], Field(min_length=1, max_length=MOST_SIBLINGS), Asked(_("Children"))]
    place_id: PlaceId = None
    # The number on the adult's own phone, if they have one: it is served by this.
    number: Annotated[TicketNumber, Asked(is_hidden=True)] = ""


class PickUpDecisionIn(Given):
    """Clear or refuse an adult, with the reason; by another person than the one who checked them in."""

    is_cleared: Annotated[bool, Asked(_("May pick up this child"))] = False
    words: Annotated[Line, Asked(_("Why"))]
    newest_text: Annotated[int, Asked(is_hidden=True, is_renewed=True)] = 0


class HandOverIn(Given):
    """Hand a child over. The child was asked whether they are comfortable going with this adult."""

    pick_up_id: Annotated[UUID, Asked(is_hidden=True)]
    is_comfortable: Annotated[
        ChildAnswer, Asked(_("The child is comfortable going with this adult"), begins_empty=True)
    ]
    initials: Annotated[Initials, Asked(_("Your initials"))]


class SelfCheckInGiven(Given):
    """What an adult says on their own phone. Nothing of it is looked up: a greeter reads it, the adult before them."""

    adult_name: Annotated[Line, Asked(_("Your name, as on your photo ID"), autocomplete="name")]
    children: Annotated[
        ChildrenWords,
        Asked(
            _("Whom do you come for?"),
            hint=_("First and last name of each child, and the grade if you know it."),
            lines=3,
        ),
    ]
    relationship: Annotated[Short, Asked(_("What you are to them"), hint=_("Mother, grandfather, neighbor"))] = ""
    phone: Annotated[Phone, Asked(_("Your phone number"), inputmode="tel", autocomplete="tel")] = ""


class NumberShown(Given):
    """The number that an adult shows on their phone."""

    number: Annotated[
        TicketNumber,
        Field(min_length=1),
        Asked(_("Number on the adult's phone"), is_verbatim=True),
    ]
