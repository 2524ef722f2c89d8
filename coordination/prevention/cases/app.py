"""The desk of threat assessment."""

from mou.foundation.app_declaration import App, MainPage, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_steps",),
    overdue=("work.waiting.list_overdue_steps",),
    routers=("api",),
    addresses="urls",
    chores=("work.keeping.tell_due",),
    deletions=("work.keeping.seal_and_expunge",),
    pages_of_alerts={"case_waits": "/prevention/cases"},
    retained=("work.keeping.CASE_RULES",),
    parts=(
        Part(
            "prevention",
            "cases",
            _("Threat assessment"),
            _("Cases that you are on, the agenda, and the teams."),
            seen_by="access.may_see_page",
            order=20,
        ),
    ),
    main_pages=(
        MainPage(_("Safety flags"), "safety_flags", ("/prevention/flags",), "pages.sees_flags_page", order=50),
    ),
    team="access.CASE_PLACES",
    person_counts=(
        PersonCount("entries_in_cases", "models.CaseEntry", "by", _("Entries in cases")),
        PersonCount("readings_of_cases", "models.CaseRead", "user", _("Readings of cases")),
    ),
    audited={"team_changed": (r"agencies/<id>/case-team.*", r"prevention/cases/teams/<id>(/.*)?")},
    panel="cases/flag_link.js",
    not_audited={
        r"cases.*|police-copies.*|incidents/<id>/safety-flags.*": "cases have records of their own",
        r"prevention/(cases(/(?!teams).*)?|flags.*|police-copies.*)": "cases have records of their own",
    },
)
