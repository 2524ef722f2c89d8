"""What pages say of response actions: the directive, and what the reader does now, in their language."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from coordination.vocabulary import ResponseActionKind, SafetyStrategy, ShelterHazard
from coordination.web.wording.vocabulary_words import OF_RESPONSE_ACTIONS, labels_by_list


def directive_words() -> dict[str, str]:
    """Return term and directive of each action, as they are spoken (SRP)."""
    return {
        "directive.hold": _("Hold! In your room or area. Clear the halls."),
        "directive.secure": _("Secure! Get inside. Lock outside doors."),
        "directive.lockdown": _("Lockdown! Locks, lights, out of sight."),
        "directive.evacuate": _("Evacuate! {where}"),
        "directive.shelter": _("Shelter! {where}"),
    }


def duty_words() -> dict[str, str]:
    """Return what a person does now: at the school, coming to help, or neither (Does)."""
    return {
        "do_now.school.hold": _("Close and lock your door. Clear the halls. Go on with business."),
        "do_now.school.secure": _("Bring everybody inside. Lock the outside doors. Go on with business."),
        "do_now.school.lockdown": _(
            "Lock your door. Danger in the room: get out. Lights out. Away from sight. Silence. "
            "Open to no one: responders open the door."
        ),
        "do_now.school.evacuate": _("Lead your class there. Take roll sheet and go-bag. Leave the rest. Count there."),
        "do_now.school.shelter": _("Lead your class in this strategy. Count everybody."),
        "do_now.responder.hold": _("Halls are clear, doors are locked. Come by the office."),
        "do_now.responder.secure": _("Outside doors are locked, everybody is inside. The threat is outside."),
        "do_now.responder.lockdown": _("Rooms stay locked until you open them. Write down each room you open."),
        "do_now.responder.evacuate": _("Classes are on their way there. Keep the way open."),
        "do_now.responder.shelter": _("People are inside in this strategy. Do not bring them out."),
        "do_now.elsewhere.hold": _("People stay in their rooms. The halls are kept clear."),
        "do_now.elsewhere.secure": _("Outside doors are locked, everybody is inside. The threat is outside."),
        "do_now.elsewhere.lockdown": _("People there hide behind locked doors. Responders open room by room."),
        "do_now.elsewhere.evacuate": _("Classes are on their way there."),
        "do_now.elsewhere.shelter": _("People are inside in this strategy. Do not call them out."),
    }


def response_words() -> dict[str, str]:
    """Return the catalogue for the incident page and the banner on every page."""
    return {
        **directive_words(),
        **duty_words(),
        "own_room.tell": _("Tell your students"),
        "response.as_of": _("NO CONTACT with the server. This is as of {time}."),
        "response.since": _("since {time}, by {name}"),
        "response.opened": _("{n} of {all} rooms opened"),
        "response.opened_some": _("{n} rooms opened"),
        "response.release": _("Release"),
        "response.change": _("Change"),
        "response.rooms": _("Rooms to open"),
        "response.tap_room": _("Tap a room that you have opened."),
        "response.not_locked": _("Nothing is locked there that you could open."),
        "response.read": _("I have read it"),
        "response.open_room": _("To the incident"),
        "response.called_from": _("Alarm from {place}"),
        "response.door": _("Nearest exterior door {door}"),
        "response.my_room": _("Report my room"),
        "response.whole_site": _("The whole site"),
        "response.no_rooms": _("No plan names rooms here: a responder releases the lockdown."),
        "response.is_open": _("open"),
        "response.opened_by": _("open, by {name} at {time}"),
        "response.exercise": _("EXERCISE"),
        "response.real": _("REAL"),
        "response.now": _("What to do now"),
    }


def response_choices() -> dict[str, dict[str, str]]:
    """Return the lists of the dialog that starts an action; each kind with its directive, as it is spoken."""
    spoken = directive_words()
    return {
        "response_kinds": {
            kind.value: spoken[f"directive.{kind}"].format(where="").strip() for kind in ResponseActionKind
        },
        "shelter_hazards": ShelterHazard.labels(),
        "safety_strategies": SafetyStrategy.labels(),
    }


def response_now(request: HttpRequest) -> dict[str, object]:
    """Give every page of a signed-in person the words of the banner that says what to do now."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    lists = labels_by_list(OF_RESPONSE_ACTIONS)
    return {
        "response_words": {
            **response_words(),
            "lists": {name: lists[name] for name in ("safety_strategy", "shelter_hazard")},
        }
    }
