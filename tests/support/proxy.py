"""A private nginx with our sample configuration: what we tell people to deploy is what we test with."""

import os
import re
import signal
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from coordination.setup.system_parts import find_nginx
from tests.support.processes import ROOT, free_port
from tests.support.services import Service, ServiceError

SAMPLE = ROOT / "deploy" / "nginx.conf"
UPSTREAM = re.compile(r"server 127\.0\.0\.1:(\d+) ")
FOLDERS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class NginxProxy(Service):
    """TLS in front of servers. `certificate` is its own, to be trusted by clients of this test alone."""

    name = "nginx"

    def __init__(self, rooms: tuple[int, int], *, pages: int) -> None:
        super().__init__()
        self.port = free_port()
        self.plain_port = free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.certificate = self.folder / "certificate.pem"
        # As the sample names them.
        self._ports = dict(zip(("8001", "8002", "8011"), (*rooms, pages), strict=True))

    def start(self) -> None:
        program = find_nginx()
        if program is None:
            raise ServiceError("no nginx: run `python3 manage.py test` once")
        if not self.certificate.exists():
            make_certificate(self.certificate, self.folder / "key.pem")
        (self.folder / "site.conf").write_text(self._site())
        (self.folder / "nginx.conf").write_text(self._main())
        self.process.launch([program, "-p", str(self.folder), "-e", "stderr", "-c", str(self.folder / "nginx.conf")])
        self.process.wait_ready(self._answers, timeout_s=self.ready_timeout_s)

    def reload(self) -> None:
        """Have it read its configuration anew: what is open stays open, what comes is served by another process."""
        os.kill(self.pid, signal.SIGHUP)

    def kill9(self) -> None:
        # With its workers, which would go on without it, at its port.
        os.killpg(self.pid, signal.SIGKILL)
        super().kill9()

    def _main(self) -> str:
        """Return what surrounds the sample in a distribution's nginx.conf; its folders are ours."""
        folders = "".join(f"{name}_temp_path {self.folder / name};\n" for name in FOLDERS)
        user = "user root;\n" if os.geteuid() == 0 else ""
        return (
            f"{user}daemon off;\nworker_processes 1;\npid {self.folder / 'pid'};\nerror_log stderr;\n"
            "events { worker_connections 1024; }\n"
            f"http {{\naccess_log off;\n{folders}include {self.folder / 'site.conf'};\n}}\n"
        )

    def _site(self) -> str:
        """Return the sample with this test's addresses. A line that is no longer there is an error."""
        text = SAMPLE.read_text()
        if set(UPSTREAM.findall(text)) != self._ports.keys():
            raise ServiceError(f"{SAMPLE.name} names servers at {set(UPSTREAM.findall(text))}")
        # With the sample's own words on failures: a server that has just come back must not be missing.
        text = UPSTREAM.sub(lambda found: f"server 127.0.0.1:{self._ports[found[1]]} ", text)
        changes = {
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "/etc/musterpoint/tls/fullchain.pem": str(self.certificate),
            "/etc/musterpoint/tls/key.pem": str(self.folder / "key.pem"),
        }
        for old, new in changes.items():
            if text.count(old) != 1:
                raise ServiceError(f"{SAMPLE.name} has {old!r} {text.count(old)} times instead of once")
            text = text.replace(old, new)
        return text

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as plain:
                context = ssl.create_default_context(cafile=self.certificate)
                context.wrap_socket(plain, server_hostname="127.0.0.1").close()
        except OSError:
            return False
        return True


def make_certificate(certificate: Path, key: Path) -> None:
    """Write a certificate for 127.0.0.1 that is signed by itself, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(private, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
