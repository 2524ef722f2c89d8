"""Edits of plans: drafts, floors and versions."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    routers=("versions_api", "api", "floors_api"),
    addresses="urls",
    uploads=("/api/v1/floorplans/*/photos",),
    audited={
        "plan_file_read": (r"plan-photos/<id>",),
        "plan_read": (r"levels/<id>/(versions|history|difference|edit)", r"floorplans/<id>(/.*)?"),
        "plan_changed": (
            *(r"levels/<id>/(drafts|name)", r"floorplans/<id>.*", r"sites/<id>/buildings.*"),
            r"sites/<id>/verify-floors",
        ),
        "site_changed": (r"sites/<id>/buildings.*",),
    },
    not_audited={r"sites/<id>/(buildings.*|verify-floors)": NO_PLAN},
)
