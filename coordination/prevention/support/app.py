"""The desk of referrals and crisis teams."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    deletions=("work.keeping.expunge_old",),
    pages_of_alerts={"support_waits": "/prevention/support"},
)
