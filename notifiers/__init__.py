"""What a person is told: an Alert in, delivered or DeliveryError out.

``CHANNELS`` is the registry: a new channel is a module and a line here. ``build()`` makes a channel from its settings,
``check()`` says what is wrong with them without sending anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from notifiers.chat import ChatChannel
from notifiers.console import ConsoleChannel
from notifiers.email import EmailChannel
from notifiers.model import Channel, ChannelSettings
from notifiers.slack import SlackChannel
from notifiers.transport import MailRoute, Route, ServiceRoute, SlackRoute, UrlError, WebhookRoute
from notifiers.webhook import WebhookChannel

__all__ = ["CHANNELS", "ChannelSettingsError", "build", "check"]


class ChannelSettingsError(ValueError):
    """A channel cannot be built; the text says everything that is wrong, without a secret."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a type of channel is built, and what it may be told."""

    route: Callable[[str, Mapping[str, float]], Route] | None  # None: it needs no URL
    channel: Callable[[ChannelSettings, tuple[Route, ...]], Channel]
    numbers: tuple[str, ...] = ()  # options that are numbers
    words: Mapping[str, tuple[str, ...]] | None = None  # options that are one of these words


def _now() -> datetime:
    return datetime.now(UTC)


CHANNELS: Mapping[str, _Kind] = {
    "email": _Kind(
        lambda url, o: MailRoute(url, o.get("timeout")),
        lambda s, routes: EmailChannel(s.name, routes, _now),  # type: ignore[arg-type]
        numbers=("timeout",),
    ),
    "slack": _Kind(
        lambda url, o: SlackRoute(url, o.get("timeout"), o.get("pace", 1.0)),
        lambda s, routes: SlackChannel(s.name, routes),  # type: ignore[arg-type]
        numbers=("timeout", "pace"),
    ),
    "webhook": _Kind(
        lambda url, o: WebhookRoute(url, o.get("timeout")),
        lambda s, routes: WebhookChannel(s.name, routes),  # type: ignore[arg-type]
        numbers=("timeout",),
    ),
    "apprise": _Kind(
        lambda url, o: ServiceRoute(url, o.get("timeout")),
        lambda s, routes: ChatChannel(s.name, routes),  # type: ignore[arg-type]
        numbers=("timeout",),
    ),
    "console": _Kind(
        None,
        lambda s, _: ConsoleChannel(s.name, stderr=s.options.get("stream") == "stderr"),
        words={"stream": ("stdout", "stderr")},
    ),
}


def build(settings: ChannelSettings) -> Channel:
    """The channel, ready to send. Raises ChannelSettingsError with all that is wrong."""
    routes, problems = _open(settings)
    if problems:
        for route in routes:
            route.close()
        raise ChannelSettingsError("; ".join(problems))
    return CHANNELS[settings.type].channel(settings, tuple(routes))


def check(settings: ChannelSettings) -> list[str]:
    """Everything that is wrong with the settings, one sentence each; nothing is sent and no secret is said."""
    routes, problems = _open(settings)
    for route in routes:
        route.close()
    return problems


def _open(settings: ChannelSettings) -> tuple[list[Route], list[str]]:
    kind = CHANNELS.get(settings.type)
    lead = f"channel {settings.name!r}"
    if kind is None:
        return [], [f"{lead}: unknown type {settings.type!r}; known are {', '.join(sorted(CHANNELS))}"]
    numbers, problems = _options(settings, kind)
    routes: list[Route] = []
    if kind.route is None:
        if settings.urls:
            problems.append(f"{lead}: type {settings.type} takes no url")
        return routes, problems
    if not settings.urls:
        problems.append(f"{lead}: no url; type {settings.type} needs one")
    for number, url in enumerate(settings.urls, start=1):
        which = f"url {number} of {len(settings.urls)}: " if len(settings.urls) > 1 else ""
        try:
            routes.append(kind.route(url, numbers))
        except UrlError as error:
            problems.append(f"{lead}: {which}{error}")
    return routes, problems


def _options(settings: ChannelSettings, kind: _Kind) -> tuple[dict[str, float], list[str]]:
    lead, numbers, problems = f"channel {settings.name!r}", {}, []
    words = kind.words or {}
    for option, value in settings.options.items():
        if option in kind.numbers:
            try:
                numbers[option] = float(value)
            except ValueError:
                problems.append(f"{lead}: option {option} is no number")
                continue
            if not 0 <= numbers[option] < 3600 or (option == "timeout" and numbers[option] == 0):
                problems.append(f"{lead}: option {option} is out of range (seconds, below 3600)")
        elif option in words:
            if value not in words[option]:
                problems.append(f"{lead}: option {option} is one of {', '.join(words[option])}")
        else:
            known = ", ".join(sorted((*kind.numbers, *words))) or "none"
            problems.append(f"{lead}: unknown option {option!r}; known are {known}")
    return numbers, problems
