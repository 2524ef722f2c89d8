"""What the incident page says of the staff, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.command.order import LEADERS, RANK
from coordination.incident.general_staff.rules import KINDS, OF_THE_SCHOOL
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, StaffFunction


def staff_words() -> dict[str, str]:
    """Return the catalog of the panel of the staff."""
    return {
        "staff.command": _("Command"),
        "staff.vacant": _("Vacant: command does it itself"),
        "staff.no_command": _("Vacant: no one is in command"),
        "staff.held": _("{name} · {agency}"),
        "staff.me": _("You · {agency}"),
        "staff.since": _("since {time} · {how}"),
        "staff.appointed_by": _("appointed by {name}"),
        "staff.offered_to": _("Offered to {name}"),
        "staff.offered_to_me": _("{name} offers you: {function}"),
        "staff.take": _("Take the function"),
        "staff.appoint": _("Appoint"),
        "staff.offer": _("Hand over"),
        "staff.accept": _("Accept"),
        "staff.decline": _("Decline"),
        "staff.withdraw": _("Take the offer back"),
        "staff.release": _("Give up"),
        "staff.relieve": _("Relieve"),
        "staff.title_appoint": _("Appoint: {function}"),
        "staff.title_offer": _("Hand over: {function}"),
        "staff.count": _("{held} of {all} functions are held"),
        "ask.release_function": _("Leave this function vacant?"),
        "command.claim_function": _("Take a function"),
        "command.appoint_to_function": _("Give a function"),
        "command.offer_function": _("Offer a function"),
        "command.accept_function": _("Accept a function"),
        "command.decline_function": _("Decline or take back an offer of a function"),
        "command.release_function": _("Leave a function vacant"),
    }


def staff_choices() -> dict[str, str]:
    """Return what operations is divided into, as a form lets one choose it."""
    return {one: text for one, text in StaffFunction.labels().items() if one in SUBDIVISIONS}


def staff_rules() -> dict[str, object]:
    """Return who may hold each function, for what the page offers: kinds of agencies, roles, the school's leaders."""
    functions = {
        one.value: {"kinds": sorted(kind.value for kind in KINDS[one]), "school": one in OF_THE_SCHOOL}
        for one in StaffFunction
    }
    return {
        "functions": functions,
        "roles": sorted(one.value for one in RANK),
        "leaders": sorted(one.value for one in LEADERS),
    }
