"""Refuse a write that was made without knowing the present state: If-Match (RFC 9110, 13.1.1; RFC 6585, 3). Pure."""

from uuid import UUID

from mapping.errors import PreconditionFailed, PreconditionRequired


def version_tag(floorplan_id: UUID, state: str, edit: int) -> str:
    """Return the ETag of a floorplan: another after every edit and every step."""
    return f'"{floorplan_id}.{state}.{edit}"'


def require_match(if_match: str | None, current: str, changed: str = "") -> None:
    """Check the header of a write against the present tag. `changed` says by whom and when it was changed last.

    Raises: PreconditionRequired: there is no header. PreconditionFailed: it names another state.
    """
    if if_match is None or not if_match.strip():
        raise PreconditionRequired("Send If-Match with the ETag of what you have seen.")
    named = [one.strip() for one in if_match.split(",")]
    # "*" would mean "whatever it is": exactly what a write must not be made on. Weak tags never match (RFC 9110).
    if current not in named:
        raise PreconditionFailed(changed or "It was changed since you read it.")
