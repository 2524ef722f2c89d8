"""What everyone at a school does now."""

from mou.foundation.app_declaration import IN_THE_LOG, OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    shown_everywhere=("words.response_now",),
    not_audited={
        r"safety-words": OF_NO_ONE_ELSE,
        r"rooms/<id>/response-actions/<id>/rooms": IN_THE_LOG,
        r"rooms/<id>/response-actions/<id>/read": OF_NO_ONE_ELSE,
    },
)
