"""The words of SROs and training as people read them, by value."""

from django.utils.translation import gettext as _

from coordination.web.forms.act_form import Refusal


def refusal_sentence(refusal: Refusal) -> str:
    """Return what stood in the way, in the reader's language; its own words where a code says too little."""
    found = {
        "sro_assignment_wrong_state": _("The officer has an assignment in this district already, or it has ended."),
        "sro_selection_signed": _("This part of the selection is signed: it does not change any more."),
        "bad_sro_assignment": _(
            "This cannot be: check that an agreement in force covers each site, that the days are in order and not in "
            "the future, and that supervisor and back-up are other members of the agency."
        ),
        "bad_training": _("This cannot be: check the course, the person, the hours, and that the days are in order."),
        "training_known": _("This is recorded already, or somebody has changed it meanwhile. Load the page again."),
        "training_defects": _("Rows of the file have defects; nothing was recorded. Look at the file again."),
        "upload_gone": _("The file is not here any more: send it again."),
        "bad_certificate": _("This is no PDF, JPEG, PNG or WebP that can be drawn, or it is larger than 16 MB."),
        "certificates_not_confined": _("This server cannot draw certificates safely; ask whoever runs it."),
        "too_many_certificates": _("Too many certificates are being drawn. Try again in a minute."),
        "not_allowed": _("This is for somebody else to do."),
        "bad_name": _("A text is missing, too long, or has control characters."),
    }
    return found.get(refusal.code, str(refusal))
