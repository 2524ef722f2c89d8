"""Carry a code to an address at once, beside the outbox: whoever asked for it is waiting in front of a form."""

import logging

from push.errors import CodeNotSent
from push.transport import Message, TransportError
from push.transports.configured import code_transport
from push.vocabulary import Outcome

logger = logging.getLogger(__name__)


def send_code(message: Message) -> None:
    """Send a code by the transport of its address, once. Blocks for seconds; calls the network. Raises: CodeNotSent."""
    transport = code_transport(message.device_kind)
    if transport is None:
        raise CodeNotSent("This installation has no way to send to such addresses.")
    try:
        result = transport.send(message)
    except TransportError as error:
        logger.warning("a code by %s did not go out: %s", message.device_kind, error.code)
        raise CodeNotSent("The code could not be sent; register the address again later.") from error
    if result.outcome not in (Outcome.SENT, Outcome.ACCEPTED):
        raise CodeNotSent("The code could not be sent; register the address again later.")
