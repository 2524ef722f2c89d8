"""What a plain form sent, as the models that the actions take. Every field is text, and may be missing or nonsense."""

from uuid import UUID

from django.http import QueryDict

NOTHING = UUID(int=0)


def uuid_in(posted: QueryDict, name: str) -> UUID:
    """Return an id; what is none names nothing that exists."""
    try:
        return UUID(posted.get(name, ""))
    except ValueError:
        return NOTHING
