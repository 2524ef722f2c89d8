"""Ratings, times and the hot wash."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_ratings",),
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_opened",),
    deletions=("work.keeping.close_old", "work.photos.sweep_photos"),
    uploads=("/api/v1/drills/exercises/*/evaluation/photos",),
    pages_of_alerts={"hot_wash_open": "/drills/hot-washes"},
    person_counts=(
        PersonCount("ratings_in_exercises", "models.TaskRating", "by", _("Ratings of tasks in exercises")),
        PersonCount("observations_in_exercises", "models.Observation", "by", _("Observations in exercises")),
        # What a person said without their name cannot be found again, not even by them.
        PersonCount("hot_washes_answered", "models.HotWashAnswered", "user", _("Hot washes answered")),
    ),
)
