"""Imports: files that become plans."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    routers=("api", "looks_api", "learned_api"),
    addresses="urls",
    uploads=("/api/v1/sites/*/plan-imports", "/api/v1/sites/*/plan-looks"),
    audited={
        "plan_file_read": (r"floorplans/<id>/(scan|image)",),
        "plan_changed": (r"sites/<id>/(plan-.*|learned-words.*)", r"plan-imports/<id>/.*"),
    },
    not_audited={r"plan-imports/<id>.*|sites/<id>/(learned-words|plan-imports)": NO_PLAN},
)
