"""Take what a person brings: one file, or a folder of them as one archive."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from tempfile import TemporaryFile

from ninja.files import UploadedFile
from pydantic import TypeAdapter, ValidationError

from mapping.errors import BadFile, FileTooLarge
from mapping.imports.readers.archive import MAX_FILES
from mapping.imports.readers.geojson import MAX_BYTES

MAX_PATHS_CHARS = 200_000
NAMES: TypeAdapter[list[str]] = TypeAdapter(list[str])


@contextmanager
def packed_upload(files: Sequence[UploadedFile], paths: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield a name and the bytes of what was brought. `paths` is a JSON list: where each file lay in its folder.

    Several files are packed into one archive, which the importer takes as one plan.
    Raises: FileTooLarge; BadFile: nothing_brought, archive_too_many_files, bad_paths.
    """
    if not files:
        raise BadFile("nothing_brought", "There is no file to bring in.")
    if sum(file.size or 0 for file in files) > MAX_BYTES:
        raise FileTooLarge(f"At most {MAX_BYTES} bytes are taken.")
    if len(files) == 1:
        yield files[0].name or "", files[0].chunks()
        return
    names = _names_of_files(files, paths)
    with TemporaryFile(prefix="musterpoint-folder-") as archive:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
            for name, file in zip(names, files, strict=True):
                with packed.open(name, "w") as member:
                    for chunk in file.chunks():
                        member.write(chunk)
        archive.seek(0)
        folder = PurePosixPath(names[0]).parts[0] if "/" in names[0] else "files"
        yield f"{folder}.zip", iter(lambda: archive.read(1024 * 1024), b"")


def _names_of_files(files: Sequence[UploadedFile], paths: str) -> list[str]:
    if len(files) > MAX_FILES:
        raise BadFile("archive_too_many_files", f"{len(files)} files; at most {MAX_FILES} are read.")
    try:
        told = NAMES.validate_json(paths) if paths else [file.name or "" for file in files]
    except ValidationError as error:
        raise BadFile("bad_paths", "The paths of the files are a JSON list of texts.") from error
    if len(told) != len(files):
        raise BadFile("bad_paths", f"{len(told)} paths for {len(files)} files.")
    names: list[str] = []
    for number, name in enumerate(told):
        # Where it would be unpacked does not matter: the importer refuses an archive whose paths lead outside it.
        plain = name.replace("\\", "/").lstrip("/")[:500] or f"file {number}"
        names.append(plain if plain not in names else f"{number}/{plain}")
    return names
