"""What the interface of a connection takes, beside the views of its queries."""

from typing import Annotated

from pydantic import Field

from coordination.rosters.connection.addresses import ADDRESS_MAX_CHARS
from coordination.rosters.connection.keeping import (
    CLIENT_MAX_CHARS,
    HOUR,
    SCOPE,
    SCOPES_MAX_CHARS,
    SECRET_MAX_CHARS,
    ConnectionGiven,
)
from coordination.rosters.wire import Closed
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class RosterConnectionIn(Closed):
    """Where the school's system is (OneRoster 1.2), and as whom it is asked. Without a secret the old one stays."""

    base_url: Annotated[
        str,
        Field(max_length=ADDRESS_MAX_CHARS, examples=["https://sis.example.org"]),
        Asked(
            _("Address of the service"),
            inputmode="url",
            example="https://sis.example.org/ims/oneroster/rostering/v1p2",
        ),
    ]
    token_url: Annotated[
        str,
        Field(max_length=ADDRESS_MAX_CHARS, examples=["https://sis.example.org/oauth/token"]),
        Asked(_("Address for the token"), inputmode="url", example="https://sis.example.org/oauth/token"),
    ]
    client_id: Annotated[
        str, Field(min_length=1, max_length=CLIENT_MAX_CHARS, examples=["musterpoint"]), Asked(_("Client ID"))
    ]
    secret: Annotated[
        str,
        Field(max_length=SECRET_MAX_CHARS),
        Asked(_("Client secret"), autocomplete="new-password", is_secret=True),
    ] = ""
    scopes: Annotated[str, Field(max_length=SCOPES_MAX_CHARS, examples=[SCOPE]), Asked(_("Scopes"))] = SCOPE
    hour: Annotated[int, Field(ge=0, le=23, description="by the district's clock"), Asked(_("Hour"))] = HOUR
    is_nightly: Annotated[bool, Asked(_("Read it every night"))] = True

    def make_input(self) -> ConnectionGiven:
        """Return it as the action takes it."""
        return ConnectionGiven(**self.model_dump())


class RosterReadIn(Closed):
    """Read now. `is_whole`: everything, not only changes. `may_shrink`: also where a fifth of the students leave."""

    is_whole: Annotated[bool, Asked(_("Everything, not only what has changed"))] = False
    may_shrink: Annotated[bool, Asked(_("I have looked: they have left."))] = False
