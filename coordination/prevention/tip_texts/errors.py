"""What can go wrong when tips by text are set up. Pure."""

from coordination.casework.refusals import declare_refusal
from mou.foundation.labelled import gettext_noop as _

BadTextCode = declare_refusal(
    "bad_text_code",
    422,
    _("A code has four to eight letters and then one to four digits, such as LINC24. It begins with no common word."),
)
TextCodeTaken = declare_refusal("text_code_taken", 409, _("Another school has this code. Choose another one."))
