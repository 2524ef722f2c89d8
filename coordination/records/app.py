"""Records of how the product is used: the audit, retention, what is stored about a person."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    waiting=("backup.waiting.list_waiting_backups", "server_keys.waiting.list_waiting_keys"),
    chores=("server_keys.keeping.note_keys",),
    routers=("api", "retention.api", "person_data.api", "backup.api"),
    addresses="urls",
    deletions=("retention.run.carry_out",),
    audited={
        "backup_made": (r"administration/backups|backups",),
        "hold_changed": (r"(records|districts)/<id>/legal-holds.*",),
        "retention_changed": (r"records/<id>/retention", r"districts/<id>/retention/.*"),
        "retention_read": (r"(records|districts)/<id>/(retention|legal-holds|deletions)",),
        "audit_exported": (r"agencies/<id>/audit\.csv",),
        "audit_reviewed": (r"records/<id>/review", r"agencies/<id>/audit-reviews"),
        "audit_read": (r"records/<id>.*", r"agencies/<id>/audit.*"),
    },
    not_audited={
        r"administration/backups|backups": "that there are backups, and nothing that is in one",
        r"account/data|administration/people/<id>/data|people/<id>/data": (
            "noted where it is taken out, with the reason"
        ),
        r"\.well-known/.*": OF_NO_ONE_ELSE,
    },
)
