"""To whom an inject goes in a room, where an audience says exactly that. Pure.

An audience that is wider than meant fits no better than none: then a controller says it.
"""

from coordination.vocabulary import Audience

# Roles in words that mean one audience. Anything else, "incident commander" too, is narrower than any.
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


def audience_of(*, to_role: str, is_to_agency: bool, is_whole_school_side: bool) -> Audience | None:
    """Return the audience that is meant; None where none is not wider.

    `is_whole_school_side`: the agency that is meant is everybody whom the audience "school" holds at the site.
    """
    role = " ".join(to_role.casefold().split())
    if is_to_agency:
        return Audience.SCHOOL if is_whole_school_side and role in ("", *_words_of(Audience.SCHOOL)) else None
    return WORDS.get(role) if role else Audience.EVERYONE


def _words_of(audience: Audience) -> tuple[str, ...]:
    return tuple(word for word, one in WORDS.items() if one is audience)
