"""What one tap says: which action, at which site. Pure."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.capability import Command
from coordination.vocabulary import ResponseActionKind, SafetyStrategy, ShelterHazard

BY_ONE_TAP = (ResponseActionKind.HOLD, ResponseActionKind.SECURE, ResponseActionKind.SHELTER)


class StartAtSite(Command):
    """Start Hold, Secure or Shelter at a whole site: in the incident that is open there, or in a new one.

    A shelter, and nothing else, names its hazard and its strategy. Lockdown and Evacuate begin with a press of the
    alarm, which tells responders.
    """

    site_id: UUID
    is_exercise: bool
    kind: Annotated[ResponseActionKind, Field(description="hold, secure or shelter")]
    hazard: ShelterHazard | None = None
    strategy: SafetyStrategy | None = None

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if self.kind not in BY_ONE_TAP:
            raise ValueError("One tap starts hold, secure or shelter.")
        is_shelter = self.kind is ResponseActionKind.SHELTER
        if (self.hazard is not None) is not is_shelter or (self.strategy is not None) is not is_shelter:
            raise ValueError("A shelter, and nothing else, names its hazard and its strategy.")
        return self
