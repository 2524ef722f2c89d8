"""What is asked of those who bring parties into an agreement, and of a party that leaves: of routes and forms."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from mou.agreements.memoranda import REASON_MAX_CHARS
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.party_roles import PartyRole


class Closed(Schema):
    model_config = ConfigDict(extra="forbid")


class PartyNamedIn(Closed):
    """One party by its agency."""

    agency_id: Annotated[UUID, Asked(_("Agency"), begins_empty=True)]


class PartyRoleIn(PartyNamedIn):
    """Which part a party takes."""

    role: Annotated[PartyRole, Asked(_("Part in the agreement"), begins_empty=True)]


class PartyIn(PartyRoleIn):
    """One more party, and with which words its terms begin."""

    is_from_template: Annotated[
        bool, Asked(_("Begin its terms with the text for this part"), hint=_("Check what they open before review."))
    ] = True


class LeavingIn(PartyNamedIn):
    """A party's notice."""

    last_day: Annotated[date, Asked(_("Last day as a party"))]
    reason: Annotated[
        str,
        Field(min_length=1, max_length=REASON_MAX_CHARS),
        Asked(_("Reason"), hint=_("The other parties read it."), lines=3),
    ]


class PartyMade(Schema):
    """`id`: the memorandum under which stands what is opened; it is written like any other version."""

    id: UUID
