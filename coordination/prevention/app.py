"""Prevention: its front page."""

from mou.foundation.app_declaration import App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    main_pages=(MainPage(_("Prevention"), "prevention", ("/prevention/",), "front.sees_prevention", order=60),),
    not_audited={
        r"prevention": "it leads to its parts, which have records of their own",
    },
)
