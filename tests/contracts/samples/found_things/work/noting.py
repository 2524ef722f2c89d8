"""Note what was found."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tests.contracts.samples.found_things.access import FOUND_TEAMS, FOUND_WAITS
from tests.contracts.samples.found_things.models import FoundThing
from tests.contracts.samples.found_things.rules.given import FoundThingIn
from tests.contracts.samples.found_things.vocabulary import FoundAct
from tests.contracts.samples.found_things.work.kinds import FOUND_KIND


def note_thing(*, actor_id: int, given: FoundThingIn, at: datetime) -> FoundThing:
    """Note a thing that was found, for one's own team. Durable. Raises: FoundTeamNotFound."""
    with transaction.atomic(durable=True):
        FOUND_TEAMS.team_for(user_id=actor_id, agency_id=given.agency_id, at=at)
        team = FOUND_TEAMS.locked_team(given.agency_id)
        of_it = {"thing": given.thing, "place": given.place, "found_by_id": actor_id, "found_at": at}
        thing: FoundThing = QuerySet(FoundThing).create(team=team, number=team.take_number(at, prefix="F"), **of_it)
        FOUND_KIND.write_record(thing, FoundAct.NOTED.value, actor_id=actor_id, at=at)
        FOUND_WAITS.tell_of(thing.pk, occasion="new", user_ids=FOUND_TEAMS.counting_ids(team, at) - {actor_id})
    return thing
