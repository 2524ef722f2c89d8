"""Every way by which something leaves the product, by the module in which it does, and what marks an exercise there.

A module that talks to the network or hands out a file and is not named here fails a test: whoever adds one says first
how what is played can never be taken for real in it. "no incident": nothing of any room goes through it.
"""

import re

from tests.support.processes import ROOT
from tests.support.sources import product_modules

NO_INCIDENT = "no incident"
PLAN = "maps and plans: no incident"
# Libraries that reach out, and names by which a mail or a request goes.
REACHES = re.compile(
    r"^(?:import|from) (?:smtplib|http\.client|urllib\.request|urllib3|httpx|requests|aiohttp|websockets|pywebpush"
    r"|firebase_admin|ftplib|socket|syslog)\b|EmailMessage\(|\bsend_mail\(|\burlopen\(",
    re.MULTILINE,
)
# What is no page and no JSON of the API: a file, a print, a calendar, a stream.
HANDS_OUT = re.compile(
    r"Content-Disposition|FileResponse\(|StreamingHttpResponse\(|as_attachment"
    r"|content_type=f?\"(?:text/csv|text/calendar|text/xml|application/(?:pdf|zip|geo\+json|gzip|octet)|image/)"
    # Of mou/api/media_types.py.
    r"|content_type=(?:GEOJSON|PDF|ZIP|JPEG|PNG|CSV|ICALENDAR|XML|UNKNOWN)\b|=declare_types\("
)

REACHING = {
    "coordination/administration/accounts/letters.py": NO_INCIDENT,
    "coordination/administration/single_sign_on/fetching.py": NO_INCIDENT,
    "coordination/mailing/outbox.py": NO_INCIDENT,
    "coordination/management/commands/demo.py": NO_INCIDENT,
    "coordination/management/commands/serve.py": NO_INCIDENT,
    "coordination/management/demo_district.py": NO_INCIDENT,
    "coordination/management/listening.py": NO_INCIDENT,
    "coordination/agreements/reminding.py": NO_INCIDENT,
    "coordination/clients/python/musterpoint_client/api.py": "a client: it sends what a person says to this server",
    "coordination/clients/python/musterpoint_client/room/connection.py": "a client: it sends what a person says",
    "coordination/clients/python/musterpoint_client/phone/safety_words.py": NO_INCIDENT,
    "coordination/family_messages/work/outbox.py": "an exercise has no delivery; its texts begin with EXERCISE",
    "coordination/management/self_check.py": NO_INCIDENT,
    "coordination/records/audit/syslog.py": "each line of an exercise begins with EXERCISE",
    "coordination/records/evidence/heads.py": "EXERCISE in the subject, is_exercise in the signed statement",
    "coordination/sign_in/mail.py": NO_INCIDENT,
    "coordination/sign_in/adapter.py": NO_INCIDENT,
    "coordination/sockets/broker/connections.py": "carries what rooms wrote, between our own processes",
    "mou/foundation/bounded_process/fork_server.py": NO_INCIDENT,
    "mou/foundation/bounded_process/forks.py": NO_INCIDENT,
    "mou/foundation/bounded_process/worker_sockets.py": NO_INCIDENT,
    "coordination/sign_in/attempts/hashing.py": NO_INCIDENT,
    "coordination/sign_in/attempts/hashing_program.py": NO_INCIDENT,
    "mou/foundation/bounded_process/probe.py": NO_INCIDENT,
    "mou/foundation/bounded_process/walls.py": NO_INCIDENT,
    "push/outgoing/http_pools.py": "carries what the transports write",
    "push/outgoing/mail_server.py": "carries what the mails say",
    "push/outgoing/names.py": NO_INCIDENT,
    "push/outgoing/requests_adapter.py": "carries what the transports write",
    "push/outgoing/sockets.py": "carries what the transports write",
    "push/provider_words.py": "reads what a provider said, and sends nothing",
    "push/transports/connection.py": "carries what the others write",
    "push/transports/kept_alive.py": "carries what the others write",
    "push/transports/email.py": "the title begins with EXERCISE",
    "push/transports/fcm/proxied.py": "as fcm/transport.py",
    "push/transports/fcm/transport.py": "the title begins with EXERCISE; is_exercise; never critical",
    "push/transports/fcm/wire.py": "as fcm/transport.py",
    "push/transports/outbound.py": "carries what the others write",
    "push/transports/webpush/transport.py": "the title begins with EXERCISE; is_exercise",
}
HANDING_OUT = {
    "coordination/agreements/api.py": NO_INCIDENT,
    "coordination/agreements/on_paper/api.py": NO_INCIDENT,
    "coordination/agreements/pages.py": "accountings of disclosures: each line of an exercise says so",
    "coordination/api/downloads.py": "the files of the pages, each with its marks",
    "coordination/drills/evaluation/api.py": "photos of an exercise, read in its evaluation",
    "coordination/drills/exercises/api.py": "papers of an exercise, for its staff",
    "coordination/drills/exercises/pages/msel.py": "papers of an exercise, for its staff",
    "coordination/drills/improvement/api.py": "the report of an exercise",
    "coordination/drills/improvement/pages/report.py": "the report of an exercise",
    "coordination/reviews/api.py": "reports of real incidents: an exercise has no review",
    "coordination/reviews/pages/reviews.py": "reports of real incidents: an exercise has no review",
    "coordination/drills/requirements/api.py": "records of drills that were held: each line is one",
    "coordination/drills/requirements/pages.py": "records of drills that were held: each line is one",
    "coordination/emergency_plans/api.py": NO_INCIDENT,
    "coordination/emergency_plans/pages/one_plan.py": NO_INCIDENT,
    "coordination/home/brief_pages.py": "EXERCISE in the title, in the heading and on every print",
    "coordination/home/evidence_pages.py": "EXERCISE before every name, and in the README",
    "coordination/incident/accountability/text_messages/text_api.py": "the answer begins with EXERCISE",
    "coordination/incident/ics_forms/api.py": "is_exercise, and EXERCISE before the name; papers as printing.py",
    "coordination/incident/ics_forms/printing.py": "EXERCISE on each page, and before the name",
    "coordination/incident/attachments/api.py": "a file as someone attached it; the entry that names it is marked",
    "coordination/prevention/social_alerts/rule_pages.py": NO_INCIDENT,
    "coordination/prevention/tips/api.py": NO_INCIDENT,
    "coordination/records/api.py": "each line of an exercise says so",
    "coordination/records/person_data/pages.py": "entries of rooms, each with its mark",
    "coordination/replay/api.py": "EXERCISE in the title, before each track and in the name of the file",
    "coordination/rosters/pages.py": NO_INCIDENT,
    "coordination/training/api.py": NO_INCIDENT,
    "coordination/prevention/assessments/api.py": PLAN,
    "coordination/prevention/assessments/measure_api.py": PLAN,
    "coordination/prevention/assessments/pages/measures.py": PLAN,
    "mapping/compliance/pages.py": PLAN,
    "mapping/edits/api.py": PLAN,
    "mapping/edits/versions_api.py": PLAN,
    "mapping/exports/api.py": PLAN,
    "mapping/exports/packs/api.py": PLAN,
    "mapping/imports/api.py": PLAN,
    "mapping/ogc/api.py": PLAN,
    "mapping/plans/api.py": PLAN,
    "mapping/sites/street_map/basemap_api.py": PLAN,
    "mou/api/papers.py": NO_INCIDENT,
    "mou/foundation/tables/table.py": "what is of an exercise says EXERCISE in the column that heads its row",
}


def ways_out(pattern: re.Pattern[str]) -> set[str]:
    """Return the modules in which something leaves."""
    return {str(path.relative_to(ROOT)) for path in product_modules() if pattern.search(path.read_text())}
