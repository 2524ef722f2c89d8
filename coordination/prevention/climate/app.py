"""The desk of school climate."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    counts=("work.keeping.count_tips",),
    deletions=("work.keeping.delete_old",),
    uploads=(
        "/api/v1/agencies/*/climate-surveys",
        "/api/v1/agencies/*/climate-surveys/looks",
        "/prevention/climate/surveys/*",
    ),
    pages_of_alerts={"climate_waits": "/prevention/climate"},
    retained=("work.keeping.CLIMATE_RULES",),
    parts=(
        Part(
            "prevention",
            "climate",
            _("School climate"),
            _("What students, staff and parents say, year by year, and what fell."),
            seen_by="access.may_see_page",
            order=40,
        ),
    ),
    person_counts=(
        PersonCount("climate_surveys_brought", "models.ClimateSurvey", "brought_by", _("Climate surveys brought in")),
        PersonCount("steps_in_climate", "models.ClimateRecord", "by", _("Steps in school climate")),
        PersonCount("readings_of_climate", "models.ClimateRead", "user", _("Readings of school climate")),
    ),
    audited={"team_changed": (r"agencies/<id>/climate-team.*", r"prevention/climate/teams/<id>(/.*)?")},
    not_audited={
        r"climate.*|agencies/<id>/climate-surveys.*": "climate has records of its own",
        r"prevention/climate(/(?!teams).*)?": "climate has records of its own",
    },
)
