"""What can go wrong with training records and their files, each with a stable code and an HTTP status. Pure."""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _


class BadTrainingFile(CoordinationError):
    """The file cannot be read as a table of training at all; nothing of it was taken."""

    code, status, title = "bad_training_file", 422, _("The file is not a table of training.")


class TrainingDefects(CoordinationError):
    """Rows of the file have defects; nothing of it was taken."""

    code, status, title = "training_defects", 422, "Rows of the file have defects; nothing was recorded."
    sentence = _("Rows of the file have defects; nothing was recorded. Look at the file again.")


class BadCertificate(CoordinationError):
    """It is no picture and no PDF, or takes too long or too much to draw."""

    code, status, title = "bad_certificate", 422, "This is no PDF, JPEG, PNG or WebP that can be drawn."
    sentence = _("This is no PDF, JPEG, PNG or WebP that can be drawn, or it is larger than 16 MB.")


class CertificatesNotConfined(CoordinationError):
    """This system cannot confine a process: files of others are not drawn on it."""

    code, status, title = "certificates_not_confined", 503, "This server cannot draw certificates safely."
    sentence = _("This server cannot draw certificates safely; ask its operator.")


class TooManyCertificates(CoordinationError):
    code, status, retry_after_s = "too_many_certificates", 503, 60
    title = sentence = _("Too many certificates are being drawn. Try again in a minute.")
