"""What can go wrong with found things."""

from coordination.casework.refusals import (
    declare_fault,
    declare_not_found,
    declare_step_lack,
    declare_step_refusal,
)
from mou.foundation.labelled import gettext_noop as _

FoundTeamNotFound = declare_not_found("found_team_not_found", "There is no such team.")
FoundThingNotFound = declare_not_found("found_thing_not_found", "There is no such thing.")
BadFoundThing = declare_fault("bad_found_thing")
FoundStepLacks = declare_step_lack("found_step_lacks", _("Write who, or why."))
ThingNotClaimed = declare_step_refusal("thing_not_claimed", _("No one has claimed it yet."))
ThingClaimedAlready = declare_step_refusal("thing_claimed_already", _("Someone has claimed it already."))
ThingHandedBack = declare_step_refusal("thing_handed_back", _("It was handed back."))
