"""What a phone stores for use without a network."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    addresses="urls",
    shown_everywhere=("kept.kept_on_phone",),
    not_audited={r"kept|install|manifest.webmanifest|service-worker.js": OF_NO_ONE_ELSE},
)
