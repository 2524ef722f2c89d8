"""Keep the files that plans are made of, private, under the hash of their bytes."""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from mapping.errors import BadFile, FileTooLarge, StorageFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that is on the disk for good."""

    sha256: str
    size_bytes: int


def plan_file_path(sha256: str) -> Path:
    """Return where the bytes of a file lie, by their hash."""
    return Path(settings.MEDIA_ROOT) / "plans" / sha256[:2] / sha256


def keep_file(chunks: Iterable[bytes], *, max_bytes: int) -> KeptFile:
    """Write a file down as it comes and return what it is called; two equal files are kept once.

    Raises: FileTooLarge, StorageFailed; BadFile: file_empty.
    """
    folder = Path(settings.MEDIA_ROOT) / "plans"
    digest, size = hashlib.sha256(), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=".part", dir=folder)
        draft = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > max_bytes:
                        raise FileTooLarge(f"At most {max_bytes} bytes are taken.")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                # A job that names the file is durable; the file has to be, too.
                os.fsync(file.fileno())
            if not size:
                raise BadFile("file_empty", "The file is empty.")
            path = plan_file_path(digest.hexdigest())
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed: a reader never sees half a file.
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        log.error("a plan's file was not stored: %s", type(error).__name__)  # noqa: TRY400 - the path tells the hash
        raise StorageFailed from error
    return KeptFile(digest.hexdigest(), size)
