"""OAuth 2 tokens, and where they are kept."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from attrs import field, frozen

from ._kernel.described import described
from .errors import SignInError


@described
@frozen(kw_only=True)
class Token:
    """An OAuth 2 token of one app on one account. ``expires_at`` is aware UTC; ``api_domain`` is the account's host."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    api_domain: str = ""
    expires_at: datetime | None = None
    """When it ends: aware UTC."""
    installation_instance_id: int | None = None


class TokenStore(Protocol):
    """Keeps one token. ``save`` returns only once it is safe: a rotated refresh token exists nowhere else."""

    def load(self) -> Token | None:
        """The token kept last, if any."""

    def save(self, token: Token) -> None:
        """Keep a token in place of the last."""

    def exclusive(self) -> Any:
        """A context in which no other process refreshes the same token. It may be entered and left in two threads."""


class MemoryTokenStore:
    """Keeps a token for as long as the process lives."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token
        self._lock = threading.Lock()

    def load(self) -> Token | None:
        """The token kept last, if any."""
        return self._token

    def save(self, token: Token) -> None:
        """Keep a token in place of the last."""
        self._token = token

    def exclusive(self) -> Any:
        """A context in which no other thread refreshes the same token."""
        return self._lock


class FileTokenStore:
    """Keeps a token in a file that only its owner can read (mode 0600), replaced whole or not at all."""

    def __init__(self, path: Path | str) -> None:
        self.path: Path = Path(path)

    def __repr__(self) -> str:
        return f"FileTokenStore({str(self.path)!r})"

    def load(self) -> Token | None:
        """The token in the file, if there is one. Warns when others can read it."""
        try:
            mode = self.path.stat().st_mode & 0o777
            document = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as fault:
            raise SignInError(
                f"The token file {self.path} cannot be read ({type(fault).__name__}). Sign in again to write a new one."
            ) from None
        if mode & 0o077:
            warnings.warn(f"The token file {self.path} can be read by others (mode {mode:o}); run: chmod 600 {self.path}", stacklevel=2)
        return _token(document, self.path)

    def save(self, token: Token) -> None:
        """Write the token beside the file, flush it to disk, and put it in the file's place."""
        document = _document(token)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump(document, file)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, self.path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as fault:
            raise SignInError(
                f"The token file {self.path} cannot be written ({type(fault).__name__}). The account has to be signed in again."
            ) from None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold a lock file that other processes of this machine wait for."""
        beside = self.path.with_name(f".{self.path.name}.lock")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = open(beside, "w", encoding="ascii")  # noqa: SIM115
        except OSError as fault:
            raise SignInError(f"The lock file {beside} cannot be written ({type(fault).__name__}). The token was not refreshed.") from None
        with lock:
            try:
                import fcntl
            except ImportError:
                yield
                return
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class KeyringTokenStore:
    """Keeps a token in the operating system's keyring. Needs the extra ``keyring``.

    ``service`` and ``account`` name the entry. Threads of one process wait for each other; several processes that
    share an account are better served by a :class:`FileTokenStore`, which they lock.
    """

    def __init__(self, account: str, *, service: str = "bpwoo-brightpearl") -> None:
        self.account = account
        self.service = service
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"KeyringTokenStore({self.account!r}, service={self.service!r})"

    def load(self) -> Token | None:
        """The token in the keyring, if there is one."""
        library = _keyring()
        try:
            text = library.get_password(self.service, self.account)
        except library.errors.KeyringError as fault:
            raise SignInError(f"The keyring cannot be read ({type(fault).__name__}). Unlock it, or use a token file.") from None
        if text is None:
            return None
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            raise SignInError(f"The keyring's entry {self.service!r} is damaged. Sign in again to write a new one.") from None
        return _token(document, Path(self.service))

    def save(self, token: Token) -> None:
        """Keep the token in the keyring."""
        library = _keyring()
        try:
            library.set_password(self.service, self.account, json.dumps(_document(token)))
        except library.errors.KeyringError as fault:
            raise SignInError(f"The keyring cannot be written ({type(fault).__name__}). Unlock it, or use a token file.") from None

    def exclusive(self) -> Any:
        """A context in which no other thread refreshes the same token."""
        return self._lock


def _keyring() -> Any:
    try:
        return import_module("keyring")
    except ImportError:
        raise SignInError("A token in the keyring needs the package keyring. Install it with: pip install 'bpwoo[keyring]'") from None


def _document(token: Token) -> dict[str, Any]:
    return {
        "access_token": token.access_token,
        "refresh_token": token.refresh_token,
        "api_domain": token.api_domain,
        "expires_at": token.expires_at.isoformat() if token.expires_at else None,
        "installation_instance_id": token.installation_instance_id,
    }


def _token(document: Any, path: Path) -> Token:
    try:
        expires = document.get("expires_at")
        return Token(
            access_token=document["access_token"],
            refresh_token=document.get("refresh_token") or "",
            api_domain=document.get("api_domain") or "",
            expires_at=datetime.fromisoformat(expires).astimezone(UTC) if expires else None,
            installation_instance_id=document.get("installation_instance_id"),
        )
    except (KeyError, TypeError, AttributeError, ValueError):
        raise SignInError(f"The token file {path} does not hold a token. Sign in again to write a new one.") from None
