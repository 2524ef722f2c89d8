"""Write zip archives whose bytes follow from their content alone. Pure."""

import io
import zipfile
from collections.abc import Mapping

# The oldest time that a zip can say: the same files give the same archive whenever it is made.
NO_TIME = (1980, 1, 1, 0, 0, 0)
READABLE = 0o644 << 16


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by name, in the order given."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            archive.writestr(entry, content)
    return target.getvalue()
