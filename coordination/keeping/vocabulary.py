"""What is kept for how long, and what a hold keeps. Pure. Sources stand in docs/vocabulary.md."""

from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _


class DataClass(Labelled):
    """What is kept for so long and then deleted, each by a rule of its own."""

    INCIDENTS = "incidents", _("Incidents, with their logs")
    EXERCISES = "exercises", _("Exercises, with their logs")
    UPLOADS = "uploads", _("Files that were uploaded")
    PUSH_RECORDS = "push_records", _("Alerts that were sent")
    AUDIT = "audit", _("The audit, and what administrators did")
    DISCLOSURES = "disclosures", _("The ledger of disclosures")
    ACCOUNTS = "accounts", _("Accounts of people who have left")
    OLD_PLANS = "old_plans", _("Old versions of floor plans")
    TIPS = "tips", _("Tips")
    CASES = "cases", _("Cases")
    SUPPORT = "support", _("Referrals and crisis teams")
    CLIMATE = "climate", _("School climate")
    SOCIAL_ALERTS = "social_alerts", _("Social media alerts")
    ROSTERS = "rosters", _("Students who have left")
    TRAINING = "training", _("Training, and assignments of officers")


class HoldScope(Labelled):
    """What a legal hold keeps from being deleted."""

    INCIDENT = "incident", _("An incident")
    SITE = "site", _("A site")
    PERSON = "person", _("A person")
    TIME_SPAN = "time_span", _("A time")
