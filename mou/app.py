"""Agreements: their pages and routes, the copies that are sealed, what the audit says of them."""

from mou.foundation.app_declaration import OWN_PAGES, App, MainPage
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("agreements.waiting.list_waiting_agreements",),
    routers=("api.routes", "api.editing", "api.papers", "api.proposals"),
    addresses="web.urls",
    chores=("papers.sealed_copies.seal_waiting",),
    uploads=("/api/v1/memoranda/*/readings",),
    main_pages=(MainPage(_("Agreements"), "agreements", ("/agreements", "/training"), seen_by="", order=40),),
    audited={
        "agreement_exported": (
            r"memoranda/<id>/versions/<n>/(pdf|signed-papers/<id>/scan)",
            r"papers/.*",
            r"agreements/.*\.(pdf|docx)",
        ),
        "agreement_changed": (r"memoranda.*", r"agreements.*", r"sign/.*"),
    },
    not_audited={r"agreements.*|memoranda.*": OWN_PAGES},
)
