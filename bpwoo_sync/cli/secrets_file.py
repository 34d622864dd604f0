"""The secrets of one configuration, in a file beside it: ``bpwoo.env`` beside ``bpwoo.toml``, a ``NAME=value`` to a line.

It is a file as systemd's ``EnvironmentFile`` and ``docker run --env-file`` read it. Only its owner may read it.
"""

from __future__ import annotations

import os
import re
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

from bpwoo_sync.errors import ConfigurationError

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

#: How an account is signed in to; one of them is enough, so that one from elsewhere replaces whichever a file has.
SIGN_INS = ("BRIGHTPEARL_TOKEN_FILE", "BRIGHTPEARL_STAFF_TOKEN", "BRIGHTPEARL_ACCOUNT_TOKEN")


def secrets_path(configuration: Path) -> Path:
    """Where the secrets of a configuration file are."""
    return configuration.with_suffix(".env")


def environment_of(configuration: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """What a configuration's secrets are read from: the file beside it, and what the environment has set in its place."""
    return laid_over(read_secrets(secrets_path(configuration)), environment)


def laid_over(below: Mapping[str, str], above: Mapping[str, str]) -> dict[str, str]:
    """Both, where the second counts for more. What it leaves empty it does not set."""
    set_above = {name: value for name, value in above.items() if value}
    kept = {name: value for name, value in below.items() if name not in SIGN_INS or not any(each in set_above for each in SIGN_INS)}
    return {**kept, **set_above}


def read_secrets(path: Path) -> dict[str, str]:
    """The secrets in a file; none where there is no file. Warns where others can read it. Raises :class:`ConfigurationError`."""
    try:
        text, mode = path.read_text("utf-8"), path.stat().st_mode & 0o777
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path}: cannot be read ({type(fault).__name__})") from None
    if mode & 0o007:
        warnings.warn(f"{path} can be read by everybody on this machine (mode {mode:o}). Run: chmod 600 {path}", stacklevel=2)
    found = secrets_from(text, path)
    token_file = found.get(SIGN_INS[0])
    return found if token_file is None else {**found, SIGN_INS[0]: str(path.parent / token_file)}


def secrets_from(text: str, path: Path) -> dict[str, str]:
    """The names and values of a file's text. A fault names the line, and repeats nothing of it."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        name, equals, value = bare.removeprefix("export ").partition("=")
        if not equals or not _NAME.fullmatch(name.strip()):
            raise ConfigurationError(f"{path}: line {number} is no NAME=value")
        found[name.strip()] = _unquoted(value.strip())
    return found


def secrets_text(secrets: Mapping[str, str]) -> str:
    """The text of a file with these secrets; empty ones are left out."""
    lines = [f"{name}={value}" for name, value in secrets.items() if value]
    return "\n".join(["# Secrets of the configuration beside this file. Only its owner may read it.", *lines, ""])


def write_private(path: Path, text: str) -> None:
    """Put a file in its place, whole or not at all, readable by its owner alone. Raises :class:`ConfigurationError`."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise ConfigurationError(f"{path}: cannot be written ({fault.strerror})") from None


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value
