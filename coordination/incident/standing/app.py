"""What waits for people in a room."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    shown_everywhere=("directives.directive_lines",),
    not_audited={r"response-actions": IN_THE_LOG},
)
