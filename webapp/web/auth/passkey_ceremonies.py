"""The two ceremonies of WebAuthn: a device makes a passkey, and a device signs a challenge with one.

A challenge is bound to the session that asked for it, and is answered once. The origin is the public address
of the settings, or localhost, where browsers trust plain HTTP as well. Every answer needs user verification:
the device asked for a fingerprint, a face or a PIN, so that a passkey is two factors in one.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from flask import request, session
from webauthn.helpers import (
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier as Algorithm
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from webapp.storage import CHALLENGE_TERM, NewPasskey, Passkey, Practitioner, challenge_bytes
from webapp.web.auth.guards import current_practitioner
from webapp.web.kit.app_context import app_context
from webapp.web.kit.i18n import gettext

MAKING, SIGNING = "new_passkey", "passkey"
"""Where the session keeps the challenge of each ceremony. One for signing makes no passkey."""

USER_HANDLE = "passkey_user"  # where the session keeps the account's name for the device

LONGEST_ANSWER = 16_384
"""Letters of an answer, many times what devices send."""

MILLISECONDS = CHALLENGE_TERM.seconds * 1000
"""How long a device waits for its owner: as long as the challenge may be answered."""

ALGORITHMS = [Algorithm.EDDSA, Algorithm.ECDSA_SHA_256, Algorithm.RSASSA_PKCS1_v1_5_SHA_256]

VERIFIED = UserVerificationRequirement.REQUIRED

# What the library raises for bytes that are not the answer of a device.
_MALFORMED = (WebAuthnException, ValueError, TypeError, LookupError, RecursionError)


class PasskeyRefused(Exception):  # noqa: N818  a refusal
    """The answer is wrong. `login` is whose passkey it claims to be, or ""; the message is for the page."""

    def __init__(self, login: str = "", message: str = "") -> None:
        super().__init__(message or gettext("This passkey did not work. Try again, or use your password."))
        self.login = login


@dataclass(frozen=True)
class RelyingParty:
    """The host and origin that passkeys are bound to."""

    id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """Return what passkeys are bound to; None where this request came by another address, or unprotected."""
    settings = app_context().settings
    if settings.public_address:
        address = settings.public_address
    elif not settings.https and urlsplit(request.host_url).hostname == "localhost":
        address = f"http://{request.host}"
    else:
        return None
    parts = urlsplit(address)
    return RelyingParty(parts.hostname or "", address) if parts.netloc == request.host else None


def offers_passkeys() -> bool:
    """Return whether this page may offer passkeys."""
    return relying_party() is not None


def has_passkeys() -> bool:
    """Return whether the practitioner who is signed in can prove it with a passkey on this page."""
    return offers_passkeys() and bool(app_context().store.passkeys.list(current_practitioner().id))


def creation_options(site: RelyingParty, practitioner: Practitioner) -> dict[str, Any]:
    """Return what the browser needs to make a passkey. Call it once the person has proved who it is."""
    app = app_context()
    known = app.store.passkeys.list(practitioner.id)
    user_handle = app.store.passkeys.user_handle(practitioner.id)
    session[USER_HANDLE] = user_handle.hex()  # a new one is chosen at random
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name=app.clinic.name or app.questionnaire.title,
        user_id=user_handle,
        user_name=practitioner.login,
        user_display_name=practitioner.name,
        challenge=_issue_challenge(MAKING),
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
        ),
        exclude_credentials=_descriptors(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def created_passkey(site: RelyingParty, answer: str, name: str) -> NewPasskey:
    """Return the passkey that a device made, and use the challenge up. Raise PasskeyRefused."""
    challenge = _take_challenge(MAKING)
    try:
        made = webauthn.verify_registration_response(
            credential=parse_registration_credential_json(_bounded(answer)),
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    except _MALFORMED as error:
        raise PasskeyRefused from error
    return _new_passkey(made, name, bytes.fromhex(session.pop(USER_HANDLE, "")))


def _new_passkey(made: VerifiedRegistration, name: str, user_handle: bytes) -> NewPasskey:
    return NewPasskey(
        name,
        made.credential_id,
        made.credential_public_key,
        user_handle,
        made.sign_count,
        may_be_copied=made.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
        is_copied=made.credential_backed_up,
    )


def request_options(site: RelyingParty, practitioner: Practitioner | None = None) -> dict[str, Any]:
    """Return what the browser needs to sign with a passkey: any, or one of this practitioner."""
    known = app_context().store.passkeys.list(practitioner.id) if practitioner else ()
    options = webauthn.generate_authentication_options(
        rp_id=site.id,
        challenge=_issue_challenge(SIGNING),
        timeout=MILLISECONDS,
        allow_credentials=_descriptors(known),
        user_verification=VERIFIED,
    )
    return options_to_json_dict(options)


def signed_by(site: RelyingParty | None, answer: str, *, is_signed_in: bool = False) -> Practitioner:
    """Return the active practitioner whose passkey signed the challenge, which is used up.

    A device says whose key it is, unless its owner `is_signed_in`. Raise PasskeyRefused, also for a passkey
    whose counter says that it was copied.
    """
    challenge = _take_challenge(SIGNING)
    try:
        credential = parse_authentication_credential_json(_bounded(answer))
    except _MALFORMED as error:
        raise PasskeyRefused from error
    app = app_context()
    passkey = app.store.passkeys.find(credential.raw_id)
    owner = app.store.practitioners.get(passkey.practitioner_id) if passkey else None
    if site is None or passkey is None or owner is None or not owner.is_active:
        raise PasskeyRefused
    if credential.response.user_handle is None and not is_signed_in:
        raise PasskeyRefused(owner.login)
    _check_signature(site, passkey, owner, credential, challenge)
    return owner


def _check_signature(
    site: RelyingParty,
    passkey: Passkey,
    owner: Practitioner,
    credential: AuthenticationCredential,
    challenge: bytes,
) -> None:
    """Check an answer by the steps of WebAuthn, 7.2, and store what the device said. Raise PasskeyRefused."""
    made, app = passkey.made, app_context()
    try:
        signed = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=made.public_key,
            credential_current_sign_count=0,  # the store compares it, in the transaction that raises it
            require_user_verification=True,
        )
    except _MALFORMED as error:
        raise PasskeyRefused(owner.login) from error
    may_be_copied = signed.credential_device_type is CredentialDeviceType.MULTI_DEVICE
    if credential.response.user_handle not in (None, made.user_handle) or may_be_copied != made.may_be_copied:
        raise PasskeyRefused(owner.login)
    is_copied = signed.credential_backed_up
    if not app.store.passkeys.record_use(passkey, signed.new_sign_count, app.clock(), is_copied=is_copied):
        raise PasskeyRefused(owner.login, _copied())


def _copied() -> str:
    return gettext(
        "We refused this passkey, because it may have been copied. Sign in with your password, remove the "
        "passkey under My account, and tell a manager."
    )


def _issue_challenge(ceremony: str) -> bytes:
    token = app_context().store.passkeys.issue_challenge(app_context().clock())
    session[ceremony] = token
    return challenge_bytes(token)


def _take_challenge(ceremony: str) -> bytes:
    """Return the challenge of this session, and use it up. Raise PasskeyRefused."""
    token, app = str(session.pop(ceremony, "")), app_context()
    if not app.store.passkeys.use_challenge(token, app.clock()):
        raise PasskeyRefused
    return challenge_bytes(token)


def _bounded(answer: str) -> str:
    """Return the answer. Raise PasskeyRefused for one that no device sends."""
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    return answer


def _descriptors(known: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.made.credential_id) for each in known]
