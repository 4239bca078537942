"""Logs: structured, to stderr, with secrets masked in everything that is written, tracebacks included.

Code logs with ``structlog.get_logger()``; the libraries' own loggers come out the same way. On a terminal the lines are
coloured; elsewhere they are plain ``key=value`` lines; under systemd they carry the journal's priorities and no time.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import traceback
from collections.abc import Callable, Mapping, MutableMapping
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog
from structlog.typing import Processor

from monitor.secrets import Mask

Form = Literal["auto", "terminal", "plain", "journal", "json"]

# What these say below a warning is noise (each request, each run of a job) and may repeat what they were given.
_QUIET = {
    "apscheduler": logging.ERROR,  # warns of every run that is left out because the last one still goes on
    "alembic": logging.WARNING,
    "apprise": logging.WARNING,
    "asyncio": logging.WARNING,
    "charset_normalizer": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "requests": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "urllib3": logging.WARNING,
}

_PRIORITY = {"critical": 2, "error": 3, "warning": 4, "info": 6, "debug": 7}  # syslog's, for the journal
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def set_up(
    mask: Mask,
    *,
    level: str = "info",
    form: Form = "auto",
    stream: TextIO | None = None,
    environment: Mapping[str, str],
) -> None:
    """Send all logs to ``stream`` (stderr), and uncaught errors with them. May be called again: the last counts."""
    target = stream if stream is not None else sys.stderr
    chosen = _choose(target, environment) if form == "auto" else form
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    if chosen != "journal":  # the journal keeps its own time
        shared.append(structlog.processors.TimeStamper(fmt="iso", utc=True))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        _MaskedFormatter(
            mask,
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,  # as text, so that it can be masked; never with local variables
                _masking(mask),
                *_renderers(chosen),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a log that cannot be written must not print its unmasked arguments instead
    _catch_uncaught(mask, target)


class _MaskedFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line once more: the last thing that happens before it is written."""

    def __init__(self, mask: Mask, **settings: Any) -> None:
        super().__init__(**settings)
        self._mask = mask

    def format(self, record: logging.LogRecord) -> str:
        return self._mask(super().format(record))


def _choose(stream: TextIO, environment: Mapping[str, str]) -> Form:
    if stream.isatty():
        return "terminal"
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return "plain"
    # inherited by all that a service starts, so it counts only if it names this very stream (systemd.exec(5))
    return "journal" if environment.get("JOURNAL_STREAM") == f"{status.st_dev}:{status.st_ino}" else "plain"


def _renderers(form: Form) -> list[Processor]:
    if form == "json":
        return [structlog.processors.JSONRenderer(ensure_ascii=False, default=str)]
    console = structlog.dev.ConsoleRenderer(
        colors=form == "terminal",
        pad_event_to=0 if form != "terminal" else 30,
        exception_formatter=structlog.dev.plain_traceback,  # the rich one would show local variables
    )
    return [_one_line, _with_priority(console) if form == "journal" else console]


def _one_line(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A published text cannot forge a line of its own: control characters are shown, not obeyed."""
    event["event"] = _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), str(event.get("event", "")))
    return event


def _with_priority(render: Callable[[Any, str, MutableMapping[str, Any]], Any]) -> Processor:
    def prefixed(logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
        mark = f"<{_PRIORITY.get(str(event.get('level')), 6)}>"
        return "\n".join(mark + line for line in str(render(logger, name, event)).splitlines())

    return prefixed


def _masking(mask: Mask) -> Processor:
    """Masks every text before it is rendered: a renderer may quote a secret so that it would not be recognised."""

    def clean(value: object) -> object:
        if isinstance(value, str):
            return mask(value)
        if isinstance(value, bool | int | float | None):
            return value
        if isinstance(value, Mapping):
            return {str(clean(key)): clean(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [clean(inner) for inner in value]
        return mask(str(value))

    def masked(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key in list(event):
            event[key] = clean(event[key])
        return event

    return masked


def masked_traceback(error: BaseException, mask: Mask) -> str:
    """The traceback of an error as text, without secrets."""
    return mask("".join(traceback.format_exception(error)))


def _catch_uncaught(mask: Mask, stream: TextIO) -> None:
    """An error that nobody caught goes to the same place, masked, instead of being printed by the interpreter."""

    def uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        stream.write(mask("".join(traceback.format_exception(kind, error, trace))))
        stream.flush()

    def uncaught_in_thread(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None and not issubclass(failure.exc_type, SystemExit):
            uncaught(failure.exc_type, failure.exc_value, failure.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
