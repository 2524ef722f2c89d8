"""A server of OneRoster 1.2 with a token endpoint, that can be told to be slow, busy, broken, or to lie."""

import base64
import json
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs, unquote_plus, urlsplit

from tests.fakes.http import FakeHttp, Received, Reply

CLIENT, SECRET = "musterpoint", "a secret: with signs & spaces, long enough"
SERVICE = "/ims/oneroster/rostering/v1p2"
TABLES = ("orgs", "academicSessions", "users", "classes", "enrollments", "courses", "demographics")
LONG_AGO = "2020-01-01T00:00:00.000Z"
type Json = dict[str, object]
# Answers in the place of the server; None: as ever.
type Instead = Callable[[str, Received], Reply | None]


class FakeSis(FakeHttp):
    """`tables` hold what the interface answers; `instead` goes before; `tokens` are those that count."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.tables: dict[str, list[Json]] = {name: [] for name in TABLES}
        self.instead: Instead = lambda _table, _request: None
        self.tokens: set[str] = set()
        self.expires_in = 3_600
        self.page_most = 100_000
        self.says_total = self.says_link = True

    @property
    def token_url(self) -> str:
        return f"{self.url}/oauth/token"

    def asked(self, table: str) -> list[dict[str, list[str]]]:
        """Return the queries for a table, in order."""
        paths = [urlsplit(one.path) for one in self.received]
        return [parse_qs(one.query) for one in paths if one.path == f"{SERVICE}/{table}"]

    def _answer(self, request: Received) -> Reply:
        path = urlsplit(request.path).path
        if path == "/oauth/token":
            return self.instead("token", request) or self._token(request)
        name = path.removeprefix(f"{SERVICE}/")
        if name not in TABLES:
            return Reply(404, b"{}", JSON)
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return Reply(401, b'{"imsx_codeMajor": "failure"}', JSON)
        return self.instead(name, request) or self._page(name, parse_qs(urlsplit(request.path).query))

    def _token(self, request: Received) -> Reply:
        pair = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        client, _, secret = pair.partition(":")
        form = parse_qs(request.body.decode())
        if (unquote_plus(client), unquote_plus(secret)) != (CLIENT, SECRET):
            return Reply(401, b'{"error": "invalid_client"}', JSON)
        if form["grant_type"] != ["client_credentials"] or "roster-core.readonly" not in form["scope"][0]:
            return Reply(400, b'{"error": "invalid_scope"}', JSON)
        token = f"token-{len(self.received)}"
        self.tokens.add(token)
        return json_reply({"access_token": token, "token_type": "Bearer", "expires_in": self.expires_in})

    def _page(self, name: str, query: dict[str, list[str]]) -> Reply:
        rows = self.tables[name]
        if "filter" in query:
            field, _, value = query["filter"][0].partition(">=")
            assert field == "dateLastModified", "the one field that is asked for"
            rows = [one for one in rows if str(one["dateLastModified"]) >= value.strip("'")]
        if "sort" in query:
            rows = sorted(rows, key=lambda one: str(one[query["sort"][0]]))
        limit, offset = (int(query.get(key, [default])[0]) for key, default in (("limit", "100"), ("offset", "0")))
        limit = min(limit, self.page_most)
        page = rows[offset : offset + limit]
        fields = set(query["fields"][0].split(",")) if "fields" in query else None
        page = [{key: value for key, value in one.items() if fields is None or key in fields} for one in page]
        headers = {}
        if self.says_total:
            headers["X-Total-Count"] = str(len(rows))
        if self.says_link:
            is_more = offset + limit < len(rows)
            # It leads elsewhere: the token must not follow.
            headers["Link"] = '<https://elsewhere.invalid/next>; rel="next"' if is_more else '<x>; rel="first"'
        return json_reply({name: page}, headers)


JSON = {"Content-Type": "application/json"}


def json_reply(content: Json, headers: dict[str, str] | None = None) -> Reply:
    """Return an answer as JSON."""
    return Reply(200, json.dumps(content).encode(), {**JSON, **(headers or {})})


def row(key: str, *, at: str = LONG_AGO, status: str = "active", **fields: object) -> Json:
    """Return an object of the interface."""
    return {"sourcedId": key, "status": status, "dateLastModified": at, **fields}


def ref(key: str, kind: str = "org") -> Json:
    """Return a reference as the interface has them."""
    return {"href": f"https://sis.invalid/{kind}s/{key}", "sourcedId": key, "type": kind}


def user(key: str, role: str, *, given: str, family: str, at: str = LONG_AGO, **fields: object) -> Json:
    """Return someone with one role at the school."""
    roles = [{"roleType": "primary", "role": role, "org": ref("org-1")}]
    named = {"givenName": given, "familyName": family, "enabledUser": "true", "roles": roles}
    return {**row(key, at=at), **named, **fields}


def school_tables(name: str, *, family: str, students: int = 3, teacher_mail: str = "") -> dict[str, list[Json]]:
    """Return one school with a class: what tests.factories.rosters.tables has, as this interface says it."""
    ids = [f"student-{number}" for number in range(1, students + 1)]
    people = [user("teacher-1", "teacher", given="Terry", family=family, email=teacher_mail)]
    for key in ids:
        guardian = f"guardian-{key}"
        people.append(user(guardian, "guardian", given="Parent", family=family, phone="+1 555 0100"))
        agents, grades = [ref(guardian, "user")], ["10"]
        people.append(
            user(key, "student", given=key.title(), family=family, agents=agents, grades=grades, password="hidden")
        )
    enrolled: Iterable[tuple[str, str]] = [("teacher-1", "teacher"), *((one, "student") for one in ids)]
    return {
        "orgs": [row("org-1", name=name, type="school")],
        "academicSessions": [row("term-1", title="Fall", type="term", startDate="2026-08-01", endDate="2999-12-31")],
        "users": people,
        "classes": [
            row(
                "class-1",
                title="Algebra I",
                classType="scheduled",
                location="112",
                school=ref("org-1"),
                terms=[ref("term-1", "academicSession")],
                periods=["Period 1"],
            )
        ],
        "enrollments": [
            {**row(f"enrollment-{key}"), "class": ref("class-1", "class"), "user": ref(key, "user"), "role": role}
            for key, role in enrolled
        ],
        "courses": [row("course-1", title="Algebra")],
        "demographics": [row(key, sex="never read") for key in ids],
    }
