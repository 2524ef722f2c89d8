"""How an app sets up and uses second factors, for the OpenAPI document: allauth answers there."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel


class FactorCode(BaseModel):
    """The code of an authenticator app, or a recovery code."""

    code: str


class PasswordAgain(BaseModel):
    """The password, to say once more that it is you."""

    password: str


class PasskeyAnswer(BaseModel):
    """What the device answered: `PublicKeyCredential.toJSON()`."""

    credential: dict[str, Any]


class NewPasskey(BaseModel):
    """A passkey that the device has made, and what its owner calls it."""

    name: str
    credential: dict[str, Any]


class PasskeyName(BaseModel):
    """Another name for a passkey."""

    id: int
    name: str


class PasskeysToRemove(BaseModel):
    """Passkeys that no longer sign the person in. `authenticators`: their ids, as the list of factors has them."""

    authenticators: list[int]


class FactorAnswer(BaseModel):
    """What is set up, or what a device is asked for. For an app to set up, `meta` has `secret` and `totp_url`."""

    status: int
    data: Any = None
    meta: Any = None


@dataclass(frozen=True, slots=True)
class FactorOperation:
    """What an address takes with one method."""

    name: str
    does: str
    asked: type[BaseModel] | None = None
    # Answered as signing in is.
    signs_in: bool = False
    # For who is not signed in yet.
    is_open: bool = False
    # 404 says what is needed to set one up.
    may_lack: bool = False


FACTOR_MODELS: tuple[type[BaseModel], ...] = (
    FactorCode,
    PasswordAgain,
    PasskeyAnswer,
    NewPasskey,
    PasskeyName,
    PasskeysToRemove,
    FactorAnswer,
)
AUTH, ACCOUNT = "/_allauth/app/v1/auth", "/_allauth/app/v1/account/authenticators"
ASK = "Return what a device is to be asked for."
FACTOR_PATHS: dict[str, dict[str, FactorOperation]] = {
    f"{AUTH}/reauthenticate": {
        "post": FactorOperation("confirm_password", "Say once more that it is you.", PasswordAgain, signs_in=True)
    },
    f"{AUTH}/2fa/authenticate": {
        "post": FactorOperation("sign_in_with_code", "Go on after the password.", FactorCode, signs_in=True)
    },
    f"{AUTH}/2fa/reauthenticate": {
        "post": FactorOperation("confirm_code", "Say once more that it is you.", FactorCode, signs_in=True)
    },
    f"{AUTH}/webauthn/authenticate": {
        "get": FactorOperation("ask_for_passkey", ASK),
        "post": FactorOperation("sign_in_with_passkey", "Go on after the password.", PasskeyAnswer, signs_in=True),
    },
    f"{AUTH}/webauthn/reauthenticate": {
        "get": FactorOperation("ask_for_passkey_again", ASK),
        "post": FactorOperation("confirm_passkey", "Say once more that it is you.", PasskeyAnswer, signs_in=True),
    },
    f"{AUTH}/webauthn/login": {
        "get": FactorOperation("ask_for_any_passkey", ASK, is_open=True),
        "post": FactorOperation(
            "sign_in_with_passkey_alone", "Sign in without a password.", PasskeyAnswer, signs_in=True, is_open=True
        ),
    },
    ACCOUNT: {"get": FactorOperation("list_factors", "Return the second factors one has.")},
    f"{ACCOUNT}/totp": {
        "get": FactorOperation(
            "read_app_factor", "Return the app, or with 404 what to set one up with.", may_lack=True
        ),
        "post": FactorOperation("set_up_app_factor", "Set the app up with its first code.", FactorCode),
        "delete": FactorOperation("remove_app_factor", "Remove the app."),
    },
    f"{ACCOUNT}/recovery-codes": {
        "get": FactorOperation("read_recovery_codes", "Return how many codes are left.", may_lack=True),
        "post": FactorOperation("make_recovery_codes", "Make new codes; they are shown this once."),
    },
    f"{ACCOUNT}/webauthn": {
        "get": FactorOperation("begin_passkey", "Return what a device is to make a passkey from."),
        "post": FactorOperation("add_passkey", "Add a passkey.", NewPasskey),
        "put": FactorOperation("rename_passkey", "Call a passkey something else.", PasskeyName),
        "delete": FactorOperation("remove_passkeys", "Remove passkeys.", PasskeysToRemove),
    },
}
