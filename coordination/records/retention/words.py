"""What pages say of classes of records, why each is kept so long, and what a hold is on."""

from django.utils.translation import gettext as _

from coordination.keeping.vocabulary import DataClass, HoldScope


def data_classes() -> dict[str, str]:
    return {
        DataClass.INCIDENTS.value: _("Incidents, with their logs"),
        DataClass.EXERCISES.value: _("Exercises, with their logs"),
        DataClass.UPLOADS.value: _("Files that were uploaded"),
        DataClass.PUSH_RECORDS.value: _("Alerts that were sent"),
        DataClass.AUDIT.value: _("The audit, and what administrators did"),
        DataClass.DISCLOSURES.value: _("The ledger of disclosures"),
        DataClass.ACCOUNTS.value: _("Accounts of people who have left"),
        DataClass.OLD_PLANS.value: _("Old versions of floor plans"),
        DataClass.TIPS.value: _("Tips"),
        DataClass.CASES.value: _("Cases"),
        DataClass.SUPPORT.value: _("Referrals and crisis teams"),
        DataClass.CLIMATE.value: _("School climate"),
        DataClass.SOCIAL_ALERTS.value: _("Social media alerts"),
        DataClass.ROSTERS.value: _("Students who have left"),
        DataClass.TRAINING.value: _("Training, and assignments of officers"),
    }


def reasons() -> dict[str, str]:
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
            "From the day somebody left the agency, a record was replaced, or an assignment ended: seven years."
        ),
    }


def hold_scopes() -> dict[str, str]:
    return {
        HoldScope.INCIDENT.value: _("An incident"),
        HoldScope.SITE.value: _("A site"),
        HoldScope.PERSON.value: _("A person"),
        HoldScope.TIME_SPAN.value: _("A time"),
    }
