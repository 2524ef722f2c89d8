"""Find the audience of an inject in a room, if one matches exactly the people who are meant. Pure.

A wider audience is never used: without a match, a controller delivers the inject by hand.
"""

from collections.abc import Mapping
from uuid import UUID

from coordination.room.wire.addressed import Readership, addressed_to
from coordination.vocabulary import Audience
from mou.vocabulary import MemberRole

# Roles in words that mean one audience.
WORDS: dict[str, Audience] = {
    "everybody": Audience.EVERYONE,
    "everyone": Audience.EVERYONE,
    "all": Audience.EVERYONE,
    "todos": Audience.EVERYONE,
    "responders": Audience.RESPONDERS,
    "all responders": Audience.RESPONDERS,
    "socorristas": Audience.RESPONDERS,
    "command": Audience.COMMAND,
    "mando": Audience.COMMAND,
    "school": Audience.SCHOOL,
    "school staff": Audience.SCHOOL,
    "escuela": Audience.SCHOOL,
}
# Endings of more than one, in English and Spanish.
ENDINGS = ("", "s", "es")


def readers_meant(
    *, to_role: str, agency_id: UUID | None, whole_agency: frozenset[Audience], member_roles: Mapping[str, MemberRole]
) -> Readership | None:
    """Return who is meant; None where a controller has to say it.

    Args:
        to_role: in words, as it was planned; empty where none was named.
        agency_id: the agency that is meant: then its players only.
        whole_agency: the audiences to which all people of that agency belong.
        member_roles: what people are in an agency, by every word for it, in lower case.

    "Incident commander" has no audience: only the play decides who that is.
    """
    role = " ".join(to_role.casefold().split())
    audience = WORDS.get(role) if role else Audience.EVERYONE
    if audience is not None:
        if agency_id is None:
            return audience
        return addressed_to(agency_id=agency_id, role="") if audience in whole_agency else None
    member_role = next((of for word, of in member_roles.items() if role in {word + end for end in ENDINGS}), None)
    return None if member_role is None else addressed_to(agency_id=agency_id, role=member_role.value)
