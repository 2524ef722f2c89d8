"""What waits for the reader, of every part."""

from mou.foundation.app_declaration import OF_NO_ONE_ELSE, App

APP = App(
    routers=("api",),
    addresses="urls",
    chores=("mail.plan_waiting_mail",),
    letters={"waiting": "mail.write_waiting_mail"},
    audited={"rules_changed": (r"agencies/<id>/waiting-mail", r"waiting/mail")},
    not_audited={
        r"me/waiting(-mail)?|waiting(/week|/mail)?|agencies/<id>/waiting-mail": OF_NO_ONE_ELSE,
        r"me/schools-overdue|waiting/schools": "numbers of a district's schools, and no one's data",
    },
)
