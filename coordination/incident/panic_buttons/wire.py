"""What another system sends when one of its badges or wall buttons is pressed, and how a button is registered. Pure."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.wire.model import (
    Label,
    Latitude,
    Longitude,
    Texts,
    WireModel,
)
from coordination.vocabulary import PanicKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class Located(WireModel):
    """A point that is known or not: never half."""

    lon: Longitude | None = None
    lat: Latitude | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self


class ButtonPress(Located):
    """One press. `press_id` is the sender's own: sending it again has no further effect, today or in a year."""

    texts: ClassVar[Texts] = Texts.CLEANED

    press_id: Label
    button: Label
    is_exercise: bool = False
    kind: PanicKind = PanicKind.EMERGENCY
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None
    note: Label | None = None


class NewButton(Located):
    """A button or badge: `ref` as the other system calls it, `label` as people do, and where it hangs, if it does."""

    ref: Label
    label: Label
    site_id: UUID
    level_id: UUID | None = None


class NewIntake(WireModel):
    """A key to make for another system."""

    district_id: UUID
    name: Label


class PanicRule(WireModel):
    """Whether administrators must confirm each alarm; it never delays the alert."""

    confirmation_required: Annotated[
        bool,
        Asked(
            _("Must an administrator confirm each alarm?"),
            hint=_(
                "Texas asks for it (19 TAC 61.1031). The alarm is sent at once in any case; nothing waits for the "
                "confirmation."
            ),
            shows_all=True,
        ),
    ]
