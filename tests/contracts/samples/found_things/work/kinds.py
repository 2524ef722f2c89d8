"""The kind of thing that a team of found things works on."""

from coordination.casework.kinds.kind import Kind
from tests.contracts.samples.found_things.access import FOUND_READS, FOUND_TEAMS
from tests.contracts.samples.found_things.errors import FoundStepLacks, FoundThingNotFound
from tests.contracts.samples.found_things.models import FoundThing
from tests.contracts.samples.found_things.rules.machine import FOUND_THINGS
from tests.contracts.samples.found_things.vocabulary import FoundAct
from tests.contracts.samples.found_things.wire import FoundLine, FoundView

FOUND_KIND = Kind(
    model=FoundThing,
    teams=FOUND_TEAMS,
    machine=FOUND_THINGS,
    reads=FOUND_READS,
    id_name="thing_id",
    came="found_at",
    ended="ended_at",
    not_found=FoundThingNotFound,
    lacks=FoundStepLacks,
    ask="Say who, or why.",
    line=FoundLine,
    view=FoundView,
    line_facts=lambda _thing, _at: {},
    related=("found_by",),
    orders=("found_at", "-ended_at"),
    acts=(FoundAct,),
)
