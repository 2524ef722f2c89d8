"""Make the signed copy of a version, once, and keep it.

That a version is signed and has no copy is itself the order to make one: it is written with the last signature, so no
crash can lose it. `COPY_IS_DUE` only saves the wait until the next look.
"""

import logging
import threading
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.db import transaction

from mou.errors import MouError, SealKeyUnreadable, WrongState
from mou.foundation.chore_signs import due_while
from mou.models import SealedCopy
from mou.papers.bounded_drawing import one_print_of, sealed_pdf
from mou.papers.canonical import sha256
from mou.papers.queries import Paper, kept_copy, paper_behind, paper_to_seal, signed_names, versions_to_seal
from mou.papers.sealing.keys import SealKey, seal_key_at

logger = logging.getLogger(__name__)
COPY_IS_DUE = threading.Event()


@due_while(lambda _at: [versions_to_seal()])
def seal_waiting(at: datetime) -> int:
    """Seal every signed version that has no copy yet and return how many. A durable transaction for each.

    One that cannot be sealed is logged and stays waiting; the others do not wait for it.
    """
    sealed = 0
    for version in versions_to_seal():
        try:
            sealed_copy(paper=paper_to_seal(version), person_id=None, at=at)
        except (MouError, OSError, ValueError, TypeError) as error:
            # A key that does not fit, a full disk, bytes that are no agreement: a person has to look.
            logger.error("the signed copy of %s was not made (%s); trying again", version.id, error)  # noqa: TRY400
            continue
        sealed += 1
    return sealed


def seal_key(at: datetime) -> SealKey:
    """Return the key that seals; on a bare machine it is made. Reads and may write files.

    Raises: SealKeyUnreadable: the files hold something else, or do not belong together; they stay as they are.
    """
    try:
        return seal_key_at(
            key_file=settings.MOU_SIGNING_KEY_FILE,
            certificate_file=settings.MOU_SIGNING_CERT_FILE,
            name=f"Musterpoint at {(settings.ALLOWED_HOSTS or ['localhost'])[0]}",
            at=at,
        )
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        names = f"{settings.MOU_SIGNING_KEY_FILE.name} and {settings.MOU_SIGNING_CERT_FILE.name}"
        raise SealKeyUnreadable(f"{names} are no key with its certificate.") from error


def sealed_copy(*, paper: Paper, person_id: int | None, at: datetime) -> bytes:
    """Return the sealed PDF of a signed version; the first who asks has it made, in one durable transaction.

    The caller has asked access for the paper. Drawing takes a process of its own and seconds, and holds no lock; of
    two who draw at once, both get the copy that was kept first.
    Without a person it is upkeep that asks: it seals what waits.
    Raises: WrongState: it was never signed. PaperNotDrawn, SealKeyUnreadable: the copy stays waiting.
    """
    if not paper.is_signed:
        raise WrongState("Only a version that was signed has a signed copy.")
    kept = kept_copy(paper.version)
    if kept is not None:
        return kept
    with one_print_of(person_id):
        pdf = sealed_pdf(
            paper.document,
            canonical=paper.canonical,
            signatures=signed_names(paper.version),
            key=seal_key(at),
            language="en",
            on_paper=paper_behind(paper.version),
        )
    with transaction.atomic(durable=True):
        SealedCopy.objects.bulk_create(
            [
                SealedCopy(
                    version=paper.version,
                    pdf=pdf,
                    sha256=sha256(pdf),
                    canonical_sha256=sha256(paper.canonical),
                    sealed_at=at,
                )
            ],
            ignore_conflicts=True,
        )
    return kept_copy(paper.version) or pdf
