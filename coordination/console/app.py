"""The dispatch console: its page and its board."""

from mou.foundation.app_declaration import IN_THE_LOG, App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    main_pages=(MainPage(_("Console"), "console", ("/console",), "access.dispatches_or_leads", order=20),),
    not_audited={r"board|console": IN_THE_LOG},
)
