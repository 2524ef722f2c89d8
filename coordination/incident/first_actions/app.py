"""First actions by the type of an incident."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    panel="first_actions/first_actions_panel.js",
    not_audited={r"first-actions": OF_NO_ONE_ELSE},
)
