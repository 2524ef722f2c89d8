"""The words of the pages about an agreement's paper."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mou.checks.rules import FindingSeverity
from mou.vocabulary import Topic

SEVERITY_WORDS: dict[FindingSeverity, Promise] = {
    "contradiction": _("Contradictory"),
    "missing": _("Missing"),
    "vague": _("Vague"),
    "advice": _("Advice"),
}
TOPIC_WORDS: dict[Topic, Promise] = {
    Topic.PARTIES: _("Parties and term"),
    Topic.PURPOSE_GOALS: _("Purpose and goals"),
    Topic.ROLES: _("Roles and responsibilities"),
    Topic.CHAIN_OF_COMMAND: _("Supervision and command"),
    Topic.DUTY: _("Duty and equipment"),
    Topic.SELECTION: _("Selection and removal"),
    Topic.TRAINING: _("Training and drills"),
    Topic.INFO_SHARING: _("Information sharing"),
    Topic.TECHNOLOGY: _("Cameras, maps, keys and radio"),
    Topic.RESPONSE: _("Emergency response"),
    Topic.ENFORCEMENT: _("Arrest, search and force"),
    Topic.DISCIPLINE_BOUNDARY: _("School discipline"),
    Topic.THREAT_ASSESSMENT: _("Threat assessment"),
    Topic.CRISIS_PLANNING: _("Emergency plans and maps"),
    Topic.FUNDING: _("Funding"),
    Topic.DATA_REPORTING: _("Statistics and reporting"),
    Topic.EVALUATION_COMPLAINTS: _("Evaluation and complaints"),
    Topic.LIABILITY: _("Liability and records"),
    Topic.CIVIL_RIGHTS: _("Civil rights"),
    Topic.MISCELLANEOUS: _("General provisions"),
}


def topic_words(topic: str) -> Promise | str:
    """Return what a topic is called; nothing for no topic."""
    return TOPIC_WORDS[Topic(topic)] if topic in list(Topic) else ""
