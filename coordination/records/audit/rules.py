"""Which requests the audit records, as what, and which it does not, and why: by method and address.

The first rule that fits counts; apps add addresses to rules. A test demands that every address of the site is in one
of the two lists.
"""

import re
from dataclasses import dataclass
from functools import cache

from coordination.room.capability import gettext_noop
from coordination.vocabulary import AuditKind
from coordination.web.apps.installed import installed_apps

READS = "GET HEAD"
WRITES = "POST PUT PATCH DELETE"
ANY = f"{READS} {WRITES}"


@dataclass(frozen=True, slots=True)
class AuditRule:
    """Requests that are recorded: their methods, their addresses as patterns, and the words of the event."""

    what: str
    kind: AuditKind
    methods: str
    addresses: tuple[str, ...]
    words: str


_K = AuditKind
# Addresses as Django has them, without "api/v1/" and with <id> for every id.
RULES = (
    AuditRule(
        "hold_changed",
        _K.ADMINISTRATION,
        WRITES,
        (r"records/<id>/legal-holds", r"districts/<id>/legal-holds.*"),
        gettext_noop("Set or released a legal hold"),
    ),
    AuditRule(
        "retention_changed",
        _K.ADMINISTRATION,
        WRITES,
        (r"records/<id>/retention", r"districts/<id>/retention/.*"),
        gettext_noop("Changed how long something is kept"),
    ),
    AuditRule(
        "retention_read",
        _K.AUDIT,
        READS,
        (r"records/<id>/(retention|legal-holds|deletions)", r"districts/<id>/(retention|legal-holds|deletions)"),
        gettext_noop("Read what is kept, held and deleted"),
    ),
    AuditRule("audit_exported", _K.AUDIT, READS, (r"agencies/<id>/audit\.csv",), gettext_noop("Exported the audit")),
    AuditRule(
        "audit_reviewed",
        _K.AUDIT,
        WRITES,
        (
            r"records/<id>/review",
            r"agencies/<id>/audit-reviews",
        ),
        gettext_noop("Signed off a week of the audit"),
    ),
    AuditRule(
        "audit_read", _K.AUDIT, READS, (r"(records/<id>.*|agencies/<id>/audit.*)",), gettext_noop("Read the audit")
    ),
    AuditRule(
        "evidence_exported",
        _K.EXPORT,
        READS,
        (r"incidents/<id>/evidence\.zip",),
        gettext_noop("Exported the evidence of an incident"),
    ),
    AuditRule(
        "site_exported",
        _K.EXPORT,
        ANY,
        (r"sites/<id>/(export|pack|print|map-rules/certificate\.pdf)",),
        gettext_noop("Took a site out as a file"),
    ),
    AuditRule(
        "disclosures_exported",
        _K.EXPORT,
        READS,
        (r"districts/<id>/disclosures\.(csv|pdf)",),
        gettext_noop("Exported the ledger of disclosures"),
    ),
    AuditRule(
        "brief_exported", _K.EXPORT, READS, (r"incidents/<id>/brief\.pdf",), gettext_noop("Took a brief out as a file")
    ),
    AuditRule(
        "agreement_exported",
        _K.EXPORT,
        READS,
        (
            r"memoranda/<id>/versions/<n>/pdf",
            r"papers/.*",
            r"agreements/.*\.(pdf|docx)",
        ),
        gettext_noop("Took an agreement out as a file"),
    ),
    AuditRule(
        "plan_file_read",
        _K.PLAN,
        READS,
        (
            r"floorplans/<id>/(scan|image)",
            r"plan-photos/<id>",
        ),
        gettext_noop("Read a floor plan"),
    ),
    AuditRule(
        "plan_read",
        _K.PLAN,
        READS,
        (
            r"levels/<id>/(plan|versions|history|difference|edit)",
            r"floorplans/<id>(/.*)?",
            r"(sites|rooms)/<id>/(levels|gazetteer)",
            r"ogc/collections/[a-z_]+/items.*",
            r"sites/<id>/(resolve|reunification.*)",
        ),
        gettext_noop("Read a floor plan"),
    ),
    AuditRule(
        "plan_changed",
        _K.PLAN,
        WRITES,
        (
            r"levels/<id>/(drafts|name)",
            r"floorplans/<id>.*",
            r"sites/<id>/(plan-.*|buildings.*|learned-words.*|reunification-sites.*)",
            r"plan-imports/<id>/.*",
        ),
        gettext_noop("Changed a floor plan"),
    ),
    # Asked by POST, since names do not belong into addresses.
    AuditRule(
        "roster_read",
        _K.ROSTER,
        "POST",
        (r"agencies/<id>/roster/student-searches",),
        gettext_noop("Read names of people"),
    ),
    AuditRule(
        "roster_read",
        _K.ROSTER,
        READS,
        (
            r"agencies/<id>/roster(?!/connection).*",
            r"administration/rosters/.*",
            r"my-classes|roster-classes/<id>",
            r"sites/<id>/(roster|headcount)",
            r"agencies/<id>/(members|offers)",
            r"rooms/<id>/(reported-names|my-students)",
            r"people(/<id>)?",
            r"administration/people/<id>",
            r"rosters?/.*",
            r"(districts|sites)/<id>/(rosters?|students|guardians).*",
            r"students.*",
            r"guardians.*",
        ),
        gettext_noop("Read names of people"),
    ),
    AuditRule(
        "roster_changed",
        _K.ROSTER,
        WRITES,
        (
            r"agencies/<id>/roster(?!/students/<id>/disclosures).*",
            r"administration/rosters/.*",
            r"rosters?/.*",
            r"(districts|sites)/<id>/(rosters?|students|guardians).*",
            r"students.*",
            r"guardians.*",
        ),
        gettext_noop("Changed a roster"),
    ),
    AuditRule(
        "disclosures_read",
        _K.RECORD,
        READS,
        (
            r"districts/<id>/disclosures",
            r"emergency-access",
        ),
        gettext_noop("Read disclosures and emergency access"),
    ),
    # Asked by POST, since names do not belong into addresses; the page's form asks and enters at one address.
    AuditRule(
        "student_disclosures",
        _K.RECORD,
        WRITES,
        (r"districts/<id>/disclosure(s|-searches)", r"agencies/<id>/roster/students/<id>/disclosures"),
        gettext_noop("Read or entered disclosures about a student"),
    ),
    AuditRule(
        "incident_read",
        _K.RECORD,
        READS,
        (
            r"incidents/<id>(/(brief|map|timeline|board))?",
            r"rooms/<id>/attachments/<id>",
        ),
        gettext_noop("Read the record of an incident"),
    ),
    AuditRule(
        "drill_calendar_read",
        _K.RECORD,
        READS,
        (r"drills/calendar\.ics",),
        gettext_noop("Read the calendar of drills by a program"),
    ),
    AuditRule(
        "account_changed",
        _K.ACCOUNT,
        WRITES,
        (
            r"accounts/(password|factors|address|welcome|reauthenticate|notice)/.*",
            r"account/sessions",
            r"drills/calendar",
            r"_allauth/app/v1/(account|auth/reauthenticate|auth/2fa/reauthenticate|auth/webauthn/reauthenticate).*",
            r"_allauth/app/v1/auth/session",
        ),
        gettext_noop("Changed an account, or said again who it is"),
    ),
    AuditRule(
        "people_changed",
        _K.ADMINISTRATION,
        WRITES,
        (
            r"administration(?!/people/<id>/data).*",
            r"agencies(/<id>)?",
            r"agencies/<id>/(people|members).*",
            r"(membership-requests|offers)/.*",
            r"me/(offers|memberships|session-lock).*",
            r"account/memberships",
            r"people/<id>(?!/data).*",
            r"scim/.*",
        ),
        gettext_noop("Changed people or agencies"),
    ),
    AuditRule(
        "site_changed",
        _K.ADMINISTRATION,
        WRITES,
        (
            r"districts/<id>/(new-school|schools-file|sites)",
            r"sites/<id>/(settings|buildings.*|map-rules.*|distribution)",
            r"districts/<id>/map-rules.*",
        ),
        gettext_noop("Changed a site"),
    ),
    AuditRule(
        "stations_changed",
        _K.ADMINISTRATION,
        WRITES,
        (r"stations/<id>.*", r"agencies/<id>/(stations|units).*"),
        gettext_noop("Changed stations or units"),
    ),
    AuditRule(
        "team_changed",
        _K.ADMINISTRATION,
        WRITES,
        # Apps declare where each of their teams is administered.
        (),
        gettext_noop("Changed a confidential team, its rules, or who is on it"),
    ),
    AuditRule(
        "rules_changed",
        _K.ADMINISTRATION,
        WRITES,
        (
            r"security/.*",
            r"panic-(intakes|tiers|buttons).*",
            r"districts/<id>/panic-.*",
            r"emergency-access/<id>/review",
        ),
        gettext_noop("Changed rules"),
    ),
    AuditRule(
        "training_read",
        _K.ROSTER,
        READS,
        (
            r"agencies/<id>/training-records",
            r"training-records/.*",
            r"sro-assignments.*",
            r"training/(agencies|completed|officers).*",
            r"incidents/<id>/never-drilled",
        ),
        gettext_noop("Read people's training"),
    ),
    AuditRule(
        "training_changed",
        _K.ADMINISTRATION,
        WRITES,
        (
            r"agencies/<id>/training-.*",
            r"training-records/.*",
            r"sro-assignments.*",
            r"training/.*",
        ),
        gettext_noop("Changed people's training or assignments"),
    ),
    AuditRule(
        "agreement_changed",
        _K.ADMINISTRATION,
        WRITES,
        (
            r"memoranda.*",
            r"agreements.*",
            r"sign/.*",
        ),
        gettext_noop("Worked on an agreement"),
    ),
)
_LOG = "the room's own log says who was there and who did what"
_NOBODYS = "nothing of anybody else"
_WITH_REASON = "noted where it is taken out, with the reason"
_NO_PLAN = "names and rules of sites, no plan"
_OWN_PAGES = "pages of one's own agencies; what is changed there is recorded"
# What the audit does not record as done, and why. A refusal there is recorded all the same.
NOT_RECORDED = (
    ("entries/search|rooms/<id>/entries/.*|rooms/<id>/(reads|read-marks)", _LOG),
    ("rooms/<id>/(commands|entries|state|poll|alerts|command|agreement|uploads)", _LOG),
    ("rooms/<id>/(reunification|rooms-to-account-for|response-actions.*|mutual-aid.*)", _LOG),
    ("rooms/<id>|incidents|incidents/<id>/my-room|response-actions|mutual-aid/entries|aid", _LOG),
    ("drills/times/<id>|incidents/<id>/exercise-times", _LOG),
    ("board|console|panics|rooms/<id>/panics/<id>/told|panic|panic-intake/<id>|text-answers", _LOG),
    (
        "assessments.*|assessment-(findings|upgrades).*|sites/<id>/(assessment|door-).*|districts/<id>/assessment.*",
        "assessments have a record of their own of who read and did what",
    ),
    ("_allauth/.*|accounts/.*|account/.*|agency-sign-in/.*", "signing in is noted where it is decided"),
    ("account/data|administration/people/<id>/data|people/<id>/data", _WITH_REASON),
    (
        "|me|me/memberships|me/in-use|why|style|kept|install|manifest.webmanifest|service-worker.js|words/.*|i18n/setlang/",
        _NOBODYS,
    ),
    (".well-known/.*|healthz|readyz|openapi.json|ws-tickets|devices.*|notifications.*|basemap|ogc.*|api/", _NOBODYS),
    ("sites|sites/<id>|facilities|explanations|plan-imports/<id>.*", _NO_PLAN),
    (
        "sites/<id>/(panic-places|exports|map-rules|distribution|buildings.*|learned-words|plan-imports|settings)",
        _NO_PLAN,
    ),
    (
        "districts/<id>/(map-rules|readiness|alarm-reach|panic-tiers.*|new-school|schools-file)|panic-(tiers|buttons).*",
        _NO_PLAN,
    ),
    ("drills/(schools|districts|records|imports).*", "drills and their law keep who changed what, and when"),
    ("training|me/training-records|agencies/<id>/training-courses|training/files/<id>", _OWN_PAGES),
    ("training/coverage/<id>|districts/<id>/training-coverage", "counts of schools, no names"),
    ("agencies/<id>/roster/connection", "how far a read is, asked for every other second; it names no one"),
    ("agencies|administration.*|agreements.*|memoranda.*|security.*|scim/.*|stations.*", _OWN_PAGES),
)
_ID = re.compile(r"<[a-z]*(?:uuid|uuidstr|slug|str|path):[a-z_]+>|<[a-z_]+>|\{[a-z_]+\}")
_NUMBER = re.compile(r"<int:[a-z_]+>")


def plain_route(route: str) -> str:
    """Return an address as the rules write it."""
    route = route.removeprefix("^").removeprefix("api/v1/")
    return _NUMBER.sub("<n>", _ID.sub("<id>", route))


@cache
def _compile_rules() -> list[tuple[AuditRule, re.Pattern[str]]]:
    """Return the rules with their addresses, and those that apps add to them."""
    apps = [one.app for one in installed_apps()]
    added = {one.what: [address for app in apps for address in app.audited.get(one.what, ())] for one in RULES}
    return [(one, re.compile("|".join([*one.addresses, *added[one.what]]))) for one in RULES]


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
