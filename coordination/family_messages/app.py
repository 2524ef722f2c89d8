"""Messages to families: told once, in their language, approved by two people."""

from mou.foundation.app_declaration import OWN_PAGES, App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    routers=("api",),
    addresses="urls",
    texts=("work.stopping.hear_text",),
    deletions=("work.keeping.delete_old_notices",),
    parts=(
        Part(
            "drills",
            "drill_notices",
            _("Notices to families"),
            _("Tell families of a drill, before and after it."),
            seen_by="access.tells_of_drills",
            order=15,
        ),
    ),
    person_counts=(
        PersonCount("family_messages_written", "models.FamilyMessage", "made_by", _("Messages to families written")),
        PersonCount("family_messages_decided", "models.FamilyMessage", "decided_by", _("Messages to families decided")),
        PersonCount("family_words_written", "models.FamilyWords", "made_by", _("Words for families written")),
        PersonCount("family_feed_keys", "models.FamilyFeedKey", "made_by", _("Keys for the feed to families")),
        PersonCount("guardian_languages", "models.GuardianChoice", "made_by", _("Languages of guardians written down")),
    ),
    audited={
        "roster_read": (
            r"family-messages/<id>/(deliveries|not-reached)",
            r"families/(schools|messages)/<id>/guardians",
        ),
        "roster_searched": (r"agencies/<id>/guardian-searches",),
        "roster_changed": (r"agencies/<id>/guardian-languages", r"families/(schools|messages)/<id>/guardians"),
        "rules_changed": (
            r"agencies/<id>/family-(words|quiet-hours|feed-keys(/<id>)?)",
            r"families/words/<id>",
        ),
    },
    not_audited={
        r"incidents/<id>/(family-messages|families)|(families/messages|family-messages)/<id>"
        r"|family-messages/<id>/(approval|withdrawal|resending)": (
            "numbers without names; what goes out stands in the log of the incident, and each message says who decided"
        ),
        r"drill-notices|families/notices": "each notice says who wrote and approved it",
        r"agencies/<id>/family-words|families/words(/<id>)?": OWN_PAGES,
        r"family-feed": "the same words as on the public page",
        r"families/(stop|[^/]+)": "public pages: their readers have no account",
    },
)
