"""Who is answered what where agreements are written: only the district's keeper finds the draft of the stage."""

import json
from uuid import UUID

from tests.coordination.access_walk.rows import NOT_FOUND_BY_ANYBODY, Answers, Row, answers
from tests.stage.full_room import Stage

VERSION = "/memoranda/{uuid:memorandum_id}/versions/{int:number}"
CLAUSE = VERSION + "/clauses/{uuid:key}"
COMMENT = VERSION + "/comments/{uuid:comment_id}"
DATES = {"effective_on": "2027-01-01", "expires_on": "2027-12-31"}
WORDS: dict[str, object] = {"topic": "technology", "heading": "Plans", "body_html": "<p>New words.</p>", "terms": []}

NO_PAPER = UUID(int=0)
SIGNED_PAPER = {
    "sha256": "0" * 64,
    "signatures": [
        {"party": party, "name": "A. Person", "signed_on": "2026-03-02"} for party in ("district", "agency")
    ],
}


def first_edit(_stage: Stage) -> dict[str, str]:
    return {"If-Match": '"1"'}


def draft(stage: Stage) -> dict[str, object]:
    return {"memorandum_id": stage.paper.memorandum_id, "number": 1}


def clause(stage: Stage) -> dict[str, object]:
    return {**draft(stage), "key": stage.paper.clause_key}


def comment(stage: Stage) -> dict[str, object]:
    return {**draft(stage), "comment_id": stage.paper.suggestion_id}


def keeper(status: int) -> Answers:
    return answers(keeper=status)


def frame(_stage: Stage) -> dict[str, object]:
    return {"title": "Plans, radios and cameras", "covers_all_sites": True, "site_ids": [], **DATES}


def member(stage: Stage) -> str:
    return str(stage.cast.district.members.get(user=stage.people["keeper"]).id)


def police(stage: Stage) -> dict[str, object]:
    return {"agency_id": str(stage.cast.police.id)}


AGREEMENTS: dict[str, Row] = {
    "POST /memoranda": Row(
        keeper(201),
        body=lambda stage: {
            **frame(stage),
            "district_id": str(stage.cast.district.id),
            "agency_id": str(stage.cast.police.id),
            "template_kind": "sro",
            "is_from_template": True,
        },
    ),
    "POST /memoranda/{uuid:memorandum_id}/versions": Row(
        keeper(201),
        ids=lambda stage: {"memorandum_id": stage.cast.agreement.id},
        body=lambda _stage: {"dates": DATES},
    ),
    f"GET {VERSION}": Row(keeper(200), ids=draft),
    f"PUT {VERSION}": Row(keeper(204), ids=draft, headers=first_edit, body=frame),
    f"POST {VERSION}/steps": Row(keeper(204), ids=draft, body=lambda _stage: {"to": "in_review"}),
    # The keeper writes it, and its words have no blank.
    f"POST {VERSION}/blanks": Row(
        keeper(412),
        ids=draft,
        body=lambda stage: {
            "filled": [{"clause_key": str(stage.paper.clause_key), "occurrence": 0, "words": "[number]", "value": "30"}]
        },
    ),
    f"GET {VERSION}/edits": Row(keeper(200), ids=draft),
    f"GET {VERSION}/redline/{{int:before}}": Row(keeper(200), ids=lambda stage: {**draft(stage), "before": 1}),
    f"POST {VERSION}/presence": Row(keeper(200), ids=draft, body=lambda _stage: {"clause_key": None}),
    f"POST {VERSION}/clauses": Row(keeper(201), ids=draft, body=lambda _stage: WORDS),
    f"POST {VERSION}/proposal": Row(
        keeper(201), ids=draft, body=lambda _stage: {"clauses": [WORDS], "replaces": [], "frame": None}
    ),
    f"PUT {CLAUSE}": Row(keeper(200), ids=clause, headers=first_edit, body=lambda _stage: WORDS),
    f"DELETE {CLAUSE}": Row(keeper(204), ids=clause, headers=first_edit),
    f"POST {CLAUSE}/move": Row(keeper(200), ids=clause, headers=first_edit, body=lambda _stage: {"position": 2}),
    f"PUT {CLAUSE}/assignee": Row(keeper(204), ids=clause, body=lambda stage: {"member_id": member(stage)}),
    f"POST {CLAUSE}/comments": Row(keeper(201), ids=clause, body=lambda _stage: {"edit_number": 1, "text": "Why?"}),
    f"POST {COMMENT}/accept": Row(keeper(200), ids=comment, headers=first_edit),
    f"POST {COMMENT}/close": Row(keeper(204), ids=comment, body=lambda _stage: {"state": "rejected"}),
    f"POST {VERSION}/signatories": Row(
        keeper(201),
        ids=draft,
        body=lambda stage: {"agency_id": str(stage.cast.district.id), "member_id": member(stage)},
    ),
    f"DELETE {VERSION}/signatories/{{uuid:signatory_id}}": Row(
        keeper(204), ids=lambda stage: {**draft(stage), "signatory_id": stage.paper.signatory_id}
    ),
    # The keeper is named to sign, but a draft is not out for signature.
    f"POST {VERSION}/signatures": Row(
        keeper(409),
        ids=draft,
        body=lambda stage: {
            "signatory_id": str(stage.paper.signatory_id),
            "sha256": "0" * 64,
            "signed_name": "A Keeper",
        },
    ),
    f"POST {VERSION}/parties": Row(
        keeper(201),
        ids=draft,
        body=lambda stage: {
            "agency_id": str(stage.cast.dispatch.id),
            "role": "dispatch",
            "is_from_template": True,
        },
    ),
    f"POST {VERSION}/parties/roles": Row(
        keeper(204), ids=draft, body=lambda stage: {**police(stage), "role": "lead_law_enforcement"}
    ),
    # With police it was founded, and they are no district that could open sites in return.
    f"POST {VERSION}/parties/removals": Row(keeper(422), ids=draft, body=police),
    f"POST {VERSION}/parties/returns": Row(keeper(422), ids=draft, body=police),
    # The district keeps the draft, and says for no other party that it leaves.
    "POST /memoranda/{uuid:memorandum_id}/leavings": Row(
        keeper(403),
        ids=lambda stage: {"memorandum_id": stage.paper.memorandum_id},
        body=lambda stage: {**police(stage), "last_day": "2027-06-30", "reason": "We merge."},
    ),
    # A draft is not out for signature, and has no paper: tests/coordination/agreements/test_signed_papers.py has one.
    f"POST {VERSION}/signed-papers": Row(
        keeper(409), ids=draft, is_upload=True, fields={"paper": json.dumps(SIGNED_PAPER)}
    ),
    f"POST {VERSION}/signed-papers/confirmation": Row(
        NOT_FOUND_BY_ANYBODY,
        ids=draft,
        body=lambda _stage: {"paper_id": str(NO_PAPER), "scan_sha256": "0" * 64, "has_looked": True},
    ),
    f"POST {VERSION}/signed-papers/withdrawal": Row(
        NOT_FOUND_BY_ANYBODY, ids=draft, body=lambda _stage: {"paper_id": str(NO_PAPER)}
    ),
    f"GET {VERSION}/signed-papers/{{uuid:paper_id}}/scan": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**draft(stage), "paper_id": NO_PAPER}
    ),
}

AGREEMENT_PAGES: dict[str, Row] = {
    "agreements": Row(answers(else_=200)),
    "agreements/new": Row(keeper(200)),
    "agreements/<uuid:memorandum_id>": Row(
        keeper(302), ids=lambda stage: {"memorandum_id": draft(stage)["memorandum_id"]}
    ),
    "agreements/<uuid:memorandum_id>/versions/<int:number>": Row(keeper(200), ids=draft),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/word-file": Row(keeper(200), ids=draft),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/history": Row(keeper(200), ids=draft),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/paper": Row(NOT_FOUND_BY_ANYBODY, ids=draft),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/parties": Row(keeper(200), ids=draft),
    "agreements/<uuid:memorandum_id>/compare": Row(
        keeper(200), ids=lambda stage: {"memorandum_id": draft(stage)["memorandum_id"]}
    ),
    "agreements/<uuid:memorandum_id>/versions/<int:number>/redline/<int:before>": Row(
        keeper(200), ids=lambda stage: {**draft(stage), "before": 1}
    ),
}
