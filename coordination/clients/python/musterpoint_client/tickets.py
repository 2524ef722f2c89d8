"""Tickets: what a socket is opened with, instead of the token. Each is good once, for seconds."""

from musterpoint_client.session import Session

SUBPROTOCOL = "muster.v1"


def fetch_ticket(session: Session) -> str:
    """Return a new ticket. Raises: ApiProblem, OSError."""
    return str(session.post("/ws-tickets", {})["ticket"])


def offered_subprotocols(ticket: str) -> list[str]:
    """Return what to offer when a socket is opened."""
    return [SUBPROTOCOL, f"ticket.{ticket}"]


def room_socket_url(origin: str, room_id: str) -> str:
    """Return where the socket of a room is."""
    return f"{origin.replace('http', 'ws', 1)}/ws/v1/rooms/{room_id}"
