"""Take away the bytes of uploads that no row names: of uploads that were refused, or that a crash broke off."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from coordination.incident.attachments.models import Attachment

log = logging.getLogger(__name__)

# An upload that is under way has no row yet.
ORPHAN_AFTER = timedelta(hours=1)
SWEPT_SUFFIX = ".swept"


def sweep_orphans(at: datetime) -> int:
    """Delete the files of uploads that no row names and that are older than an hour; return how many.

    Other files of the media folder are not looked at. One query for each of at most 256 folders.
    """
    before_s = (at - ORPHAN_AFTER).timestamp()
    swept = 0
    for folder in _list_folders():
        old = [path for path in folder.iterdir() if _is_older(path, before_s)]
        names = {path.name.partition(".")[0] for path in old}
        kept = (
            set(Attachment.objects.filter(sha256__in=names, deleted_at__isnull=True).values_list("sha256", flat=True))
            if names
            else set()
        )
        # A draft (.part) is never in use: what became a file was renamed.
        swept += sum(_took_away(path, before_s) for path in old if path.suffix or path.name not in kept)
    if swept:
        log.info("%d files of uploads that nothing names were deleted", swept)
    return swept


def _list_folders() -> Iterator[Path]:
    return (path for path in Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]") if path.is_dir())


def _is_older(path: Path, before_s: float) -> bool:
    try:
        return path.stat().st_mtime < before_s
    except FileNotFoundError:
        return False


def _took_away(path: Path, before_s: float) -> bool:
    """Delete a file, unless an upload of the same bytes has just made it young again.

    It is set aside first: an upload that comes after that finds nothing and writes it anew.
    """
    aside = path.with_name(f"{path.name}{SWEPT_SUFFIX}")
    try:
        path.rename(aside)
    except FileNotFoundError:
        # Another process sweeps as well.
        return False
    if not _is_older(aside, before_s):
        aside.rename(path)
        return False
    aside.unlink()
    return True
