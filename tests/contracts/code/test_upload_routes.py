"""Large bodies are taken where files are brought and nowhere else: by the server, and by the sample proxy."""

import re

import pytest

from coordination.api.mounted import api
from coordination.sockets.server.http_channel import MAX_BODY_BYTES, MAX_UPLOAD_BYTES, most_body_bytes
from coordination.web.apps.installed import app_addresses
from tests.support.processes import ROOT

ROUTES = [
    (method.upper(), path, "multipart/form-data" in operation.get("requestBody", {}).get("content", {}))
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method, operation in methods.items()
]
UPLOADS = {path for _, path, takes_files in ROUTES if takes_files}
WITH_FORMS = [one for included in app_addresses() for one in included.url_patterns]
PAGES = {
    f"/{one}": re.sub(r"<[^>]+>", "0190a000-0000-7000-8000-000000000001", f"/{one}")
    for one in (str(route.pattern) for route in WITH_FORMS)
}
# Forms of pages that take files: of people, of schools, of a boundary, of a roster; the photo of a finding; a survey;
# a table of training, a certificate; past drills; shifts; a signed paper.
PAGES_WITH_FILES = {
    "/administration/agencies/<uuid:agency_id>/people-file",
    "/districts/<uuid:district_id>/schools-file",
    "/districts/<uuid:district_id>/new-school",
    "/sites/<uuid:site_id>/settings",
    "/administration/rosters/<uuid:district_id>/import",
    "/prevention/findings/<uuid:finding_id>",
    "/prevention/climate/surveys/<uuid:agency_id>",
    "/training/files/<uuid:agency_id>",
    "/training/completed/<uuid:record_id>",
    "/drills/import",
    "/account/alerts/duty/<uuid:agency_id>/shifts",
    "/agreements/<uuid:memorandum_id>/versions/<int:number>/paper",
}


def filled(path: str) -> str:
    return re.sub(r"\{[^}]+\}", "0190a000-0000-7000-8000-000000000001", path)


def signed(name: bytes) -> list[bytes] | None:
    return [b"a-token"] if name == b"X-Session-Token" else None


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
def test_the_server_takes_large_bodies_on_exactly_the_routes_that_take_files(query: str) -> None:
    large = {
        path
        for method, path, _ in ROUTES
        if most_body_bytes(method.encode(), f"{filled(path)}{query}".encode(), signed) > MAX_BODY_BYTES
    }

    assert len(UPLOADS) >= 5
    assert large == UPLOADS


def test_so_it_does_on_the_pages_that_take_files_and_on_no_other() -> None:
    large = {page for page, path in PAGES.items() if most_body_bytes(b"POST", path.encode(), signed) > MAX_BODY_BYTES}

    assert large == PAGES_WITH_FILES
    assert {
        page for page, path in PAGES.items() if most_body_bytes(b"GET", path.encode(), signed) > MAX_BODY_BYTES
    } == set()


def test_the_sample_proxy_lets_large_bodies_pass_on_exactly_those_routes() -> None:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    blocks = re.findall(r"location ~ (\S+) \{([^}]*)\}", text)
    (pattern,) = [pattern for pattern, block in blocks if "client_max_body_size" in block]

    assert {path for _, path, _ in ROUTES if re.search(pattern, filled(path))} == UPLOADS
    assert {page for page, path in PAGES.items() if re.search(pattern, path)} == PAGES_WITH_FILES
    assert "    client_max_body_size 1m;" in text
    assert f"        client_max_body_size {MAX_UPLOAD_BYTES // 1024**2}m;" in text


@pytest.mark.parametrize(
    ("cookie", "most"),
    [
        (b"sessionid=abc", MAX_UPLOAD_BYTES),
        (b"a=b; sessionid=abc", MAX_UPLOAD_BYTES),
        (b"sessionid=", MAX_BODY_BYTES),
        (b"xsessionid=abc", MAX_BODY_BYTES),
        (b"csrftoken=sessionid", MAX_BODY_BYTES),
        (b"\xff", MAX_BODY_BYTES),
    ],
)
def test_a_large_body_needs_a_session_cookie(cookie: bytes, most: int) -> None:
    target = filled(next(iter(UPLOADS))).encode()

    assert most_body_bytes(b"POST", target, lambda name: [cookie] if name == b"Cookie" else None) == most


@pytest.mark.parametrize("target", [b"/healthz", b"/api/v1/me?/api/v1/rooms/1/uploads", b"/accounts/login/", b"*"])
def test_no_session_makes_another_route_take_more(target: bytes) -> None:
    assert most_body_bytes(b"POST", target, signed) == MAX_BODY_BYTES
