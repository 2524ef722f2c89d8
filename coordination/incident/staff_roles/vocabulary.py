"""The closed lists of role cards: roles of a school's people, phases of a card, why a person holds a role. Pure."""

from mou.foundation.labelled import Labelled, pgettext_noop
from mou.foundation.labelled import gettext_noop as _


class StaffRole(Labelled):
    """What a person does in an emergency at a school, whatever their title is."""

    PRINCIPAL = "principal", _("Principal")
    OFFICE = "office", _("Front office")
    TEACHER = "teacher", _("Teacher")
    SUBSTITUTE = "substitute", _("Substitute teacher")
    NURSE = "nurse", _("School nurse")
    COUNSELOR = "counselor", _("School counselor")
    CUSTODIAN = "custodian", _("Custodian")
    AIDE = "aide", _("Classroom aide")
    CAFETERIA = "cafeteria", _("Cafeteria staff")
    BUS_DRIVER = "bus_driver", _("Bus driver")
    SRO = "sro", _("School resource officer")
    DISTRICT = "district", _("District office")
    VOLUNTEER = "volunteer", _("Volunteer")

    @property
    def is_of_one(self) -> bool:
        """Whether one person holds it at a time, and deputies step in; else all who are named hold it."""
        return self in OF_ONE


OF_ONE = frozenset(
    {
        StaffRole.PRINCIPAL,
        StaffRole.OFFICE,
        StaffRole.NURSE,
        StaffRole.COUNSELOR,
        StaffRole.CUSTODIAN,
        StaffRole.CAFETERIA,
        StaffRole.SRO,
        StaffRole.DISTRICT,
    }
)


class CardPhase(Labelled):
    """When a step of a card is done."""

    BEFORE = "before", _("Before, on any day")
    FIRST_MINUTE = "first_minute", _("First minute")
    NEXT_TEN = "next_ten", _("Next ten minutes")
    AFTER = "after", _("After")


class CardAction(Labelled):
    """The response action with which a step is done; a step without one is done in all of them."""

    HOLD = "hold", pgettext_noop("response action", "Hold")
    SECURE = "secure", pgettext_noop("response action", "Secure")
    LOCKDOWN = "lockdown", pgettext_noop("response action", "Lockdown")
    EVACUATE = "evacuate", pgettext_noop("response action", "Evacuate")
    SHELTER = "shelter", pgettext_noop("response action", "Shelter")
    REUNIFY = "reunify", _("Reunification")


class CardSource(Labelled):
    """Whose words a card has."""

    LIBRARY = "library", _("Proposed by the product")
    DISTRICT = "district", _("Changed by the district")
    SCHOOL = "school", _("Changed by the school")


class NamedBy(Labelled):
    """How it is known whose role it is."""

    ORDER = "order", _("named for it")
    ASSIGNMENT = "assignment", _("assigned as SRO")
    TITLE = "title", _("by title")
    ADMINISTERS = "administers", _("an administrator: no one is named")
    STAFF = "staff", _("of the school, and named for no other role")


class NotHolding(Labelled):
    """Why a person who comes before another does not hold the role now."""

    SAID_SO = "said_so", _("has said that they cannot")
    OFF_DUTY = "off_duty", _("is off duty")
    NOT_REACHABLE = "not_reachable", _("has no device that an alert reaches")
    NOT_JOINED = "not_joined", pgettext_noop("of a role", "has not joined in time")
