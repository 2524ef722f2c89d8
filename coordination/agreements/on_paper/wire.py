"""What is asked for a version that was signed on paper: the body of a route, and the form of its page."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.agreements.on_paper.scans import SCAN_MAX_BYTES
from mou.agreements.on_paper.signing import SIGNATURES_MAX, PaperSignature
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

NAME_MAX_CHARS = 120
SHA256 = "^[0-9a-f]{64}$"


class PaperParty(Labelled):
    """For whom a signature on the paper stands."""

    DISTRICT = "district", _("District")
    AGENCY = "agency", _("Agency")


class Closed(Schema):
    model_config = ConfigDict(extra="forbid")


class PaperSignatureIn(Closed):
    """One signature as it stands on the paper."""

    party: Annotated[PaperParty, Asked(_("Party"), begins_empty=True)]
    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX_CHARS), Asked(_("Name"))]
    title: Annotated[str, Field(max_length=NAME_MAX_CHARS), Asked(_("Title or rank"))] = ""
    signed_on: Annotated[date, Asked(_("Signed on"))]

    def make_input(self) -> PaperSignature:
        """Return it as the action takes it."""
        return PaperSignature(self.party is PaperParty.DISTRICT, self.name, self.title, self.signed_on)


class PartySignatureIn(Closed):
    """The same where there are more than two parties: whose it is, its agency says."""

    agency_id: Annotated[UUID, Asked(_("Party"), begins_empty=True)]
    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX_CHARS), Asked(_("Name"))]
    title: Annotated[str, Field(max_length=NAME_MAX_CHARS), Asked(_("Title or rank"))] = ""
    signed_on: Annotated[date, Asked(_("Signed on"))]

    def make_input(self) -> PaperSignature:
        """Return it as the action takes it."""
        return PaperSignature(
            is_of_district=False,
            name=self.name,
            title=self.title,
            signed_on=self.signed_on,
            agency_id=self.agency_id,
        )


class PaperOf[Signature: PaperSignatureIn | PartySignatureIn](Closed):
    """Whose signatures the paper bears, and the sum of the version that it is a paper of."""

    sha256: Annotated[
        str,
        Field(pattern=SHA256, description="The version's `canonical_sha256`, as it was when the paper was signed."),
        Asked(is_hidden=True),
    ]
    signatures: Annotated[
        list[Signature], Field(min_length=2, max_length=SIGNATURES_MAX), Asked(_("Signatures on the paper"))
    ]


class PaperIn(PaperOf[PaperSignatureIn | PartySignatureIn]):
    """What is said of a paper beside its scan, which the interface takes as a part of its own."""


class ScanOf[Signature: PaperSignatureIn | PartySignatureIn](PaperOf[Signature]):
    """The same with the scan."""

    file: Annotated[
        bytes,
        Asked(
            _("Scan"),
            hint=_("A PDF with all pages, or a photo of the page with the signatures, at most 16 MB."),
            accept="application/pdf,image/jpeg,image/png,image/webp",
            size_max=SCAN_MAX_BYTES,
        ),
    ]


class PaperScanIn(ScanOf[PaperSignatureIn]):
    """A paper of two parties."""


class PartyScanIn(ScanOf[PartySignatureIn]):
    """A paper of several parties."""


class PaperConfirmedIn(Closed):
    """A second person's word that the scan shows these signatures under this version."""

    paper_id: Annotated[UUID, Asked(is_hidden=True)]
    scan_sha256: Annotated[
        str, Field(pattern=SHA256, description="SHA-256 of the scan that was looked at."), Asked(is_hidden=True)
    ]
    has_looked: Annotated[bool, Asked(_("I opened the scan: it shows this version, and these signatures."))]


class PaperSetAsideIn(Closed):
    paper_id: Annotated[UUID, Asked(is_hidden=True)]


class PaperKept(Schema):
    id: UUID
