"""Drills and exercises: the pages that several of its parts share."""

from mou.foundation.app_declaration import App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    main_pages=(MainPage(_("Drills"), "drills", ("/drills",), "front.sees_drills", order=70),),
    not_audited={r"drills.*": "an exercise's record says who planned, moved and rated what"},
)
