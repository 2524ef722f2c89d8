"""What can go wrong when an app proves itself, each with a stable code. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class AttestationRefused(CoordinationError):
    """Foreign, changed, too old, or for another session. The detail says for developers which."""

    code, status, title = "attestation_refused", 422, _("The app could not prove that it is one of this server's apps.")


class AttestationNotChecked(CoordinationError):
    """The operator has named no root or keys for this kind: see `checks`."""

    code, status, title = "attestation_not_checked", 422, _("This server checks no proof of that kind.")


class AttestationNotSetUp(CoordinationError):
    """Apps would be shut out that have no way to prove themselves."""

    code, status = "attestation_not_set_up", 422
    title = _("The operator has not set up how apps prove themselves on this server.")
