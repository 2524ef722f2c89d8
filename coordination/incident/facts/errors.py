"""What is refused about pinned facts, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class FactNotFound(CoordinationError):
    code, status, title = "fact_not_found", 404, _("There is no such fact for you.")


class FactIsSuperseded(CoordinationError):
    code, status, title = "fact_superseded", 409, _("Another fact has taken the place of this one.")


class FactIsWithdrawn(CoordinationError):
    code, status, title = "fact_withdrawn", 409, _("This fact was withdrawn.")


class FactConfirmedAlready(CoordinationError):
    """Once it is amber, it can be confirmed anew."""

    code, status, title = "fact_confirmed_already", 409, _("This fact is confirmed already, and still fresh.")


class FactConfirmedByItsAuthor(CoordinationError):
    code, status, title = "fact_confirmed_by_its_author", 409, _("Another person confirms what you pinned.")


class MayNotJudgeFacts(CoordinationError):
    code, status = "may_not_judge_facts", 403
    title = _("Only responders and command roles confirm facts or end those of others.")


class FactSupersedesItself(CoordinationError):
    code, status, title = "fact_supersedes_itself", 409, _("A fact cannot take its own place.")


class FactNotForAll(CoordinationError):
    """All who read the fact that ends must be able to read the one that stands."""

    code, status = "fact_not_for_all", 409
    title = _("The fact that stands must be for everyone, or for the same audience as the one that ends.")
