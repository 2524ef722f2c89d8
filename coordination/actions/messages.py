"""Say something."""

from coordination import incident_log
from coordination.actions.audiences import check_audience
from coordination.incident_log import Turn
from coordination.wire import events
from coordination.wire.commands import PostMessage


def post_message(*, turn: Turn, command: PostMessage) -> None:
    """Post text to an audience. Raises: AudienceNotAllowed."""
    audience = check_audience(turn, command.audience)
    incident_log.append(turn, events.MessagePosted(text=command.text), audience=audience)
