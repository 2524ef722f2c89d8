"""What the incident page says of command, in the reader's language."""

from django.utils.translation import gettext as _


def command_words() -> dict[str, str]:
    """Return the catalogue of the bar that says who is in command."""
    return {
        "incident_command.no_one": _("No one is in command"),
        "incident_command.held": _("In command: {names}"),
        "incident_command.unified": _("Unified command: {names}"),
        "incident_command.unified_mine": _("{names} command (unified)"),
        "incident_command.you": _("You"),
        "incident_command.me": _("You are in command"),
        "incident_command.since": _("since {time} · {elapsed}"),
        "incident_command.proposed": _("Proposed: {name}"),
        "incident_command.you_are_proposed": _("You are proposed to take command"),
        "incident_command.because.school_leadership": _("the school commands until the first responder takes over"),
        "incident_command.because.order_of_command": _("by the agreement's order of command"),
        "incident_command.because.no_order_agreed": _("no agreement says who commands; leaders of responders may"),
        "incident_command.clause": _("{agreement}, clause “{clause}”"),
        "incident_command.fifth": _("You are the fifth officer on scene: take command, or set up the command post."),
        "incident_command.fifth_other": _("{name} is the fifth officer on scene: offer them command."),
        "incident_command.claim": _("Take command"),
        "incident_command.offer": _("Offer command"),
        "incident_command.accept": _("Accept command"),
        "incident_command.decline": _("Decline"),
        "incident_command.withdraw": _("Take the offer back"),
        "incident_command.brief": _("Hand-over brief"),
        "incident_command.staff": _("Staff of the incident"),
        "incident_command.leave": _("Leave command"),
        "incident_command.offered_to_me": _("{name} offers you command"),
        "incident_command.unified_to_me": _("{name} offers you a place in unified command"),
        "incident_command.offered_to": _("Offered to {name}"),
        "incident_command.no_one_to_offer": _("No one in the room may be offered command."),
        "incident_command.more": _("Command"),
        "ask.claim_command": _("Take command from {names}?"),
        "ask.relinquish_command": _("Leave command? No one may be in command afterwards."),
        "command.claim_command": _("Take command"),
        "command.offer_command": _("Offer command"),
        "command.accept_command": _("Accept command"),
        "command.decline_command": _("Decline or take back an offer of command"),
        "command.relinquish_command": _("Leave command"),
    }
