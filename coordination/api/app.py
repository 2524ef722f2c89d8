"""The one HTTP API: mounts the routers of all packages behind one sign-in and one way to answer errors."""

import coordination.api.deferred  # noqa: F401 - first: it says how what follows is built

# isort: split
from ninja import NinjaAPI

import coordination.records.api as records
import coordination.records.person_data.api as person_data
import coordination.records.retention.api as retention
from coordination.api import alerts, downloads, people, problems, rooms, search
from coordination.sign_in.callers import SessionCookie, SessionToken
from coordination.sign_in.parser import LimitedParser
from coordination.web.apps.installed import app_routers
from mapping.assessments.api import router as assessments_router
from mapping.assessments.measure_api import router as measures_router
from mapping.assessments.sweep_api import router as door_sweep_router
from mapping.compliance.api import router as rules_router
from mapping.edits.api import router as drafts_router
from mapping.edits.floors_api import router as floors_router
from mapping.edits.versions_api import router as versions_router
from mapping.exports.api import router as exports_router
from mapping.exports.packs.api import router as packs_router
from mapping.imports.api import router as plan_imports_router
from mapping.imports.learned_api import router as learned_words_router
from mapping.imports.looks_api import router as plan_looks_router
from mapping.ogc.api import router as ogc_router
from mapping.places.api import router as places_router
from mapping.plans.api import router as map_router
from mapping.reunification_sites.api import router as reunification_router
from mapping.sites.street_map.basemap_api import router as basemap_router
from mou.api.editing import router as editing_router
from mou.api.papers import router as papers_router
from mou.api.proposals import router as proposals_router
from mou.api.routes import router as agreements_router
from push.api.routes import router as devices_router

api = NinjaAPI(
    title="Musterpoint",
    version="1",
    auth=[SessionToken(), SessionCookie()],
    parser=LimitedParser(),
    docs_url=None,
    # What is served is the committed document, whole: description.py.
    openapi_url=None,
    urls_namespace="api-v1",
)
problems.register_errors(api)
for router in (
    people.router,
    records.router,
    retention.router,
    person_data.router,
    rooms.router,
    search.router,
    alerts.router,
    downloads.router,
    *app_routers(),
    map_router,
    places_router,
    versions_router,
    drafts_router,
    floors_router,
    exports_router,
    basemap_router,
    packs_router,
    ogc_router,
    plan_imports_router,
    plan_looks_router,
    learned_words_router,
    rules_router,
    assessments_router,
    door_sweep_router,
    measures_router,
    reunification_router,
    agreements_router,
    editing_router,
    papers_router,
    proposals_router,
    devices_router,
):
    api.add_router("", router)
