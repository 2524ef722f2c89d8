"""Ratings, times and the hot wash."""

from coordination.web.apps.app import App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_opened",),
    deletions=("work.keeping.close_old", "work.photos.sweep_photos"),
    uploads=("/api/v1/drills/exercises/*/evaluation/photos",),
    pages_of_alerts={"hot_wash_open": "/drills/hot-washes"},
)
