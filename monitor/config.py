"""The configuration: find it, read it, and say all that is wrong with it at once, by file, line and dotted field.

``load`` needs only the configuration file itself. ``check`` also looks at what it names: files, secrets, addresses.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.secrets import SecretError
from monitor.settings.config_rules import Where, contradictions
from monitor.settings.config_tables import (
    SOURCE_DEFAULTS,
    SOURCES,
    AgencySource,
    AnySource,
    Channel,
    Config,
    Countdown,
    Database,
    DeadMan,
    Health,
    Http,
    Links,
    PageSource,
    ProvisionTable,
    Quiet,
    SiteSource,
    Source,
    Stakes,
    Table,
    WatchedSections,
    Watchlist,
)
from monitor.settings.toml_lines import line_numbers, line_of
from parsers.model import ListName

__all__ = [
    "AgencySource",
    "AnySource",
    "Channel",
    "Config",
    "ConfigError",
    "PageSource",
    "SiteSource",
    "Source",
    "build",
    "check",
    "find_config",
    "load",
]


class ConfigError(Exception):
    """What is wrong with the configuration: ``problems`` has one clear line for each thing."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def find_config(explicit: Path | None, environment: Mapping[str, str], folder: Path) -> Path:
    """First of ``--config``, ``$REGWATCH_CONFIG``, ``config.toml`` in ``folder``, ``/etc/regwatch/config.toml``."""
    if explicit is not None:
        return explicit
    if named := environment.get("REGWATCH_CONFIG"):
        return Path(named)
    usual = (folder / "config.toml", Path("/etc/regwatch/config.toml"))
    for path in usual:
        if path.is_file():
            return path
    raise ConfigError(
        f"there is no configuration: looked for {usual[0]} and {usual[1]}; name one with --config or $REGWATCH_CONFIG"
    )


def load(path: Path) -> Config:
    """Read and validate. Raises ConfigError with all that is wrong. Files it names may be absent: see ``check``."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 text (byte {error.start})") from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: is not TOML: {error}") from None
    return build(raw, path, line_numbers(text))


def build(raw: Mapping[str, Any], path: Path, lines: Mapping[Where, int] | None = None) -> Config:
    """A configuration from plain values, as though they stood in ``path``. Raises ConfigError."""
    values = dict(raw)
    if "provisions" not in values:
        shipped = resources.files("monitor").joinpath("shipped", "provisions.toml").read_text(encoding="utf-8")
        values["provisions"] = tomllib.loads(shipped)["provisions"]
    found = list(contradictions(values))
    try:
        config = Config.model_validate(values, context={"folder": path.absolute().parent, "path": path})
    except ValidationError as invalid:
        found += [_in_words(error) for error in invalid.errors(include_url=False, include_input=False)]
    else:
        if not found:
            return config
    ordered = sorted(dict.fromkeys(found), key=lambda problem: line_of(lines or {}, problem[0]) or 0)
    raise ConfigError(*(_line(path, lines or {}, where, what) for where, what in ordered))


def _line(path: Path, lines: Mapping[Where, int], where: Where, what: str) -> str:
    number = line_of(lines, where)
    dotted = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
    return f"{path}{f':{number}' if number else ''}: {dotted}{': ' if dotted else ''}{what}"


_WORDS = {
    "missing": "is missing",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "model_type": "must be a table",
    "dict_type": "must be a table",
    "tuple_type": "must be a list",
}


_TABLES: Mapping[str, type[Table]] = {
    "database": Database,
    "http": Http,
    "watchlists": Watchlist,
    "stakes": Stakes,
    "provisions": ProvisionTable,
    "watched_sections": WatchedSections,
    "channels": Channel,
    "quiet": Quiet,
    "countdown": Countdown,
    "links": Links,
    "dead_man": DeadMan,
    "health": Health,
}


def _in_words(error: ErrorDetails) -> tuple[Where, str]:
    """One line about one error. What was written there is only repeated where it cannot be a secret."""
    where: Where = error["loc"]
    table = _TABLES.get(str(where[0])) if len(where) > 1 else Config
    if where[:1] == ("sources",) and len(where) > 2:
        table = SOURCES[str(where[2])]
        where = where[:2] + where[3:]  # without the discriminator's tag
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        near = difflib.get_close_matches(str(where[-1]), SOURCE_DEFAULTS, 1)
        hint = f" (did you mean {near[0]}?)" if near and near[0] != where[-1] else ""
        return where, f"is not a source that regwatch knows{hint}; give it a format: {', '.join(SOURCE_DEFAULTS)}"
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(where[-1]), table.model_fields if table else (), 1)
        return where, "unknown key" + (f" (did you mean {near[0]}?)" if near else "")
    if kind == "value_error":
        what = str(context["error"])
        what = re.sub(r"^('.*') is not a valid Severity$", r"\1 is not a severity: info, warning or critical", what)
        what = re.sub(r"^('.*') is not a valid ListName$", rf"\1 is not a list: {', '.join(ListName)}", what)
        return where, what
    if kind == "literal_error":
        return where, f"must be {context['expected']}"
    return where, _WORDS.get(kind, error["msg"].replace("Input should be", "must be"))


# -- what it names -----------------------------------------------------------------------------------------------------


def check(config: Config, environment: Mapping[str, str], kinds: Collection[str] = ()) -> tuple[str, ...]:
    """What a working configuration would still fail on: files that are not there, secrets that cannot be had, and
    alert ``kinds`` that no alert has (pass those that exist). One line each; empty when all is well."""
    problems: list[str] = []

    def say(where: str, what: str) -> None:
        problems.append(f"{config.path}: {where}: {what}")

    paths = [(f"watchlists[{number}].path", table.path) for number, table in enumerate(config.watchlists)]
    paths += [(f"stakes[{number}].path", table.path) for number, table in enumerate(config.stakes)]
    for where, path in paths:
        if not path.is_file():
            say(where, f"there is no file {path}")
        elif not os.access(path, os.R_OK):
            say(where, f"the file {path} may not be read by this user")
    for number, channel in enumerate(config.channels):
        try:
            settings = channel.settings(environment)
        except SecretError as error:
            say(f"channels[{number}] ({channel.name})", str(error))
        else:
            for position, url in enumerate(settings.urls, 1):
                if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://\S", url):
                    say(f"channels[{number}] ({channel.name})", f"address {position} is not of the form scheme://...")
        for kind in channel.kinds:
            if kinds and kind not in kinds:
                near = difflib.get_close_matches(kind, kinds, 1)
                hint = f" (did you mean {near[0]}?)" if near else ""
                say(f"channels[{number}] ({channel.name}).kinds", f"no alert is of the kind {kind!r}{hint}")
    reads: dict[str, Callable[[], object]] = {
        "database": lambda: config.database.address(environment),
        "dead_man": lambda: config.dead_man and config.dead_man.address(environment),
        "links": lambda: config.links and config.links.key(environment),
    }
    for place, read in reads.items():
        try:
            read()
        except SecretError as error:
            say(place, str(error))
    return tuple(problems)
