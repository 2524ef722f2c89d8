"""Sign a version. The last signature brings it into force; before that it grants nothing."""

from uuid import UUID

from django.db import transaction

from mou.access.names import checked_text
from mou.agreements import version_access
from mou.agreements.clauses import Place
from mou.agreements.steps import bring_into_force, is_over
from mou.errors import AlreadySigned, BadDates, WrongState, WrongSum
from mou.models import Signature, Version
from mou.papers.canonical import bytes_to_sign, sha256
from mou.papers.documents import document_of
from mou.papers.sealed_copies import COPY_IS_DUE
from mou.vocabulary import VersionState


def sign_version(*, place: Place, signer_id: int, signatory_id: UUID, sha256: str, signed_name: str) -> bool:
    """Put a person's name under the sum of the version they read; return whether all have signed now.

    After the last signature it holds from its first day on, and the signed copy is due: what waits for `COPY_IS_DUE`
    seals it. One durable transaction; locks the agreement. Raises: MemorandumNotFound, VersionNotFound,
    SignatoryNotFound, NotAllowed: another person is named there. WrongState, AlreadySigned, BadName, BadDates: its last
    day has passed. WrongSum: what they read is not what is out for signature. BadDocument:
        what they read is not what it says.
    """
    signed_name = checked_text(signed_name, "name", max_chars=120)
    with transaction.atomic(durable=True):
        version = version_access.version_for(
            user_id=signer_id,
            memorandum_id=place.memorandum_id,
            number=place.number,
            need=version_access.VersionNeed.READ,
            at=place.at,
            lock=True,
        )
        signatory = version_access.signatory_for(
            user_id=signer_id, version=version, signatory_id=signatory_id, at=place.at
        )
        if version.state != VersionState.OUT_FOR_SIGNATURE:
            raise WrongState("This version is not out for signature.")
        if is_over(version, place.at):
            raise BadDates("The last day of this version has passed.")
        if signatory.signatures.filter(voided_at__isnull=True).exists():
            raise AlreadySigned("This was signed already.")
        check_sum(version, sha256)
        Signature.objects.create(
            signatory=signatory,
            sha256=sha256,
            signed_name=signed_name,
            signed_by_id=signer_id,
            signed_at=place.at,
        )
        signed = Signature.objects.filter(signatory__version=version, voided_at__isnull=True).count()
        if signed < version.signatories.count():
            return False
        bring_into_force(version, by=signer_id, at=place.at)
    COPY_IS_DUE.set()
    return True


def check_sum(version: Version, given: str) -> None:
    """Compare the sum that is signed with that of the stored bytes, and those with the rows as they are now."""
    if given != version.canonical_sha256 or sha256(bytes_to_sign(document_of(version))) != version.canonical_sha256:
        raise WrongSum("What was signed is not what is out for signature; read it again.")
