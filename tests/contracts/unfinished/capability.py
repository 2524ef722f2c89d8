"""A capability that leaves everything unsaid that can be, for the test of what is then said."""

from typing import Literal

from coordination.room.capability import Capability, Command, CommandRule, Event, EventRule


class SayHalf(Command):
    """Half a command."""

    type: Literal["say_half"]


class HalfSaid(Event):
    """Half an event."""

    type: Literal["half_said"] = "half_said"


CAPABILITY = Capability(commands=(CommandRule(SayHalf),), events=(EventRule(HalfSaid),))
