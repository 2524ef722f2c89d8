"""What a person decides about their own sessions: the body of the route, and the form of the page."""

from typing import Annotated

from ninja import Schema

from mou.foundation.forms.asked import Asked


class SessionLockIn(Schema):
    locks: Annotated[bool, Asked(is_hidden=True)]
