"""What is wrong with a disclosure that is entered by hand. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class BadDisclosure(CoordinationError):
    code, status, title = "bad_disclosure", 422, _("A disclosure says what, to whom, when and for which interest.")
