"""What the incident page says of role cards, in the reader's language."""

from django.utils.translation import gettext as _

from coordination.incident.staff_roles.vocabulary import CardAction, CardPhase


def role_card_words() -> dict[str, str]:
    """Return the catalog of the panel of role cards."""
    return {
        "roles.mine": _("Your role: {role}"),
        "roles.deputy": _("Deputy: {role}"),
        "roles.held": _("You hold it now: {reason}."),
        "roles.held_by": _("{name} holds it now: {reason}."),
        "roles.held_by_one": _("Someone holds it now: {reason}."),
        "roles.held_by_none": _("No one holds it now."),
        "roles.has_joined": _("has joined"),
        "roles.awaited": _("is awaited"),
        "roles.passed": _("{name} {why}."),
        "roles.open_line": _("{role}: {n} to do"),
        "roles.next_line": _("Next: {step}"),
        "roles.done_line": _("{role}: all done"),
        "roles.nothing": _("Nothing on this card is for now."),
        "roles.ticked_by": _("{name}, {time}"),
        "roles.stand_aside": _("I cannot do this: next deputy"),
        "roles.return": _("I can do this again"),
        "roles.not_named": _("No one is named: {roles}"),
        "roles.board": _("Roles"),
        "roles.site": _("Site"),
        "roles.board_open": _("Roles: {n} open"),
        "roles.no_one_ticked": _("no one has ticked it"),
        "roles.open_for": _("{n} min"),
        "roles.count": _("{n} of {all} done"),
        "roles.ticked_of": _("{n} of {all} have ticked it"),
        "roles.card": _("Card: {version}"),
        "roles.stale": _("Who holds which role is not current: the server was not reached."),
        "ask.stand_aside": _("Pass the role of {role} to the next deputy?"),
        "command.tick_role_step": _("Tick a step of your role"),
        "command.untick_role_step": _("Take a tick back"),
        "command.stand_aside_from_role": _("Stand aside from a role"),
        "command.return_to_role": _("Take a role up again"),
        **{f"roles.phase.{one.value}": one.label for one in CardPhase},
        **{f"roles.action.{one.value}": one.label for one in CardAction},
    }
