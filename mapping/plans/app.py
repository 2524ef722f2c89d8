"""Plans: a site and its floors."""

from mou.foundation.app_declaration import NO_PLAN, App

APP = App(
    routers=("api",),
    addresses="urls",
    audited={"plan_read": (r"levels/<id>/plan", r"sites/<id>/levels"), "roster_read": (r"sites/<id>/roster",)},
    not_audited={r"sites|sites/<id>|facilities": NO_PLAN},
)
