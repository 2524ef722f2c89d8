"""Which requests the audit records, as what, and which it does not, and why: by method and address.

The first rule that fits counts; apps declare the addresses. A test demands that every address of the site is in one
of the two lists.
"""

import re
from dataclasses import dataclass
from functools import cache

from coordination.room.capability import gettext_noop
from coordination.vocabulary import AuditKind
from mou.foundation.app_declaration import IN_THE_LOG, OF_NO_ONE_ELSE
from mou.foundation.installed_apps import installed_apps

READS = "GET HEAD"
WRITES = "POST PUT PATCH DELETE"
ANY = f"{READS} {WRITES}"


@dataclass(frozen=True, slots=True)
class AuditRule:
    """Requests that are recorded: their methods, and the words of the event. Apps declare the addresses.

    `declared_as`: the name by which they do; empty: `what`.
    """

    what: str
    kind: AuditKind
    methods: str
    words: str
    declared_as: str = ""


_K = AuditKind
RULES = (
    AuditRule("hold_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Set or released a legal hold")),
    AuditRule("retention_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed how long something is kept")),
    AuditRule("retention_read", _K.AUDIT, READS, gettext_noop("Read what is kept, held and deleted")),
    AuditRule("audit_exported", _K.AUDIT, READS, gettext_noop("Exported the audit")),
    AuditRule("audit_reviewed", _K.AUDIT, WRITES, gettext_noop("Signed off a week of the audit")),
    AuditRule("audit_read", _K.AUDIT, READS, gettext_noop("Read the audit")),
    AuditRule("evidence_exported", _K.EXPORT, READS, gettext_noop("Exported the evidence of an incident")),
    AuditRule("site_exported", _K.EXPORT, ANY, gettext_noop("Took a site out as a file")),
    AuditRule("disclosures_exported", _K.EXPORT, READS, gettext_noop("Exported the ledger of disclosures")),
    AuditRule("brief_exported", _K.EXPORT, READS, gettext_noop("Took a brief out as a file")),
    AuditRule("form_exported", _K.EXPORT, READS, gettext_noop("Took a form of an incident out as a file")),
    AuditRule("tracks_exported", _K.EXPORT, READS, gettext_noop("Took the tracks of an incident out as a file")),
    AuditRule("agreement_exported", _K.EXPORT, READS, gettext_noop("Took an agreement out as a file")),
    AuditRule("emergency_plan_exported", _K.EXPORT, READS, gettext_noop("Took an emergency plan out as a file")),
    AuditRule("emergency_plan_read", _K.RECORD, READS, gettext_noop("Read an emergency plan")),
    AuditRule("emergency_plan_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Worked on an emergency plan")),
    AuditRule("review_exported", _K.EXPORT, READS, gettext_noop("Took a report of an incident out as a file")),
    AuditRule("review_read", _K.RECORD, READS, gettext_noop("Read the review of an incident")),
    AuditRule("review_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Worked on the review of an incident")),
    AuditRule("plan_file_read", _K.PLAN, READS, gettext_noop("Read a floor plan")),
    AuditRule("plan_read", _K.PLAN, READS, gettext_noop("Read a floor plan")),
    AuditRule("plan_changed", _K.PLAN, WRITES, gettext_noop("Changed a floor plan")),
    AuditRule("roster_read", _K.ROSTER, "POST", gettext_noop("Read names of people"), declared_as="roster_searched"),
    AuditRule("roster_read", _K.ROSTER, READS, gettext_noop("Read names of people")),
    AuditRule("roster_changed", _K.ROSTER, WRITES, gettext_noop("Changed a roster")),
    AuditRule("disclosures_read", _K.RECORD, READS, gettext_noop("Read disclosures and emergency access")),
    AuditRule("student_disclosures", _K.RECORD, WRITES, gettext_noop("Read or entered disclosures about a student")),
    AuditRule("incident_read", _K.RECORD, READS, gettext_noop("Read the record of an incident")),
    AuditRule("drill_calendar_read", _K.RECORD, READS, gettext_noop("Read the calendar of drills by a program")),
    AuditRule("account_changed", _K.ACCOUNT, WRITES, gettext_noop("Changed an account, or said again who it is")),
    AuditRule("people_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed people or agencies")),
    AuditRule("site_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed a site")),
    AuditRule("stations_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed stations or units")),
    AuditRule(
        "team_changed",
        _K.ADMINISTRATION,
        WRITES,
        gettext_noop("Changed a confidential team, its rules, or who is on it"),
    ),
    AuditRule("way_tried", _K.ADMINISTRATION, WRITES, gettext_noop("Tried a way to people")),
    AuditRule("backup_made", _K.ADMINISTRATION, WRITES, gettext_noop("Asked for a backup")),
    AuditRule("rules_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed rules")),
    AuditRule("training_read", _K.ROSTER, READS, gettext_noop("Read people's training")),
    AuditRule("training_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Changed people's training or assignments")),
    AuditRule("agreement_changed", _K.ADMINISTRATION, WRITES, gettext_noop("Worked on an agreement")),
)
# What the audit does not record as done of the shell, which is no app, and why. A refusal there is recorded all the
# same. Addresses as Django has them, without "api/v1/" and with <id> for every id.
NOT_RECORDED = (
    (
        "entries/search|rooms/<id>/entries/.*|rooms/<id>/(reads|read-marks|commands|entries|state|poll|alerts)",
        IN_THE_LOG,
    ),
    ("me|me/(in-use|session|missed)|ws-tickets|api/|_allauth/", OF_NO_ONE_ELSE),
    ("i18n/setlang/|healthz|readyz|(openapi|asyncapi).json", OF_NO_ONE_ELSE),
)
_ID = re.compile(r"<[a-z]*(?:uuid|uuidstr|slug|str|path):[a-z_]+>|<[a-z_]+>|\{[a-z_]+\}")
_NUMBER = re.compile(r"<int:[a-z_]+>")


def plain_route(route: str) -> str:
    """Return an address as the rules write it."""
    route = route.removeprefix("^").removeprefix("api/v1/")
    return _NUMBER.sub("<n>", _ID.sub("<id>", route))


@cache
def _compile_rules() -> list[tuple[AuditRule, re.Pattern[str]]]:
    """Return the rules with the addresses that apps declare."""
    declared = [one.app.audited for one in installed_apps()]
    named = {one: one.declared_as or one.what for one in RULES}
    return [
        (one, re.compile("|".join(address for app in declared for address in app.get(name, ()))))
        for one, name in named.items()
    ]


@cache
def _compile_reasons() -> list[tuple[re.Pattern[str], str]]:
    """Return what is not recorded, and why; an app says it of its own addresses."""
    of_apps = [pair for one in installed_apps() for pair in one.app.not_audited.items()]
    return [(re.compile(address), why) for address, why in (*NOT_RECORDED, *of_apps)]


@cache
def rule_of(method: str, route: str) -> AuditRule | None:
    """Return the rule for a request to a resolved address; none: it is not recorded unless it is refused."""
    address = plain_route(route)
    for one, pattern in _compile_rules():
        if method in one.methods.split() and pattern.fullmatch(address):
            return one
    return None


def why_not_recorded(route: str) -> str:
    """Return why an address without a rule is not recorded; empty where no reason is written down."""
    address = plain_route(route)
    return next((why for pattern, why in _compile_reasons() if pattern.fullmatch(address)), "")
