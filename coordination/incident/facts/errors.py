"""What is refused about pinned facts, as clients read it. Pure."""

from coordination.errors import CoordinationError


class FactNotFound(CoordinationError):
    code, status, title = "fact_not_found", 404, "There is no such fact for you."


class FactIsSuperseded(CoordinationError):
    code, status, title = "fact_superseded", 409, "Another fact has taken the place of this one."


class FactIsWithdrawn(CoordinationError):
    code, status, title = "fact_withdrawn", 409, "This fact was withdrawn."


class FactConfirmedAlready(CoordinationError):
    """Once it is amber, it can be confirmed anew."""

    code, status, title = "fact_confirmed_already", 409, "This fact is confirmed already, and still fresh."


class FactConfirmedByItsAuthor(CoordinationError):
    code, status, title = "fact_confirmed_by_its_author", 409, "Another person confirms what you pinned."


class MayNotJudgeFacts(CoordinationError):
    code, status, title = (
        "may_not_judge_facts",
        403,
        "Only responders and command roles confirm facts or end those of others.",
    )


class FactSupersedesItself(CoordinationError):
    code, status, title = "fact_supersedes_itself", 409, "A fact cannot take its own place."


class FactNotForAll(CoordinationError):
    """All who read the fact that ends must be able to read the one that stands."""

    code, status, title = (
        "fact_not_for_all",
        409,
        "The fact that stands must be for everyone, or for the same audience as the one that ends.",
    )
