"""Domain values to JSON and back, with a version, so that what is stored today can be read by every later program.

The JSON is an envelope, ``{"v":1,"is":"Rule","value":{...}}``. When a stored type changes its shape, VERSION goes up
and UPGRADES gets a step that turns the old value into the new one; an added field with a default needs neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError, to_json

T = TypeVar("T")

VERSION = 1

#: (name of the type, version it was written in) -> the plain value as the next version writes it
UPGRADES: Mapping[tuple[str, int], Callable[[Any], Any]] = {}

_HEAD = re.compile(rb'\{"v":(\d+),"is":"([^"]+)","value":')
_SURROGATE = re.compile("[\ud800-\udfff]")


class CodecError(ValueError):
    """A stored value that this program cannot read."""


_adapters: dict[Any, TypeAdapter[Any]] = {}  # building one takes milliseconds


def _adapter(of: Any) -> TypeAdapter[Any]:
    if of not in _adapters:
        _adapters[of] = TypeAdapter(of)
    return _adapters[of]


def _name(of: Any) -> str:
    inner = [_name(a) for a in get_args(of) if a is not ...]
    return f"{of.__name__}[{', '.join(inner)}]" if inner else str(of.__name__)


def encode(value: Any, of: Any = None) -> bytes:
    """The value as JSON in UTF-8. ``of`` is its type where the value alone does not say it (``tuple[Hit, ...]``)."""
    kind = of or type(value)
    return b'{"v":%d,"is":"%b","value":%b}' % (VERSION, _name(kind).encode(), _json(_adapter(kind), value))


def _json(adapter: TypeAdapter[Any], value: Any) -> bytes:
    try:
        return adapter.dump_json(value)
    except (PydanticSerializationError, UnicodeEncodeError):
        # A lone surrogate, from a page that escapes half a character: no JSON reader takes it back; shown as lost.
        plain = json.dumps(adapter.dump_python(value, mode="python"), default=_plain, ensure_ascii=False)
        return _SURROGATE.sub("\ufffd", plain).encode()


def _plain(value: Any) -> Any:
    return _adapter(type(value)).dump_python(value, mode="json")


def decode(of: type[T], stored: bytes | str) -> T:
    """The value that ``encode`` was given. Raises CodecError for another type, a newer version or damage."""
    body = stored.encode() if isinstance(stored, str) else stored
    head = _HEAD.match(body)
    if head is None or not body.endswith(b"}"):
        raise CodecError(f"a stored {_name(of)} is damaged")
    version, name = int(head[1]), head[2].decode()
    if name != _name(of):
        raise CodecError(f"expected a stored {_name(of)}, found a {name}")
    if version > VERSION:
        raise CodecError(
            f"a stored {name} was written by a newer version of regwatch (format {version}, this reads {VERSION})"
        )
    try:
        plain = body[head.end() : -1] if version == VERSION else _upgraded(name, version, body[head.end() : -1])
        return cast(T, _adapter(of).validate_json(plain))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise CodecError(f"a stored {name} is damaged at {place or 'its root'}: {first['msg']}") from error


def _upgraded(name: str, version: int, value: bytes) -> bytes:
    try:
        plain = json.loads(value)
    except ValueError as error:
        raise CodecError(f"a stored {name} is damaged: {error}") from error
    for step in range(version, VERSION):
        if upgrade := UPGRADES.get((name, step)):
            plain = upgrade(plain)
    return to_json(plain)


def fingerprint(*parts: Any) -> str:
    """The SHA-256 of values, in hex. Equal values give equal fingerprints, in every process and on every machine."""
    digest = hashlib.sha256()
    for part in parts:
        text = part if isinstance(part, bytes) else _json(_adapter(type(part)), part)
        digest.update(b"%d:" % len(text))
        digest.update(text)
    return digest.hexdigest()
