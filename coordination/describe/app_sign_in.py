"""How an app signs in and out, for the OpenAPI document: allauth answers there, beside the API of ours."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from coordination.describe.app_factors import FACTOR_MODELS, FACTOR_PATHS, FactorAnswer, FactorOperation
from coordination.room.wire.model import JsonObject

LOGIN = "/_allauth/app/v1/auth/login"
SESSION = "/_allauth/app/v1/auth/session"
PASSWORD = "/_allauth/app/v1/account/password/change"  # noqa: S105 - an address
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


class SignedOutMeta(BaseModel):
    """The session is not signed in."""

    is_authenticated: bool


class SignedInAlready(BaseModel):
    """The request carries the token of a session that is signed in."""

    status: Literal[409]


class SessionOverMeta(BaseModel):
    """No one is signed in."""

    is_authenticated: bool | None


class SessionOver(BaseModel):
    """The request carries a token whose session has ended: forget the token, and sign in without the header."""

    status: Literal[410]
    meta: SessionOverMeta


class SignedOut(BaseModel):
    """The session is not signed in, or no longer: also the answer to signing out."""

    status: Literal[401]
    meta: SignedOutMeta


SIGN_IN_MODELS: tuple[type[BaseModel], ...] = (
    SignIn,
    NewPassword,
    SignedIn,
    SignInRefused,
    SignedOut,
    SignedInAlready,
    SessionOver,
    *FACTOR_MODELS,
)


def sign_in_paths() -> JsonObject:
    """Return the addresses of allauth that are there."""
    refused = _describe_answer("Refused: a wrong name, password or form.", SignInRefused)
    out = _describe_answer("No one is signed in.", SignedOut)
    over = _describe_answer("The token's session has ended: forget the token, and sign in without it.", SessionOver)
    already = _describe_answer("The request carries the token of a session that is signed in.", SignedInAlready)
    yes = _describe_answer("Signed in.", SignedIn)
    says = "Sign an app in, without `X-Session-Token`; keep `meta.session_token`."
    login = _describe_operation("sign_in", says, SignIn)
    login["responses"] = {"200": yes, "400": refused, "401": out, "409": already, "410": over}
    session = _describe_operation("read_session", "Say who is signed in.")
    session["responses"] = {"200": yes, "401": out, "410": over}
    leave = _describe_operation("sign_out", "Sign an app out: the session, its sockets and its pushes end.")
    leave["responses"] = {"401": _describe_answer("Signed out: the answer to success.", SignedOut), "410": over}
    password = _describe_operation("change_password", "Take a new password, knowing the old one.", NewPassword)
    password["responses"] = {"200": yes, "400": refused, "401": out, "410": over}
    return {
        LOGIN: {"post": {**login, "security": []}},
        SESSION: {"get": session, "delete": leave},
        PASSWORD: {"post": password},
        **{path: _factor_operations(methods) for path, methods in FACTOR_PATHS.items()},
    }


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
