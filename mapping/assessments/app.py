"""Site assessments: pages, routes, and what they take."""

from mou.foundation.app_declaration import App

APP = App(
    routers=("api", "sweep_api", "measure_api"),
    addresses="urls",
    uploads=("/api/v1/assessment-findings/*/photo", "/prevention/findings/*"),
    not_audited={
        r"assessments.*|assessment-(findings|upgrades).*|sites/<id>/(assessment|door-).*|districts/<id>/assessment.*": (
            "assessments have a record of their own of who read and did what"
        ),
        r"prevention/(assessments|findings|door-sweeps)(/.*)?": "assessments have records of their own",
    },
)
