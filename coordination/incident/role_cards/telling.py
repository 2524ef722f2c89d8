"""Who is told that a role passes on: who holds it now, and those with a command role."""

from coordination.incident.role_cards.capability import RoleAside
from coordination.incident.role_cards.holding import roles_now, site_of_role
from coordination.room.alerting.recipients import AlertTrigger, Telling, people_in_command


def told_of_aside(trigger: AlertTrigger) -> list[Telling]:
    """Return the next deputy, in the room or not, and command; not who stands aside."""
    assert isinstance(trigger.about, RoleAside)
    site = site_of_role(trigger.incident, trigger.about.site_id)
    now = roles_now(trigger.incident, trigger.room_id, site, trigger.at)[trigger.about.role]
    next_one = [now.held.holder.user_id] if now.held.holder is not None else []
    return [Telling(sorted({*next_one, *people_in_command(trigger)} - {trigger.author.user_id}))]
