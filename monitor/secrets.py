"""Where secrets come from, and how they are kept out of everything that is shown.

A secret is given in the configuration as ``url`` (in which ``${NAME}`` stands for an environment variable), as
``url_env`` (the variable's name) or as ``url_file``. A file may be a path, may start with ``$CREDENTIALS_DIRECTORY/``,
or may be a bare name: systemd credentials (``LoadCredential=name:...``) are then looked at first, the configuration's
folder second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from notifiers.masking import secrets_in

MASK = "***"
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_LARGEST = 64 * 1024  # a secret is a line or a few; more is the wrong file


class SecretError(ValueError):
    """A secret that cannot be had. The text says where it was looked for, never what was found there."""


@dataclass(frozen=True, slots=True)
class SecretSource:
    """One value or several (one a line) and where to take them from; ``inline`` is never shown."""

    inline: tuple[str, ...] = field(default=(), repr=False)
    variable: str | None = None
    file: str | None = None
    folder: Path = Path()  # the configuration's, for relative files

    def read(self, environment: Mapping[str, str]) -> tuple[str, ...]:
        """The secrets, at least one. Raises SecretError."""
        if self.file is not None:
            return _lines(_read_file(self._locate(environment)), f"the file {self.file}")
        if self.variable is not None:
            if not environment.get(self.variable, "").strip():
                raise SecretError(f"the environment variable {self.variable} is not set, or is empty")
            return _lines(environment[self.variable], f"the environment variable {self.variable}")
        return tuple(_expand(value, environment).strip() for value in self.inline)

    def _locate(self, environment: Mapping[str, str]) -> Path:
        assert self.file is not None
        credentials = environment.get("CREDENTIALS_DIRECTORY")
        for prefix in ("$CREDENTIALS_DIRECTORY/", "${CREDENTIALS_DIRECTORY}/"):
            if self.file.startswith(prefix):
                if not credentials:
                    raise SecretError(f"{self.file} needs $CREDENTIALS_DIRECTORY, which systemd sets for a service")
                return Path(credentials, self.file.removeprefix(prefix))
        if credentials and Path(self.file).name == self.file and Path(credentials, self.file).is_file():
            return Path(credentials, self.file)
        return self.folder / Path(self.file).expanduser()


def _read_file(path: Path) -> str:
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError as error:
        raise SecretError(f"the file {path} cannot be read: {error.strerror}") from None
    if len(content) > _LARGEST:
        raise SecretError(f"the file {path} is too large to hold a secret")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # "from None": the original error carries the bytes of the secret
        raise SecretError(f"the file {path} is not UTF-8 text") from None


def _lines(text: str, place: str) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    if not lines:
        raise SecretError(f"{place} holds no value")
    return lines


def _expand(value: str, environment: Mapping[str, str]) -> str:
    missing = sorted({name for name in _VARIABLE.findall(value) if not environment.get(name)})
    if missing:
        raise SecretError(f"the environment variable {missing[0]} is not set, or is empty")
    return _VARIABLE.sub(lambda found: environment[found[1]], value)


# -- masking -----------------------------------------------------------------------------------------------------------

_CREDENTIALS_IN_URL = re.compile(r"(?P<before>\b[a-z][a-z0-9+.-]*://[^\s/:@]*:)[^\s/@]+(?=@)", re.IGNORECASE)
_SLACK_HOOK = re.compile(r"(hooks\.slack\.com/(?:services|workflows|triggers)/)[\w/%.-]+", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(
    r"(?P<before>\b(?:pass(?:word|wd)?|pwd|secret|token|api[_-]?key|subscription-key|signature|sig)=)[^\s&\"'<>]+",
    re.IGNORECASE,
)


def _looks_like_token(segment: str) -> bool:
    """A piece of an address that nobody would write in a sentence: masking it cannot garble ordinary words."""
    ordinary = segment.isalpha() and segment.islower() and len(segment) < 20
    return len(segment) >= 8 and not ordinary


def fragments(secret: str) -> frozenset[str]:
    """What of a secret must never be seen: all of it, and of an address its password, its path and the tokens in it.

    Narrower than ``notifiers.masking``, which cleans what a channel's own libraries say: this is applied to all that
    the program says, and must not garble ordinary words such as a database's name.
    """
    scheme, found_scheme, rest = secret.partition("://")
    if not found_scheme:
        return frozenset({secret})
    if scheme.lower() in ("mailto", "mailtos"):
        return frozenset(secrets_in(secret))
    found = {secret}
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    password = rest.rpartition("@")[0].partition(":")[2]  # read to the last @: an unescaped one belongs to the password
    found |= {password, unquote(password), quote(unquote(password), safe="")}
    user, at, host = authority.rpartition("@")
    path = rest[len(authority) :]
    pieces = re.split(r"[/?&=#,;]", path)
    if at:
        pieces.append(user.partition(":")[0])
    if "." not in host and ":" not in host:  # slack://TOKEN/... puts a token where a host would be
        pieces.append(host)
    if scheme.lower().startswith("http"):
        pieces.append(path)  # as HTTP libraries log it
    found |= {form for piece in pieces for form in (piece, unquote(piece)) if _looks_like_token(piece)}
    return frozenset(text for text in found if len(text) >= 3)


class Mask:
    """Replaces known secrets, and what has the form of one, in any text. Grows as secrets are read."""

    __slots__ = ("_known", "_pattern")

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._known: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self.learn(secrets)

    def learn(self, secrets: Iterable[str]) -> None:
        self._known |= frozenset(piece for secret in secrets if secret for piece in fragments(secret))
        longest_first = sorted(self._known, key=lambda piece: (-len(piece), piece))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, text: str) -> str:
        if self._pattern is not None:
            text = self._pattern.sub(MASK, text)
        text = _CREDENTIALS_IN_URL.sub(rf"\g<before>{MASK}", text)
        text = _SLACK_HOOK.sub(rf"\g<1>{MASK}", text)
        return _SECRET_PARAMETER.sub(rf"\g<before>{MASK}", text)

    def __repr__(self) -> str:
        return f"Mask({len(self._known)} known)"
