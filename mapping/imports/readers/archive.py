"""Open other people's zip archives without being harmed by them. Pure: bytes in, files out, nothing on the disk."""

import io
import re
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from mapping.errors import BadFile

MAX_FILES = 2_000
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
# Text packs ten- to twentyfold; a thousandfold is a zip bomb. A small file may be very regular and does no harm.
MAX_RATIO = 200
SMALL_BYTES = 4 * 1024 * 1024
# What a zip archive says of a name that is UTF-8; without it, Python takes the code page of the first IBM PC.
UTF8_NAME = 0x800
CODE_PAGES = ("cp932", "gb18030", "big5", "cp949")
EAST_ASIAN = re.compile("[ぁ-んァ-ヶ階屋層层楼樓室図图圖층실관도]|地下")
# What archivers of desktops leave behind.
LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


def read_archive(raw: bytes) -> dict[str, bytes]:
    """Return the files of an archive by their path; folders and desktop litter are left out.

    Raises: BadFile: not_a_zip, archive_damaged, archive_unsafe_path, archive_encrypted, archive_too_large,
        archive_too_many_files. All is checked before anything is unpacked, and sizes again while unpacking.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            for member in members:
                member.filename = name_in_archive(member)
            _check_members(members)
            return _unpack_members(archive, [member for member in members if not _is_litter(member.filename)])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise BadFile("not_a_zip", "The file is not a readable zip archive.") from error


def names_in_zip(path: Path) -> list[str]:
    """Return the paths in an archive without unpacking it. Raises: BadFile: not_a_zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [name_in_archive(member) for member in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise BadFile("not_a_zip", "The file is not a readable zip archive.") from error


def without_common_folder(files: dict[str, bytes], landmark: str) -> dict[str, bytes]:
    """Return the files with paths relative to the folder in which the landmark lies; others keep their path."""
    found = sorted((name for name in files if PurePosixPath(name).name == landmark), key=len)
    if not found:
        return files
    folder = found[0].removesuffix(landmark)
    return {name.removeprefix(folder): content for name, content in files.items()}


def name_in_archive(member: zipfile.ZipInfo) -> str:
    """Return the path of a file as it was written: archivers of East Asia leave out that a name is in their code page.

    Only a name with a word for a floor, a room or a plan is read so: the bytes of "Étage" are a kanji as well.
    """
    if member.flag_bits & UTF8_NAME or member.filename.isascii():
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", *CODE_PAGES):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or EAST_ASIAN.search(name):
            return name
    return member.filename


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_FILES:
        raise BadFile("archive_too_many_files", f"{len(members)} files; at most {MAX_FILES} are read.")
    for member in members:
        _check_path(member)
        if member.flag_bits & 0x1:
            raise BadFile("archive_encrypted", "The archive is encrypted; send it without a password.")
        if member.file_size > SMALL_BYTES and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise BadFile("archive_too_large", "A file of the archive unpacks to more than 200 times its size.")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES:
        raise BadFile("archive_too_large", f"Unpacked the archive has {total} bytes; at most {MAX_UNPACKED_BYTES}.")


def _check_path(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    is_drive = ":" in path.parts[0] if path.parts else True
    if path.is_absolute() or ".." in path.parts or is_link or is_drive:
        raise BadFile("archive_unsafe_path", "A file of the archive would be written outside its folder.")


def _unpack_members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for member in members:
        with archive.open(member) as file:
            # The size in the directory is a claim: one byte more than claimed, and it was a lie.
            content = file.read(min(left, member.file_size) + 1)
        left -= len(content)
        if len(content) > member.file_size or left < 0:
            raise BadFile("archive_too_large", "The archive unpacks to more than it says.")
        files[member.filename.replace("\\", "/")] = content
    return files


def _is_litter(name: str) -> bool:
    return name.startswith(LITTER[0]) or PurePosixPath(name).name in LITTER[1:] or "/__MACOSX/" in name
