"""Why each class of records is kept so long, and what the pages of times and holds say of a refusal."""

from django.utils.translation import gettext as _

from coordination.keeping.errors import BadHold
from coordination.keeping.vocabulary import DataClass
from mou.errors import BadName
from mou.foundation.forms.act_form import Refusal


def reason_words() -> dict[str, str]:
    """Return why a class is kept so long, and from when its days count."""
    return {
        DataClass.INCIDENTS.value: _(
            "From the day an incident was closed. It goes as a whole: a log is one chain. Messages, statuses, marks "
            "and who was there go with it; how far its log was stays, signed."
        ),
        DataClass.EXERCISES.value: _(
            "From the day it was closed. Several states ask for records of drills for three years."
        ),
        DataClass.UPLOADS.value: _(
            "From the day their incident was closed. Without days of their own they go with the incident; "
            "the log keeps their hash."
        ),
        DataClass.PUSH_RECORDS.value: _(
            "From the day they were sent: to which device, when it was delivered and opened."
        ),
        DataClass.AUDIT.value: _(
            "From the day of the event. CJIS Security Policy AU-11: a year at least. The audit of this server is one "
            "chain: the district that keeps it longest counts for all."
        ),
        DataClass.DISCLOSURES.value: _(
            "34 CFR 99.32(a)(2): for as long as the student's records are kept, which only the school knows."
        ),
        DataClass.ACCOUNTS.value: _(
            "From the day the last membership ended. Name, address, phone, devices and every way to sign in go; "
            "names in logs go with the incident."
        ),
        DataClass.OLD_PLANS.value: _(
            "From the day another version took its place, unless an incident was worked on it."
        ),
        DataClass.TIPS.value: _("From the day a tip ended. Set where the tips page is kept."),
        DataClass.CASES.value: _("From the day a case was closed. Set by the threat assessment team."),
        DataClass.SUPPORT.value: _("From the day a referral was closed, or a crisis team ended. Set with the team."),
        DataClass.CLIMATE.value: _("From the day a survey was brought in, or a task ended. Set with the team."),
        DataClass.SOCIAL_ALERTS.value: _("From the day an alert was decided. Set where alerts come in."),
        DataClass.ROSTERS.value: _("From the day a student or guardian left. Set with the roster."),
        DataClass.TRAINING.value: _(
            "From the day someone left the agency, a record was replaced, or an assignment ended: seven years."
        ),
    }


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language."""
    if isinstance(refusal, BadHold) and refusal.pointer == "/person":
        return _("Give the full name, the login or the mail address of one person.")
    if isinstance(refusal, BadName):
        return _("A text is missing, too long, or has control characters.")
    return refusal.sentence_or(str(refusal))
