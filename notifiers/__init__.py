"""What a person is told: an Alert in, delivered or DeliveryError out.

``CHANNELS`` is the registry: a new channel is a module and an entry here. ``build()`` makes a channel from its
settings, ``check()`` says what is wrong with them without sending anything. The modules are imported when a channel is
built: apprise and its three hundred services are no part of a command that sends nothing.
"""

# ruff: noqa: PLC0415 - see above

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from notifiers.model import Channel, ChannelSettings
from notifiers.refusals import UrlError

if TYPE_CHECKING:
    from notifiers.transport import Route

__all__ = ["CHANNELS", "ChannelSettingsError", "build", "check"]


class ChannelSettingsError(ValueError):
    """A channel cannot be built; the text says everything that is wrong, without a secret."""


@dataclass(frozen=True, slots=True)
class ChannelType:
    """How channels of one type are built, and what they may be told."""

    channel: Callable[[ChannelSettings, tuple[Any, ...]], Channel]
    route: Callable[[str, Mapping[str, float]], Route] | None = None  # None: it needs no URL
    numbers: tuple[str, ...] = ()  # options that are numbers (seconds)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # options that are one of these words


def _mail_route(url: str, numbers: Mapping[str, float]) -> Route:
    from notifiers.transport import MailRoute

    return MailRoute(url, numbers.get("timeout"))


def _mail(settings: ChannelSettings, routes: tuple[Any, ...]) -> Channel:
    from notifiers.email import EmailChannel

    return EmailChannel(settings.name, routes, lambda: datetime.now(UTC))


def _slack_route(url: str, numbers: Mapping[str, float]) -> Route:
    from notifiers.transport import SlackRoute

    return SlackRoute(url, numbers.get("timeout"), numbers.get("pace", 1.0))


def _slack(settings: ChannelSettings, routes: tuple[Any, ...]) -> Channel:
    from notifiers.slack import SlackChannel

    return SlackChannel(settings.name, routes)


def _webhook_route(url: str, numbers: Mapping[str, float]) -> Route:
    from notifiers.transport import WebhookRoute

    return WebhookRoute(url, numbers.get("timeout"))


def _webhook(settings: ChannelSettings, routes: tuple[Any, ...]) -> Channel:
    from notifiers.webhook import WebhookChannel

    return WebhookChannel(settings.name, routes)


def _service_route(url: str, numbers: Mapping[str, float]) -> Route:
    from notifiers.transport import ServiceRoute

    return ServiceRoute(url, numbers.get("timeout"))


def _service(settings: ChannelSettings, routes: tuple[Any, ...]) -> Channel:
    from notifiers.chat import ChatChannel

    return ChatChannel(settings.name, routes)


def _console(settings: ChannelSettings, _: tuple[Any, ...]) -> Channel:
    from notifiers.console import ConsoleChannel

    return ConsoleChannel(settings.name, stderr=settings.options.get("stream") == "stderr")


CHANNELS: Mapping[str, ChannelType] = {
    "email": ChannelType(_mail, _mail_route, numbers=("timeout",)),
    "slack": ChannelType(_slack, _slack_route, numbers=("timeout", "pace")),
    "webhook": ChannelType(_webhook, _webhook_route, numbers=("timeout",)),
    "apprise": ChannelType(_service, _service_route, numbers=("timeout",)),
    "console": ChannelType(_console, words={"stream": ("stdout", "stderr")}),
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
    numbers, wrong = _options(settings, kind)
    routes: list[Route] = []
    if kind.route is None:
        if settings.urls:
            wrong.append(f"type {settings.type} takes no url")
    elif not settings.urls:
        wrong.append(f"no url; type {settings.type} needs one")
    else:
        for number, url in enumerate(settings.urls, start=1):
            which = f"url {number} of {len(settings.urls)}: " if len(settings.urls) > 1 else ""
            try:
                routes.append(kind.route(url, numbers))
            except UrlError as error:
                wrong.append(f"{which}{error}")
    return routes, [f"{lead}: {what}" for what in wrong]


def _options(settings: ChannelSettings, kind: ChannelType) -> tuple[dict[str, float], list[str]]:
    """The options that are numbers, and what is wrong with any option."""
    numbers: dict[str, float] = {}
    wrong = []
    for option, value in settings.options.items():
        if option in kind.words:
            if value not in kind.words[option]:
                wrong.append(f"option {option} is one of {', '.join(kind.words[option])}")
        elif option not in kind.numbers:
            known = ", ".join(sorted((*kind.numbers, *kind.words)))
            wrong.append(f"unknown option {option!r}; known are {known}")
        else:
            try:
                number = float(value)
            except ValueError:
                wrong.append(f"option {option} is no number")
                continue
            if not (0 < number < 3600 or (number == 0 and option != "timeout")):
                wrong.append(f"option {option} is out of range (seconds, below 3600)")
            else:
                numbers[option] = number
    return numbers, wrong
