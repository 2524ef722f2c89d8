"""Hold, Secure and Shelter at one's own school, in one tap."""

from mou.foundation.app_declaration import IN_THE_LOG, App

APP = App(
    routers=("api",),
    # Secure and Shelter call people to safety: what the session still owes waits, as behind a press of the alarm.
    presses=("/api/v1/one-tap-actions",),
    not_audited={r"one-tap-actions": IN_THE_LOG},
)
