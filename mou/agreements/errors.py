"""Why a version of an agreement does not go out for signature, or is not signed. Codes are stable."""

from mou.errors import MouError, NotFound
from mou.foundation.labelled import gettext_noop as _


class BlankLeft(MouError):
    """A blank in [brackets] or a line to write on was left open: nothing that is signed has blanks."""

    code = "blank_left"
    status = 409
    title = _("A blank of the text was left open.")


class OpensNothing(MouError):
    """No term opens a room, a plan, a roster, cameras or data to either party: in the software it would do nothing."""

    code = "opens_nothing"
    status = 409
    title = _("No term of it opens anything to either party.")


class BadScan(MouError):
    """No scan came with it, it is too large, or it is neither a PDF nor a picture that can be drawn."""

    code = "bad_scan"
    status = 422
    pointer = "/file"
    sentence = _("This is no PDF and no photo that can be read. Nothing was recorded.")


class BadPaperSignatures(MouError):
    """The names and days of a paper's signatures: at least one of each party, and no day that is still to come."""

    code = "bad_paper_signatures"
    status = 422
    pointer = "/signatures"
    sentence = _("Give a name and a day for each party's signature; no day may lie in the future.")


class SignedPaperNotFound(NotFound):
    code = "signed_paper_not_found"
    title = _("There is no such scan for you.")


class SignedPaperWaits(MouError):
    """A scan of this version waits for its second person already."""

    code = "signed_paper_waits"
    status = 409
    sentence = _("A scan waits for its second person already. Set it aside first.")


class SignedPaperDecided(MouError):
    """It was confirmed or set aside before."""

    code = "signed_paper_decided"
    status = 409
    sentence = _("This scan was confirmed or set aside already.")


class SecondPersonForPaper(MouError):
    """Who recorded a paper does not confirm it, nor does one whom they made administrator alone, or took in lately."""

    code = "paper_needs_second_person"
    status = 403
    sentence = _(
        "Another administrator or planner of the district has to look at the scan and confirm it: not one of two who "
        "lately took the other in."
    )


class ScanNotLookedAt(MouError):
    """The second person says that they opened the scan, or confirms nothing."""

    code = "scan_not_looked_at"
    status = 422
    pointer = "/has_looked"
    sentence = _("Open the scan and compare it with the version first.")


class OfAnAgreement(MouError):
    """What is said of one further party goes its way with the agreement: it is not signed, moved or amended alone."""

    code = "part_of_an_agreement"
    status = 409
    sentence = _("This is a part of an agreement of several parties. Do it with the agreement.")


class NotInReview(MouError):
    """A district writes what it opens in return while the agreement is in review, and at no other time."""

    code = "party_writes_in_review"
    status = 409
    sentence = _("What your district opens in return is written while the agreement is in review.")
