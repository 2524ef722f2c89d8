"""What pages of records call things."""

from django.utils.translation import gettext as _

from coordination.records.audit.event_words import EVENT_WORDS
from coordination.vocabulary import AuditKind, AuditOutcome


def event_words(what: str) -> str:
    """Return what happened, in words."""
    words = EVENT_WORDS.get(what)
    return _(words) if words else what


def audit_kinds() -> dict[str, str]:
    return {
        AuditKind.SIGN_IN.value: _("Sign-ins"),
        AuditKind.ACCOUNT.value: _("Own accounts"),
        AuditKind.PLAN.value: _("Floor plans"),
        AuditKind.ROSTER.value: _("Names of people"),
        AuditKind.RECORD.value: _("Records of incidents"),
        AuditKind.EXPORT.value: _("Exports"),
        AuditKind.ADMINISTRATION.value: _("Administration"),
        AuditKind.AUDIT.value: _("The audit itself"),
        AuditKind.REFUSAL.value: _("Refusals"),
        AuditKind.GAP.value: _("Events that were lost"),
    }


def audit_outcomes() -> dict[str, str]:
    return {
        AuditOutcome.DONE.value: _("done"),
        AuditOutcome.REFUSED.value: _("refused"),
        AuditOutcome.FAILED.value: _("failed"),
    }
