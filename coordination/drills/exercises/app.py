"""The plan of an exercise."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    pages_of_alerts={"exercise_waits": "/drills/exercises"},
)
