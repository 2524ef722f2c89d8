"""Put an agreement on a stage that lacks one signature, in a process of its own, like tests.stage.administrator.

Run as `python -m tests.stage.agreements.last_signature`: prints what the last signatory needs as JSON.
"""

import json
from dataclasses import dataclass

from musterpoint_client.api import request_json

from tests.stage.devices import clients as load
from tests.support.processes import run_program
from tests.support.services import AppServer


@dataclass(frozen=True)
class LastSignature:
    """Who is to sign last, what, and where."""

    token: str
    memorandum_id: str
    signatory_id: str
    sha256: str

    @property
    def address(self) -> str:
        return f"/api/v1/memoranda/{self.memorandum_id}/versions/1"

    def give(self, url: str) -> None:
        """Sign over HTTP; the answer comes after the commit."""
        body: load.Frame = {"signatory_id": self.signatory_id, "sha256": self.sha256, "signed_name": "C. Ommander"}
        request_json(url, f"{self.address}/signatures", token=self.token, body=body)


def lacking_one(server: AppServer) -> LastSignature:
    """Write an agreement that one of two has signed."""
    told = run_program("tests.stage.agreements.last_signature", env=server.env)
    return LastSignature(**json.loads(told))


def write_agreement() -> dict[str, str]:
    from mou.models import Version
    from tests.stage.agreements.desk import make_desk
    from tests.stage.served import session_of

    desk = make_desk()
    first, second = desk.out_for_signature()
    desk.sign(desk.planner, first)
    return {
        "token": session_of(desk.commander.user),
        "memorandum_id": str(desk.memorandum_id),
        "signatory_id": str(second),
        "sha256": Version.objects.get(memorandum_id=desk.memorandum_id).canonical_sha256,
    }


if __name__ == "__main__":
    from tests.support import own_process

    own_process.begin()
    print(json.dumps(write_agreement()))
