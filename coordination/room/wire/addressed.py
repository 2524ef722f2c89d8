"""Audiences of entries that speak to some alone: players of an exercise, those of a joined site, medics. Pure."""

from base64 import b32encode
from hashlib import sha256
from typing import Final, Literal
from uuid import UUID

from coordination.vocabulary import Audience

# What an entry says in the place of its audience where it is addressed to some alone.
ADDRESSED: Final = "addressed"
# How rows begin that hold such an audience; no word of Audience does.
BEGINS = "of:"
# As many characters as are left in the column of a row: 45 bits of a digest.
DIGEST_CHARS = 9


class Addressed(str):
    """Some people as an audience: players of an agency, of a role, or both; those of a joined site; fire and EMS.

    People cannot write to it.

    Rows hold it in the place of an audience; what people and clients read says ADDRESSED.
    """

    __slots__ = ()

    @property
    def value(self) -> str:
        """Return what rows hold."""
        return str(self)


# Who may read an entry or an object.
type Readership = Audience | Addressed
# As entries and objects say it.
type AudienceWord = Audience | Literal["addressed"]


def addressed_to(*, agency_id: UUID | None, role: str) -> Addressed:
    """Return the audience of those who play for an agency, in a role (MemberRole), or both."""
    return _digest_of(f"{agency_id or ''}/{role}")


def addressed_to_site(site_id: UUID) -> Addressed:
    """Return the audience of those whom a site that joined an incident lets in: its own people, and by agreement."""
    return _digest_of(f"site:{site_id}")


def addressed_to_medics() -> Addressed:
    """Return the audience of those who care for casualties: fire and EMS."""
    return _digest_of("medics")


def _digest_of(said: str) -> Addressed:
    return Addressed(BEGINS + b32encode(sha256(said.encode()).digest()).decode()[:DIGEST_CHARS].lower())


def readership_of(value: str) -> Readership:
    """Return who may read what a row holds."""
    return Addressed(value) if value.startswith(BEGINS) else Audience(value)


def audience_word(readers: Readership) -> AudienceWord:
    """Return what an entry or an object says of who may read it."""
    return ADDRESSED if isinstance(readers, Addressed) else readers
