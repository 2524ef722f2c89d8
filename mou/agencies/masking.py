"""Leave out of a record what its reader may not have: counts before names. Pure: no Django."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mou.terms import Contact
from mou.vocabulary import TermKind


@dataclass(frozen=True, slots=True)
class Named:
    """A person of a list: what they are, and who."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people there are of each role, and their names for readers who may have them."""

    total: int
    by_role: tuple[tuple[str, int], ...]
    names: tuple[Named, ...] | None


def masked_people(people: Sequence[Named], grants: frozenset[TermKind]) -> Headcount:
    """Return a list as its reader may have it: counts for all, names only with the roster."""
    counts = tuple(sorted(Counter(one.role for one in people).items()))
    whole = Headcount(total=len(people), by_role=counts, names=tuple(people))
    return whole if TermKind.ROSTER_ACCESS in grants else replace(whole, names=None)


def masked_contact(contact: Contact, *, is_party: bool) -> Contact:
    """Return a contact as its reader may have it: how to reach a person is for the two parties only."""
    return contact if is_party else contact.model_copy(update={"phone": "", "email": ""})
