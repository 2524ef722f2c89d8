"""The first page and the pages of an incident."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    addresses="urls",
    main_pages=(
        MainPage(
            _("Incidents"),
            "home",
            ("/incidents/", "/rooms/", "/stations", "/near-threats"),
            seen_by="",
            order=10,
        ),
        MainPage(_("Sites"), "home#sites-title", ("/sites/", "/levels/", "/plan-imports/"), seen_by="", order=30),
    ),
    audited={
        "evidence_exported": (r"incidents/<id>/evidence\.zip",),
        "brief_exported": (r"incidents/<id>/brief\.pdf",),
        "incident_read": (r"incidents/<id>(/(brief|map|timeline|board))?",),
    },
    not_audited={r"|style|words/.*": OF_NO_ONE_ELSE},
)
