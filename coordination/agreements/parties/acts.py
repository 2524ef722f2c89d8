"""Change the parties of an agreement; that one leaves, the others are told in the same transaction."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from coordination.agreements.parties.wire import LeavingIn, PartyIn, PartyNamedIn, PartyRoleIn
from coordination.agreements.telling import keepers_of, readers_of, tell_people
from coordination.room.access import Asker
from mou.agreements.clauses import Place
from mou.agreements.parties.changing import add_party, change_role, open_in_return, take_out_party
from mou.agreements.parties.leaving import leave_agreement
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords

LEAVES = "party_leaves"
WORDS = PushWords(_("A party leaves an agreement"))


def bring_in(asker: Asker, memorandum_id: UUID, number: int, given: PartyIn) -> UUID:
    """Make an agency a party and return the annex of its terms. Raises: as add_party."""
    return add_party(
        place=_place_of(asker, memorandum_id, number),
        agency_id=given.agency_id,
        role=given.role,
        is_from_template=given.is_from_template,
    )


def say_role(asker: Asker, memorandum_id: UUID, number: int, given: PartyRoleIn) -> None:
    """Say which part a party takes. Raises: as change_role."""
    change_role(place=_place_of(asker, memorandum_id, number), agency_id=given.agency_id, role=given.role)


def take_out(asker: Asker, memorandum_id: UUID, number: int, given: PartyNamedIn) -> None:
    """Take a party out of what is being prepared. Raises: as take_out_party."""
    take_out_party(place=_place_of(asker, memorandum_id, number), agency_id=given.agency_id)


def ask_return(asker: Asker, memorandum_id: UUID, number: int, given: PartyNamedIn) -> UUID:
    """Let another district open its sites in return, and return the annex of that. Raises: as open_in_return."""
    return open_in_return(place=_place_of(asker, memorandum_id, number), agency_id=given.agency_id)


def give_notice(asker: Asker, memorandum_id: UUID, given: LeavingIn) -> None:
    """Give a party's notice; the district's keepers and the readers of the others are told. Raises: leave_agreement."""
    with transaction.atomic(durable=True):
        version = leave_agreement(
            actor_id=asker.user_id,
            memorandum_id=memorandum_id,
            agency_id=given.agency_id,
            last_day=given.last_day,
            reason=given.reason,
            at=asker.at,
        )
        others = keepers_of(version) | (readers_of(version) & ~Q(agency_id=given.agency_id))
        tell_people(LEAVES, WORDS, f"{version.pk.hex}:{given.agency_id.hex}", others, asker)


def _place_of(asker: Asker, memorandum_id: UUID, number: int) -> Place:
    return Place(asker.user_id, memorandum_id, number, asker.at)
