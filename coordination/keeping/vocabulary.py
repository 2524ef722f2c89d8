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
    BUILDING_TODAY = "building_today", _("Days in a building: cards, visitors, attendance")
    TRAINING = "training", _("Training, and assignments of officers")


# Why a class is kept so long, and from when its days count.
REASONS: dict[DataClass, str] = {
    DataClass.INCIDENTS: _(
        "From the day an incident was closed. It goes as a whole: a log is one chain. Messages, statuses, marks "
        "and who was there go with it; how far its log was stays, signed."
    ),
    DataClass.EXERCISES: _("From the day it was closed. Several states ask for records of drills for three years."),
    DataClass.UPLOADS: _(
        "From the day their incident was closed. Without days of their own they go with the incident; "
        "the log keeps their hash."
    ),
    DataClass.PUSH_RECORDS: _("From the day they were sent: to which device, when it was delivered and opened."),
    DataClass.AUDIT: _(
        "From the day of the event. CJIS Security Policy AU-11: a year at least. The audit of this server is one "
        "chain: the district that keeps it longest counts for all."
    ),
    DataClass.DISCLOSURES: _(
        "34 CFR 99.32(a)(2): for as long as the student's records are kept, which only the school knows."
    ),
    DataClass.ACCOUNTS: _(
        "From the day the last membership ended. Name, address, phone, devices and every way to sign in go; "
        "names in logs go with the incident."
    ),
    DataClass.OLD_PLANS: _("From the day another version took its place, unless an incident was worked on it."),
    DataClass.TIPS: _("From the day a tip ended. Set where the tips page is kept."),
    DataClass.CASES: _("From the day a case was closed. Set by the threat assessment team."),
    DataClass.SUPPORT: _("From the day a referral was closed, or a crisis team ended. Set with the team."),
    DataClass.CLIMATE: _("From the day a survey was brought in, or a task ended. Set with the team."),
    DataClass.SOCIAL_ALERTS: _("From the day an alert was decided. Set where alerts come in."),
    DataClass.ROSTERS: _("From the day a student or guardian left. Set with the roster."),
    DataClass.BUILDING_TODAY: _(
        "From the end of the day: thirty days. What was reported in an incident is in its log."
    ),
    DataClass.TRAINING: _(
        "From the day someone left the agency, a record was replaced, or an assignment ended: seven years."
    ),
}


class HoldScope(Labelled):
    """What a legal hold keeps from being deleted."""

    INCIDENT = "incident", _("An incident")
    SITE = "site", _("A site")
    PERSON = "person", _("A person")
    TIME_SPAN = "time_span", _("A time")
