"""Take a certificate: drawn anew in a bounded process, then stored with its record. Starts a process and waits."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from coordination.training.errors import BadCertificate, CertificatesNotConfined, TooManyCertificates
from mapping.edits.photo_drawing.photo_process import PHOTO
from mou.errors import NotAllowed, TrainingNotFound
from mou.foundation.bounded_process.bounds import Bounds
from mou.foundation.bounded_process.connections import let_go_of_connections
from mou.foundation.bounded_process.runner import ProcessFailed, ProcessNotConfined, Program, done_apart
from mou.foundation.lanes import Lane, LaneFull, Turns
from mou.models import TrainingCertificate
from mou.officers.access import led_agencies, training_record_for
from mou.officers.training import add_certificate

MAX_BYTES = 16 * 1024 * 1024
DRAWER = Program(
    "mapping.edits.photo_drawing.first_page_process",
    Bounds(memory_bytes=1024**3, cpu_s=20, wall_s=40.0, written_bytes=32 * 1024**2),
)
# In the lane for photos: a request that waits holds a thread and nothing else.
DRAWINGS = Turns(settings.LANES[Lane.PHOTOS])
JPEG = b"\xff\xd8\xff"


def bring_certificate(*, actor_id: int, record_id: UUID, body: bytes, at: datetime) -> None:
    """Draw a certificate anew and put it to a record, as a keeper of it.

    Raises: TrainingNotFound, NotAllowed, TrainingKnownAlready, BadCertificate, TooManyCertificates,
        CertificatesNotConfined.
    """
    # Asked before anything is drawn: a stranger's file costs nothing.
    record = training_record_for(user_id=actor_id, record_id=record_id, at=at)
    if not led_agencies(actor_id, at).filter(pk=record.agency_id).exists():
        raise NotAllowed("Only those who lead the person's agency may do this.")
    add_certificate(actor_id=actor_id, record_id=record_id, jpeg=drawn_certificate(body), at=at)


def drawn_certificate(body: bytes, drawer: Program = DRAWER) -> bytes:
    """Return a JPEG of a picture or of a PDF's first page. Raises: as `bring_certificate`."""
    if not body or len(body) > MAX_BYTES:
        raise BadCertificate(f"At most {MAX_BYTES // 1024 // 1024} MB are taken.", pointer="/file")
    let_go_of_connections()
    try:
        with DRAWINGS.turn():
            drawn = PHOTO.validate_json(done_apart(drawer, body))
    except LaneFull as full:
        raise TooManyCertificates from full
    except ProcessNotConfined as unsafe:
        raise CertificatesNotConfined from unsafe
    except ProcessFailed as failed:
        raise BadCertificate("Drawing this file takes more time or memory than it may.", pointer="/file") from failed
    if drawn.refusal or not drawn.jpeg.startswith(JPEG):
        raise BadCertificate(pointer="/file")
    return drawn.jpeg


def certificate_of(*, user_id: int, record_id: UUID, at: datetime) -> bytes:
    """Return the picture of a certificate for a reader of the record. Raises: TrainingNotFound."""
    record = training_record_for(user_id=user_id, record_id=record_id, at=at)
    found = TrainingCertificate.objects.filter(record=record).first()
    if found is None:
        raise TrainingNotFound("The record has no certificate.")
    return bytes(found.jpeg)
