"""What is refused about forms, as clients read it. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class FormBlockNotFound(CoordinationError):
    """Also a person, unit or message that the form is to be about, and that the reader does not know."""

    code, status, title = "form_block_not_found", 404, _("There is no such form or block, or nothing that it is about.")


class FormNotYours(CoordinationError):
    """Command, dispatch, and the section that owns the form write on it."""

    code, status, title = "form_not_yours", 403, "Command, dispatch, and the section that owns the form write on it."
    sentence = _("Command, dispatch, and the section that owns this form write on it.")


class FormBlockTooLong(CoordinationError):
    code, status, title = "form_block_too_long", 422, _("The block is longer than a form takes.")
    sentence = _("This is more than a block takes: 300 lines, 2,000 characters in a column, 20,000 in all.")


class FormBlockChanged(CoordinationError):
    code, status, title = "form_block_changed", 409, "Another person wrote in this block after you read it."
    sentence = _("Another person wrote in this block after you read it. Read it again.")


class FormBlockNotWritten(CoordinationError):
    code, status, title = "form_block_not_written", 409, "This block says what the log says already."
    sentence = _("This block says what the log says already.")


class FormLineTooWide(CoordinationError):
    """A line has more cells than its block has columns."""

    code, status, title = "form_line_too_wide", 422, "A line has more cells than the block has columns."
    sentence = _("A line has more cells than this block has columns.")
