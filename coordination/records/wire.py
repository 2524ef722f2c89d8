"""What a review of the audit says: the body of the route, and the forms of the page."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import Field

from coordination.records.audit.reviews import NOTE_MAX_CHARS
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class AuditReviewNoteIn(Schema):
    """What is said of a week that is known already."""

    note: Annotated[str, Field(max_length=NOTE_MAX_CHARS), Asked(_("What was found, and what follows"), lines=2)] = ""


class AuditReviewIn(AuditReviewNoteIn):
    """A week, by its Monday."""

    week: date
