"""What agreements do in practice: why a person may, disclosures, emergency access, reminders."""

from mou.foundation.app_declaration import IN_THE_LOG, NO_PLAN, OF_NO_ONE_ELSE, App

APP = App(
    waiting=("on_paper.waiting.list_waiting_papers",),
    routers=("api", "on_paper.api", "parties.api"),
    uploads=("/api/v1/memoranda/*/versions/*/signed-papers", "/agreements/*/versions/*/paper"),
    pages_of_alerts={
        "signed_paper_waits": "/agreements",
        "signed_on_paper": "/agreements",
        "party_leaves": "/agreements",
    },
    addresses="urls",
    chores=("reminding.remind_once_a_day",),
    audited={
        "disclosures_exported": (r"districts/<id>/disclosures\.(csv|pdf)",),
        "roster_read": (r"sites/<id>/headcount", r"rooms/<id>/reported-names"),
        "disclosures_read": (r"districts/<id>/disclosures", r"emergency-access"),
        # Asked by POST, since names do not belong into addresses; the page's form asks and enters at one address.
        "student_disclosures": (r"districts/<id>/disclosure(s|-searches)",),
        "rules_changed": (r"emergency-access/<id>/review",),
    },
    not_audited={
        r"rooms/<id>/agreement": IN_THE_LOG,
        r"why": OF_NO_ONE_ELSE,
        r"explanations": NO_PLAN,
    },
    panel="agreements/agreement_card.js",
)
