"""The one HTTP API: mounts the routers of all packages behind one sign-in and one way to answer errors."""

import coordination.api.deferred  # noqa: F401 - first: it says how what follows is built

# isort: split
from ninja import NinjaAPI

from coordination.api import alerts, downloads, missed, people, problems, rooms, search
from coordination.api.rendering import AnswerRenderer
from coordination.sign_in.callers import SessionCookie, SessionToken
from coordination.sign_in.parser import LimitedParser
from coordination.web.apps.installed import app_routers

api = NinjaAPI(
    title="Musterpoint",
    version="1",
    auth=[SessionToken(), SessionCookie()],
    parser=LimitedParser(),
    renderer=AnswerRenderer(),
    docs_url=None,
    # What is served is the committed document, whole: description.py.
    openapi_url=None,
    urls_namespace="api-v1",
)
problems.register_errors(api)
for router in (
    people.router,
    missed.router,
    rooms.router,
    search.router,
    alerts.router,
    downloads.router,
    *app_routers(),
):
    api.add_router("", router)
