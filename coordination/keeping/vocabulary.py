"""What is kept for how long, and what a hold keeps. Pure. Sources stand in docs/vocabulary.md."""

from enum import StrEnum


class DataClass(StrEnum):
    """What is kept for so long and then deleted, each by a rule of its own."""

    INCIDENTS = "incidents"
    EXERCISES = "exercises"
    UPLOADS = "uploads"
    PUSH_RECORDS = "push_records"
    AUDIT = "audit"
    DISCLOSURES = "disclosures"
    ACCOUNTS = "accounts"
    OLD_PLANS = "old_plans"
    TIPS = "tips"
    CASES = "cases"
    SUPPORT = "support"
    CLIMATE = "climate"
    SOCIAL_ALERTS = "social_alerts"
    ROSTERS = "rosters"
    TRAINING = "training"


class HoldScope(StrEnum):
    """What a legal hold keeps from being deleted."""

    INCIDENT = "incident"
    SITE = "site"
    PERSON = "person"
    TIME_SPAN = "time_span"
