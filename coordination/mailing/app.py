"""Mail that goes out beside the request that asked for it: each letter once, with what became of it."""

from mou.foundation.app_declaration import App, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    deletions=("outbox.forget_old_mail",),
    person_counts=(PersonCount("mails_to_you", "models.OutgoingMail", "user", _("Mails that were sent to you")),),
)
