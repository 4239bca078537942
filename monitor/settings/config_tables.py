"""The tables of the configuration, as frozen models. Nothing here reads a file or the environment by itself.

A secret stays where it is until it is asked for, and a model never shows one.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationInfo

from monitor.calendar import EASTERN
from monitor.secrets import SecretError, SecretSource
from monitor.times import Daily, Hours, parse_daily, parse_duration, parse_hours, parse_time_zone, parse_wait
from notifiers.model import ChannelSettings, Severity
from parsers.model import ListName

# -- the values in it --------------------------------------------------------------------------------------------------

T = TypeVar("T")


def _text(parse: Callable[[str], T], example: str) -> BeforeValidator:
    """A value written as text and understood by ``parse``, which raises ValueError."""

    def read(value: object) -> object:
        if isinstance(value, str):
            return parse(value)
        raise ValueError(f"must be text in quotes, like {example}")

    return BeforeValidator(read)


def _beside_the_file(value: object, context: ValidationInfo) -> Path:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("must be a path in quotes")
    assert context.context is not None
    return Path(context.context["folder"]) / Path(value).expanduser()


def http_address(value: str) -> str:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ValueError("is not an address that can be read") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an http:// or https:// address")
    if re.search(r"\s", value):
        raise ValueError("must not contain white space")
    return value


def _cfr_place(value: str) -> str:
    folded = " ".join(value.split())
    if not re.match(r"\d{1,2} CFR \d", folded):
        raise ValueError(f'{value!r} is not a place in the CFR: write it like "15 CFR 744" or "15 CFR 744.11(a)(1)"')
    return folded


Duration = Annotated[timedelta, _text(parse_duration, '"5m"')]
Wait = Annotated[timedelta, _text(parse_wait, '"30s"')]
DigestTime = Annotated[Daily, _text(parse_daily, '"daily 08:00"')]
QuietHours = Annotated[Hours, _text(parse_hours, '"22:00-06:00"')]
TimeZone = Annotated[ZoneInfo, _text(parse_time_zone, '"America/New_York"')]
Place = Annotated[Path, BeforeValidator(_beside_the_file)]
Address = Annotated[str, _text(http_address, '"https://..."')]
BaseAddress = Annotated[str, _text(lambda value: http_address(value).rstrip("/"), '"https://..."')]
CfrPlace = Annotated[str, _text(_cfr_place, '"15 CFR 744.11(a)(1)"')]
Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Level = Annotated[Severity, _text(Severity, '"warning"')]


class Table(BaseModel):
    """A table of the file. ``strict``: a number is not text, and "yes" is not true."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class SecretTable(Table):
    """A table with a secret in it: exactly one of ``url``, ``url_env``, ``url_file``."""

    url: SecretStr | None = None
    url_env: Text | None = None
    url_file: Text | None = None
    _folder: Path = Path()

    def model_post_init(self, context: Any) -> None:
        self._folder = Path(context["folder"])

    @property
    def secret(self) -> SecretSource:
        inline = (self.url.get_secret_value(),) if self.url else ()
        return SecretSource(inline, self.url_env, self.url_file, self._folder)


# -- the tables --------------------------------------------------------------------------------------------------------


class Database(SecretTable):
    """``sqlite:///path`` (relative to the configuration) or ``postgresql+psycopg://...``."""

    def address(self, environment: Mapping[str, str]) -> str:
        """The SQLAlchemy URL, a secret if it has a password. Raises SecretError."""
        url = self.secret.read(environment)[0]
        scheme, found, path = url.partition(":///")
        if found and scheme.startswith("sqlite") and path and not path.startswith((":memory:", "file:")):
            return f"{scheme}:///{(self._folder / path).absolute()}"
        return url


class Http(Table):
    contact: Text | None = None  # goes into the User-Agent, so that a publisher can reach the operator
    timeout: Duration = timedelta(seconds=30)


class Source(Table):
    """What all sources have. ``format`` says which parser reads it; it is the table's name unless given."""

    format: str
    every: Duration
    stale_after: Duration | None = None  # no success for longer: failing (default: 3 intervals, at least 1 h)


class AgencySource(Source):
    format: Literal["federal_register", "public_inspection"]
    base_url: BaseAddress
    agencies: Annotated[Texts, Field(min_length=1)]


class SiteSource(Source):
    format: Literal["ecfr"]
    base_url: BaseAddress


class PageSource(Source):
    format: Literal["federal_register_feed", "bis_news", "screening_list", "denied_persons"]
    url: Address


SOURCES: Mapping[str, type[Source]] = {
    "federal_register": AgencySource,
    "public_inspection": AgencySource,
    "ecfr": SiteSource,
    "federal_register_feed": PageSource,
    "bis_news": PageSource,
    "screening_list": PageSource,
    "denied_persons": PageSource,
}
AnySource = Annotated[AgencySource | SiteSource | PageSource, Field(discriminator="format")]

_FEDERAL_REGISTER = {
    "base_url": "https://www.federalregister.gov",
    "every": "5m",
    "agencies": ["industry-and-security-bureau"],
}
SOURCE_DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "federal_register": _FEDERAL_REGISTER,
    "public_inspection": _FEDERAL_REGISTER,
    "federal_register_feed": {
        "url": "https://www.federalregister.gov/api/v1/documents.rss"
        "?conditions[agencies][]=industry-and-security-bureau",
        "every": "5m",
    },
    "bis_news": {"url": "https://www.bis.gov/news-updates", "every": "15m"},
    "ecfr": {"base_url": "https://www.ecfr.gov", "every": "6h"},
    "screening_list": {
        "url": "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json",
        "every": "6h",
    },
    "denied_persons": {"every": "6h"},  # its address holds a date: there is no default that stays true
}


def _with_defaults(tables: object) -> object:
    """Each source with its format and that format's defaults."""
    if not isinstance(tables, dict):
        return tables
    filled: dict[str, object] = {}
    for name, table in tables.items():
        if isinstance(table, dict):
            kind = table.get("format", name if name in SOURCE_DEFAULTS else None)
            known = SOURCE_DEFAULTS.get(kind, {}) if isinstance(kind, str) else {}
            table = {**known, **({"format": kind} if kind is not None else {}), **table}  # noqa: PLW2901
        filled[name] = table
    return filled


class Watchlist(Table):
    name: Text
    path: Place
    tags: Texts = ()  # given to each of its counterparties


class Stakes(Table):
    path: Place
    format: Literal["csv", "xlsx", "toml", "gleif", "ftm"] | None = None  # None: as the file's suffix says


class ProvisionTable(Table):
    name: Text
    target: CfrPlace
    effect: Literal["ownership", "text"] = "text"
    threshold: Annotated[float, Field(gt=0, le=100)] | None = None  # percent


class WatchedSections(Table):
    targets: Annotated[tuple[CfrPlace, ...], Field(strict=False, min_length=1)]


class Quiet(Table):
    """Quiet hours of all channels that do not set their own. They never hold back what is critical."""

    hours: QuietHours
    time_zone: TimeZone | None = None


class Channel(SecretTable):
    """A route to people and what goes over it (see ``routing``)."""

    name: Text
    type: Literal["slack", "email", "webhook", "console", "apprise"]
    urls: Annotated[tuple[SecretStr, ...], Field(strict=False)] = ()  # one a recipient
    options: dict[str, str] = {}  # what the channel's own module understands

    min_severity: Level = Severity.INFO
    lists: Annotated[tuple[Annotated[ListName, _text(ListName, '"entity-list"')], ...], Field(strict=False)] = ()
    kinds: Texts = ()
    tags: Texts = ()
    business_unit: Annotated[Texts, BeforeValidator(lambda v: [v] if isinstance(v, str) else v)] = ()
    counterparties: Texts = ()

    group_wait: Wait = timedelta(seconds=30)  # for what belongs together; "0s": none
    digest: DigestTime | None = None
    digest_up_to: Level | None = None  # the highest severity that waits for the digest; None: warning
    quiet_hours: QuietHours | None = None
    time_zone: TimeZone = EASTERN
    repeat_until_acknowledged: Duration | None = None
    escalate_to: Text | None = None
    escalate_after: Duration | None = None  # None: after the second repeat
    catch_up: Duration = timedelta(hours=1)  # what waited longer, because the channel was down, goes out as one digest
    receipt: bool = False
    operator: bool = False

    @property
    def secret(self) -> SecretSource:
        inline = tuple(value.get_secret_value() for value in ((self.url,) if self.url else self.urls))
        return SecretSource(inline, self.url_env, self.url_file, self._folder)

    def settings(self, environment: Mapping[str, str]) -> ChannelSettings:
        """What ``notifiers`` builds the channel from. Raises SecretError."""
        has_address = self.url or self.urls or self.url_env or self.url_file
        urls = self.secret.read(environment) if has_address else ()
        return ChannelSettings(self.name, self.type, urls, dict(self.options))


class Countdown(Table):
    """Days before a known change on which it is announced again."""

    days: Annotated[tuple[Annotated[int, Field(ge=0, le=3650)], ...], Field(strict=False)] = (90, 30, 7, 1)


class Links(Table):
    """Signed one-time links for acknowledging, when there is a page that they can lead to."""

    base_url: BaseAddress
    key_file: Text | None = None
    key_env: Text | None = None
    valid_for: Duration = timedelta(days=14)
    _folder: Path = Path()

    def model_post_init(self, context: Any) -> None:
        self._folder = Path(context["folder"])

    def key(self, environment: Mapping[str, str]) -> bytes:
        """The signing key. Raises SecretError; a key that can be guessed is refused."""
        key = "\n".join(SecretSource((), self.key_env, self.key_file, self._folder).read(environment)).encode()
        if len(key) < 32:
            raise SecretError("the signing key is too short: use 32 characters or more, as from `openssl rand -hex 32`")
        return key


class DeadMan(SecretTable):
    """An address that is called after every healthy cycle; whoever watches it hears when regwatch stops."""

    def address(self, environment: Mapping[str, str]) -> str:
        """Raises SecretError."""
        try:
            return http_address(self.secret.read(environment)[0])
        except SecretError:
            raise
        except ValueError as error:
            raise SecretError(str(error)) from None


class Health(Table):
    failing_after: Annotated[int, Field(ge=1)] = 3  # failures in a row
    recovered_after: Annotated[int, Field(ge=1)] = 2  # successes in a row
    receipt: DigestTime = parse_daily("daily 08:00")
    time_zone: TimeZone = EASTERN


class Config(Table):
    """All of it. ``path`` is the file that it came from."""

    database: Database
    http: Http = Http()
    sources: Annotated[dict[str, AnySource], BeforeValidator(_with_defaults)] = {}
    watchlists: Annotated[tuple[Watchlist, ...], Field(strict=False)] = ()
    stakes: Annotated[tuple[Stakes, ...], Field(strict=False)] = ()
    provisions: Annotated[tuple[ProvisionTable, ...], Field(strict=False)] = ()
    watched_sections: Annotated[tuple[WatchedSections, ...], Field(strict=False)] = ()
    channels: Annotated[tuple[Channel, ...], Field(strict=False)] = ()
    quiet: Quiet | None = None
    countdown: Countdown = Countdown()
    links: Links | None = None
    dead_man: DeadMan | None = None
    health: Health = Health()
    _path: Path = Path()

    def model_post_init(self, context: Any) -> None:
        self._path = Path(context["path"])

    @property
    def path(self) -> Path:
        return self._path

    @property
    def watched_targets(self) -> tuple[str, ...]:
        """The places of all ``[[watched_sections]]``, each once, in the order written."""
        return tuple(dict.fromkeys(target for table in self.watched_sections for target in table.targets))

    @property
    def operator_channels(self) -> tuple[Channel, ...]:
        """Who hears about regwatch itself: the channels that ask for it, or all of them."""
        return tuple(channel for channel in self.channels if channel.operator) or self.channels

    @property
    def receipt_channels(self) -> tuple[Channel, ...]:
        return tuple(channel for channel in self.channels if channel.receipt)

    def channel(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels if channel.name == name), None)

    def secrets(self, environment: Mapping[str, str]) -> tuple[str, ...]:
        """Every secret that can be read, for ``Mask``; what cannot be read is ``check``'s to report."""
        found: list[str] = []
        for table in (self.database, self.dead_man, *self.channels):
            if table is not None and not (isinstance(table, Channel) and table.type == "console"):
                with contextlib.suppress(SecretError):
                    found += table.secret.read(environment)
        if self.links is not None:
            with contextlib.suppress(SecretError):
                found.append(self.links.key(environment).decode())
        return tuple(value for value in found if not value.startswith("sqlite"))
