"""The site's keys, and sealing of carrier credentials with them.

Keys come from the environment (`FAHUO_SECRET_KEY`, `FAHUO_ENCRYPTION_KEY`) or from `FAHUO_HOME/secrets/`, where they
are made once. Whoever copies the database alone cannot read the credentials in it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class SecretsUnavailable(Exception):
    """A key is missing, cannot be read, or does not fit; the message says who must do what."""


def django_key(home: Path) -> str:
    """Return the key that signs sessions and links: `FAHUO_SECRET_KEY`, or `secrets/site.key` (made when missing)."""
    return os.environ.get("FAHUO_SECRET_KEY") or kept(home / "secrets" / "site.key", lambda: secrets.token_urlsafe(50))


def encryption_keys(home: Path) -> list[str]:
    """Return the keys that seal credentials, newest first: `FAHUO_ENCRYPTION_KEY` (several separated by commas,
    the first one seals) or `secrets/encryption.key`, one per line (made when missing).
    """
    found = os.environ.get("FAHUO_ENCRYPTION_KEY", "").replace(",", "\n")
    if not found.strip():
        found = kept(home / "secrets" / "encryption.key", new_key)
    return found.split()


def seal(credentials: Mapping[str, str]) -> bytes:
    """Encrypt credentials with the newest key; different bytes each time."""
    return keyring().encrypt(json.dumps(dict(credentials), ensure_ascii=False).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    """Return the credentials that `seal` was given. Raises `SecretsUnavailable` when no key fits."""
    try:
        plain = keyring().decrypt(bytes(sealed))
    except InvalidToken as error:
        raise _closed() from error
    credentials: dict[str, str] = json.loads(plain)
    return credentials


def resealed(sealed: bytes) -> bytes | None:
    """Return the same credentials sealed with the newest key, None if they are already.

    Raises `SecretsUnavailable` when no key fits, or a key is none.
    """
    keys = keyring()
    try:
        Fernet(settings.ENCRYPTION_KEYS[0]).decrypt(sealed)
    except InvalidToken:
        try:
            return keys.rotate(sealed)
        except InvalidToken as error:
            raise _closed() from error
    return None


def _closed() -> SecretsUnavailable:
    return SecretsUnavailable(
        "Stored credentials cannot be opened with the present encryption key: put back the key they were sealed with "
        "(FAHUO_ENCRYPTION_KEY or secrets/encryption.key), or enter them again in the settings or with `fahuo connect`."
    )


def new_key() -> str:
    """Return a new encryption key, as text."""
    return Fernet.generate_key().decode()


def keyring() -> MultiFernet:
    """Return the site's keys, ready for use."""
    try:
        return MultiFernet([Fernet(key) for key in settings.ENCRYPTION_KEYS])
    except ValueError as error:
        raise SecretsUnavailable(
            "The encryption key is not one of Fernet's (44 characters): correct FAHUO_ENCRYPTION_KEY or "
            "secrets/encryption.key; `python -m fahuo.kit.secrets` prints a new one."
        ) from error


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the text of `path`; when it is missing make it, once, even if several processes try at the same moment."""
    try:
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_once(path, make())
        text = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SecretsUnavailable(
            f"The key in {path} cannot be read or written ({reason}): give {path.parent} to the user that runs Fahuo, "
            "or set FAHUO_SECRET_KEY and FAHUO_ENCRYPTION_KEY."
        ) from error
    if not text:
        raise SecretsUnavailable(f"The key file {path} is empty: put back its copy, or remove it to make a new key.")
    return text


def write_once(path: Path, text: str) -> None:
    """Write `path` whole with mode 0600 unless it exists."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # fails if somebody was quicker, and never shows half a file
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)


if __name__ == "__main__":
    print(new_key())  # noqa: T201 - this is the command's whole purpose
