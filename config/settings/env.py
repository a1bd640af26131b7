"""The only reader of the process environment: typed, documented, failing at start by name."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.core.exceptions import ImproperlyConfigured

REQUIRED: Final = object()


@dataclass(frozen=True)
class Variable:
    """One environment variable, as `docs/guides/settings.md` lists it."""

    name: str
    kind: str
    default: str
    help: str


#: Every variable that was asked for, in order; the settings guide is checked against it.
VARIABLES: dict[str, Variable] = {}


def text(name: str, *, default: object = REQUIRED, help: str = "") -> str:
    """A string; without a default it must be set and not empty."""
    return _raw(name, "text", default, help)


def secret(name: str, *, default: object = REQUIRED, help: str = "") -> str:
    """A secret; `NAME_FILE` may name a file that holds it instead."""
    file_name = os.environ.get(f"{name}_FILE")
    if file_name:
        _note(name, "secret", default, help)
        try:
            return Path(file_name).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}.") from error
    return _raw(name, "secret", default, help)


def integer(
    name: str, *, default: object = REQUIRED, at_least: int | None = None, help: str = ""
) -> int:
    """A whole number, optionally with a lower limit."""
    raw = _raw(name, "integer", default, help)
    try:
        value = int(raw)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}.") from error
    if at_least is not None and value < at_least:
        raise ImproperlyConfigured(f"{name} must be at least {at_least}, not {value}.")
    return value


def flag(name: str, *, default: object = REQUIRED, help: str = "") -> bool:
    """A yes or no: 1/0, true/false, yes/no, on/off."""
    raw = _raw(name, "flag", default, help).strip().lower()
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {raw!r}.")


def words(name: str, *, default: object = REQUIRED, help: str = "") -> Sequence[str]:
    """A comma-separated list."""
    return [word.strip() for word in _raw(name, "list", default, help).split(",") if word.strip()]


def url(name: str, *, schemes: Sequence[str], default: object = REQUIRED, help: str = "") -> str:
    """An address that begins with one of `schemes`; an empty value means the default."""
    value = _raw(name, "address", default, help) or str(default)
    if value and value.partition(":")[0] not in schemes:
        begins = ", ".join(f"{scheme}:" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must begin with one of {begins} not {value!r}.")
    return value


def choice(name: str, *, among: Collection[str], default: object = REQUIRED, help: str = "") -> str:
    """One of the words in `among`."""
    value = _raw(name, "choice", default, help)
    if value not in among:
        raise ImproperlyConfigured(f"{name} cannot be {value!r}. {help}".strip())
    return value


def folder(name: str, *, default: object = REQUIRED, help: str = "") -> Path:
    """A path of a folder, made absolute; it is created when first needed."""
    return Path(_raw(name, "folder", default, help)).expanduser().absolute()


def _raw(name: str, kind: str, default: object, help: str) -> str:
    _note(name, kind, default, help)
    value = os.environ.get(name)
    if value is not None and (value != "" or default is not REQUIRED):
        return value
    if default is REQUIRED:
        raise ImproperlyConfigured(f"{name} is not set. {help}".strip())
    return str(default)


def _note(name: str, kind: str, default: object, help: str) -> None:
    shown = "required" if default is REQUIRED else str(default)
    VARIABLES.setdefault(name, Variable(name, kind, shown, help))
