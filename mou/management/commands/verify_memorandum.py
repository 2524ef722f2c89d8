"""Check a signed copy of an agreement offline: no database, no network."""

import json
from argparse import ArgumentParser
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management.base import BaseCommand, CommandError

from mou.errors import BadPaper
from mou.papers.canonical import document_from
from mou.papers.sealing.verify import Verdict, verify_paper


class Command(BaseCommand):
    help = (
        "Check a signed copy of an agreement: that no byte of it was changed since it was sealed, and that the "
        "agreement attached to it is the one printed in it. Needs no database and no network. "
        "Exit code 1: it is not whole, or not sealed with the certificate given."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF")
        parser.add_argument("--certificate", type=Path, help="the sealer's certificate (PEM), known from elsewhere")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, file: Path, certificate: Path | None, json: bool, **_options: object) -> None:
        known = None if certificate is None else _read_certificate(certificate)
        try:
            verdict = verify_paper(_read_file(file), certificate=known)
        except BadPaper as error:
            raise CommandError(f"NOT WHOLE: {error}") from error
        self.stdout.write(_as_json(verdict) if json else _as_text(verdict))
        if verdict.is_trusted is False:
            raise CommandError("NOT TRUSTED: it was sealed with another certificate than the one given.")


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read.") from error


def _read_certificate(path: Path) -> bytes:
    try:
        return x509.load_pem_x509_certificate(_read_file(path)).public_bytes(Encoding.DER)
    except ValueError as error:
        raise CommandError(f"{path} is not a certificate (PEM).") from error


def _as_text(verdict: Verdict) -> str:
    document = document_from(verdict.canonical)
    trust = {
        None: "not compared with a known certificate (--certificate)",
        True: "the certificate given",
        False: "ANOTHER certificate than the one given",
    }[verdict.is_trusted]
    return "\n".join(
        (
            f"WHOLE: {document.title}, version {document.number}",
            f"parties      {document.district} / {document.agency}",
            f"holds        {document.effective_on} to {document.expires_on}",
            f"agreement    sha256 {verdict.canonical_sha256}",
            f"sealed by    {verdict.sealed_by}",
            f"certificate  sha256 {verdict.certificate_sha256}: {trust}",
        )
    )


def _as_json(verdict: Verdict) -> str:
    document = document_from(verdict.canonical)
    return json.dumps(
        {
            "is_whole": True,
            "is_trusted": verdict.is_trusted,
            "title": document.title,
            "version": document.number,
            "agreement_sha256": verdict.canonical_sha256,
            "sealed_by": verdict.sealed_by,
            "certificate_sha256": verdict.certificate_sha256,
        }
    )
