"""One HTTP request, and what kept it from being answered. The only importer of requests, which apprise brings along.

It honours HTTPS_PROXY, NO_PROXY and REQUESTS_CA_BUNDLE. Nothing that it raises quotes a URL: its exceptions are made
outside of ``except`` blocks, so that no traceback carries the library's own, whose text does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from notifiers.model import DeliveryError

USER_AGENT = "regwatch"
_NEVER_CONNECTED = frozenset({"ConnectionRefusedError", "NameResolutionError", "NewConnectionError", "gaierror"})


def exchange(
    method: str, url: str, payload: bytes, headers: Mapping[str, str], *, timeout: tuple[float, float], **options: Any
) -> requests.Response:
    """The answer, whatever its status; redirects are not followed (a POST would become a GET).

    Raises DeliveryError for what fails below HTTP. All of that passes, but for a URL or header that is none.
    ``timeout`` is (to connect, between two bytes) in seconds.
    """
    told = ""
    permanent = untaken = False
    host = urlsplit(url).hostname or "the address"
    try:
        return requests.request(
            method,
            url,
            data=payload,
            headers={"User-Agent": USER_AGENT, **headers},
            allow_redirects=False,
            timeout=timeout,
            **options,
        )
    except requests.exceptions.ProxyError:
        told, untaken = f"the proxy on the way to {host} did not let us through", True
    except requests.exceptions.SSLError:
        told, untaken = f"TLS failure with {host}: its certificate is not accepted, or the handshake failed", True
    except requests.exceptions.ConnectTimeout:
        told, untaken = f"{host} cannot be reached in time", True
    except requests.exceptions.Timeout:
        told = f"{host} did not answer in time; the message may have been taken, it is sent again"
    except requests.exceptions.ConnectionError as broken:
        kind = _kind_of(broken)
        told, untaken = f"{host} cannot be reached, or broke the connection ({kind})", kind in _NEVER_CONNECTED
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, requests.exceptions.InvalidSchema):
        told, permanent = f"the address for {host} or its headers cannot be used", True
    except requests.exceptions.RequestException as broken:
        told = f"{host} broke off its answer ({type(broken).__name__}); the message may be taken, it is sent again"
    raise DeliveryError(told, permanent=permanent, untaken=untaken)


def _kind_of(error: BaseException) -> str:
    """The name of the innermost cause that the libraries wrapped: NameResolutionError, ConnectionResetError, …"""
    innermost: BaseException = error
    for _ in range(6):
        inner = getattr(innermost, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((a for a in innermost.args if isinstance(a, BaseException)), None)
        if inner is None:
            break
        innermost = inner
    return type(innermost).__name__
