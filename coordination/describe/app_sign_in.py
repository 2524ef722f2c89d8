"""How an app signs in and out, for the OpenAPI document: allauth answers there, beside the API of ours."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from coordination.describe.app_factors import FACTOR_MODELS, FACTOR_PATHS, FactorAnswer, FactorOperation
from coordination.room.wire.model import JsonObject
from coordination.sign_in.security_rules import UseNotice

LOGIN = "/_allauth/app/v1/auth/login"
SESSION = "/_allauth/app/v1/auth/session"
PASSWORD = "/_allauth/app/v1/account/password/change"  # noqa: S105 - an address
INVITATION = "/_allauth/app/v1/auth/invitation"
AGENCY_TOKEN = "/_allauth/app/v1/auth/agency/token"  # noqa: S105 - an address
FORGOTTEN = "/_allauth/app/v1/auth/password"
NOTICES = "/_allauth/app/v1/auth/notices"
SIGNED_IN: list[JsonObject] = [{"SessionToken": []}]


class SignIn(BaseModel):
    """What a person knows."""

    username: str
    password: str


class NewPassword(BaseModel):
    """The password one has, and the one to have from now on."""

    current_password: str
    new_password: str


class SignedInUser(BaseModel):
    """Who is signed in. More stands here than a client needs; `GET /api/v1/me` says the rest."""

    id: int
    display: str
    username: str


class SignedInData(BaseModel):
    """Who is signed in."""

    user: SignedInUser


class SignedInMeta(BaseModel):
    """`session_token` is there after signing in: send it as `X-Session-Token` with every request."""

    is_authenticated: bool
    session_token: Annotated[str | None, Field(examples=["k3v0q9d1m7x2w8s4r6t5y1u0"])] = None


class SignedIn(BaseModel):
    """The answer to who is signed in."""

    status: Literal[200]
    data: SignedInData
    meta: SignedInMeta


class SignInFault(BaseModel):
    """What is wrong with a field; `code` is for machines."""

    code: str
    message: str
    param: str | None = None


class SignInRefused(BaseModel):
    """A wrong name, password or form."""

    status: Literal[400]
    errors: Annotated[list[SignInFault], Field(min_length=1)]


class NoSessionMeta(BaseModel):
    """The session is not signed in."""

    is_authenticated: bool


class SignedOutMeta(NoSessionMeta):
    """`is_authenticated` is true where the person is signed in, and is to say once more that it is they."""

    session_token: Annotated[
        str | None,
        Field(
            description="The token with which to go on, where a second factor is asked for. Left out otherwise.",
            examples=["k3v0q9d1m7x2w8s4r6t5y1u0"],
        ),
    ] = None


class SignInFlow(BaseModel):
    """A way to go on."""

    id: Annotated[str, Field(description="Such as `login` or `mfa_authenticate`.", examples=["mfa_authenticate"])]
    is_pending: Annotated[bool, Field(description="This is what is waited for now.")] = False
    types: Annotated[
        list[str], Field(description="The second factors that the person has: `totp`, `webauthn`, `recovery_codes`.")
    ] = []


class SignedOutData(BaseModel):
    """How to go on."""

    flows: Annotated[list[SignInFlow], Field(description="All ways; the one with `is_pending` is waited for.")]


class SignedOut(BaseModel):
    """No one is signed in, or not lately enough: also the answer to signing out."""

    status: Literal[401]
    data: Annotated[SignedOutData | None, Field(description="How to go on. Left out after signing out.")] = None
    meta: SignedOutMeta


class InvitationGiven(BaseModel):
    """The code of an invitation: from a letter, or from the fragment of the address in a mail."""

    code: Annotated[str, Field(max_length=40, examples=["7QK2M-9ZT4B-C1XRD-8HW3N-E5PVG"])]


class InvitationTaken(InvitationGiven):
    """The code, and the password that the person chooses: twelve characters or more."""

    password: Annotated[str, Field(min_length=12, max_length=1000)]


class CodeOfBrowser(BaseModel):
    """What the phone's browser has led into the app with, and the verifier of the challenge that the app had sent."""

    code: Annotated[str, Field(max_length=100, examples=["Zk3v0q9d1m7x2w8s4r6t5y1u0aBcDeFgHiJkLmNoPqR"])]
    code_verifier: Annotated[
        str,
        Field(
            min_length=43,
            max_length=128,
            description="What the app has kept since it sent the challenge (RFC 7636).",
            examples=["dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"],
        ),
    ]


class InvitedUser(BaseModel):
    """Whom an invitation is for. `language` is empty where no one said which."""

    username: str
    display: str
    language: str


class InvitedData(BaseModel):
    """Whom an invitation is for."""

    user: InvitedUser


class InvitationRead(BaseModel):
    """Whom an invitation is for. No one is signed in by this."""

    status: Literal[200]
    data: InvitedData


class CodeByMail(BaseModel):
    """The address of an account whose password is forgotten."""

    email: Annotated[str, Field(examples=["teo@school.example"])]


class PasswordByCode(BaseModel):
    """The code of the mail, and the password to have from now on."""

    key: Annotated[str, Field(examples=["7QK2-9ZT4"])]
    password: Annotated[str, Field(min_length=12)]


class CodeAskedMeta(NoSessionMeta):
    """`session_token`: the token that waits for the code. It opens nothing else."""

    session_token: Annotated[str | None, Field(examples=["k3v0q9d1m7x2w8s4r6t5y1u0"])] = None


class CodeAsked(BaseModel):
    """It is done, and no one is signed in by it."""

    status: Literal[200]
    meta: CodeAskedMeta


class NoticesData(BaseModel):
    """What is read before signing in."""

    notices: Annotated[list[UseNotice], Field(description="Each text once, with the agencies that have it.")]


class NoticesRead(BaseModel):
    """What is read before signing in."""

    status: Literal[200]
    data: NoticesData


SIGN_IN_MODELS: tuple[type[BaseModel], ...] = (
    SignIn,
    NewPassword,
    SignedIn,
    SignInRefused,
    SignedOut,
    InvitationGiven,
    InvitationTaken,
    CodeOfBrowser,
    InvitationRead,
    CodeByMail,
    CodeAsked,
    PasswordByCode,
    NoticesRead,
    *FACTOR_MODELS,
)


def sign_in_paths() -> JsonObject:
    """Return the addresses of allauth that are there."""
    refused = _describe_answer("Refused: a wrong name, password or form.", SignInRefused)
    out = _describe_answer("No one is signed in.", SignedOut)
    yes = _describe_answer("Signed in.", SignedIn)
    says = "Sign an app in, without `X-Session-Token`; keep `meta.session_token`."
    login = _describe_operation("sign_in", says, SignIn)
    login["responses"] = {"200": yes, "400": refused, "401": out}
    session = _describe_operation("read_session", "Say who is signed in.")
    session["responses"] = {"200": yes, "401": out}
    leave = _describe_operation("sign_out", "Sign an app out: the session, its sockets and its pushes end.")
    leave["responses"] = {"401": _describe_answer("Signed out: the answer to success.", SignedOut)}
    password = _describe_operation("change_password", "Take a new password, knowing the old one.", NewPassword)
    password["responses"] = {"200": yes, "400": refused, "401": out}
    return {
        LOGIN: {"post": {**login, "security": []}},
        SESSION: {"get": session, "delete": leave},
        PASSWORD: {"post": password},
        **_invitation_paths(refused, out, yes),
        AGENCY_TOKEN: {"post": _describe_trade(refused, yes)},
        **_reset_paths(refused),
        NOTICES: {"get": _describe_notices()},
        **{path: _factor_operations(methods) for path, methods in FACTOR_PATHS.items()},
    }


def _invitation_paths(refused: JsonObject, out: JsonObject, yes: JsonObject) -> JsonObject:
    """Return how an app takes an invitation."""
    says = "Say whom an invitation is for. Uses nothing up."
    read = _describe_operation("read_invitation", says, InvitationGiven)
    read["responses"] = {"200": _describe_answer("Whom it is for.", InvitationRead), "400": refused}
    says = "Take an invitation: set the password and sign in, with the second factor where the account has one."
    take = _describe_operation("accept_invitation", says, InvitationTaken)
    take["responses"] = {"200": yes, "400": refused, "401": out}
    return {INVITATION: {"post": {**read, "security": []}}, f"{INVITATION}/accept": {"post": {**take, "security": []}}}


def _describe_trade(refused: JsonObject, yes: JsonObject) -> JsonObject:
    """Return how an app takes a sign-in with the agency that was made in the phone's browser."""
    says = "Trade the code of a sign-in with one's agency for the app's own session. A code counts once, for a minute."
    trade = _describe_operation("sign_in_with_agency", says, CodeOfBrowser)
    return {**trade, "responses": {"200": yes, "400": refused}, "security": []}


def _reset_paths(refused: JsonObject) -> JsonObject:
    """Return how an app sets a forgotten password anew."""
    done = _describe_answer("Done. The answer is the same for every address.", CodeAsked)
    says = "Have a code mailed that sets a new password; keep `meta.session_token` for it alone."
    ask = {**_describe_operation("ask_for_new_password", says, CodeByMail), "security": []}
    ask["responses"] = {"200": done, "400": refused}
    says = "Set a new password by the code of the mail, with the token that asked for it. It signs no one in."
    reset = _describe_operation("set_new_password", says, PasswordByCode)
    reset["responses"] = {"200": _describe_answer("Done: sign in.", CodeAsked), "400": refused}
    return {FORGOTTEN + "/request": {"post": ask}, FORGOTTEN + "/reset": {"post": reset}}


def _describe_notices() -> JsonObject:
    says = "Return what agencies want read before anyone signs in: an app shows it above its sign-in."
    answer = _describe_answer("The notices.", NoticesRead)
    return {**_describe_operation("list_sign_in_notices", says), "responses": {"200": answer}, "security": []}


def _factor_operations(methods: Mapping[str, FactorOperation]) -> JsonObject:
    """Return what one address about second factors takes."""
    found: JsonObject = {}
    for method, said in methods.items():
        answers: JsonObject = {
            "200": _describe_answer("Done.", SignedIn if said.signs_in else FactorAnswer),
            "400": _describe_answer("Refused: a wrong code, passkey or form.", SignInRefused),
            "401": _describe_answer("Sign in, or say once more that it is you: `data.flows` says how.", SignedOut),
        }
        if said.may_lack:
            answers["404"] = _describe_answer("There is none yet.", FactorAnswer)
        operation: JsonObject = {**_describe_operation(said.name, said.does, said.asked), "responses": answers}
        found[method] = {**operation, "security": []} if said.is_open else operation
    return found


def _describe_operation(name: str, description: str, asked: type[BaseModel] | None = None) -> JsonObject:
    summary = name.replace("_", " ").capitalize()
    operation: JsonObject = {"operationId": name, "summary": summary, "description": description, "tags": ["sign-in"]}
    if asked is not None:
        operation["requestBody"] = {"required": True, "content": _describe_content(asked)}
    return {**operation, "security": [*SIGNED_IN]}


def _describe_answer(description: str, model: type[BaseModel]) -> JsonObject:
    return {"description": description, "content": _describe_content(model)}


def _describe_content(model: type[BaseModel]) -> JsonObject:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{model.__name__}"}}}
