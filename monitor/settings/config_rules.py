"""What a configuration must not say although each of its values is right.

Works on the plain values of the file, so that these problems are reported together with those of single values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Where = tuple[str | int, ...]
Found = tuple[Where, str]

_ADDRESSES = ("url", "urls", "url_env", "url_file")


def _tables(raw: Mapping[str, Any], group: str) -> list[tuple[int, Mapping[str, Any]]]:
    """The tables of an array of tables; what has another form is left to the models."""
    given = raw.get(group)
    return [(n, table) for n, table in enumerate(given) if isinstance(table, dict)] if isinstance(given, list) else []


def contradictions(raw: Mapping[str, Any]) -> Iterator[Found]:
    yield from _same_names(raw)
    yield from _channels(raw)
    yield from _provisions(raw)
    yield from _secrets(raw)


def _same_names(raw: Mapping[str, Any]) -> Iterator[Found]:
    for group in ("watchlists", "channels", "provisions"):
        seen: set[str] = set()
        for number, table in _tables(raw, group):
            name = table.get("name")
            if isinstance(name, str) and name in seen:
                yield (group, number, "name"), f"the name {name!r} is taken by another one"
            elif isinstance(name, str):
                seen.add(name)


def _channels(raw: Mapping[str, Any]) -> Iterator[Found]:
    names = {table.get("name") for _, table in _tables(raw, "channels")}
    for number, table in _tables(raw, "channels"):
        where: Where = ("channels", number)
        given = [key for key in _ADDRESSES if key in table]
        if table.get("type") == "console":
            if given:
                yield (*where, given[0]), "a console channel has no address"
        elif not given:
            yield where, "has no address: give one of url, urls, url_env, url_file"
        if len(given) > 1:
            yield (*where, given[1]), f"give one of {' and '.join(given)}, not both"
        if table.get("urls") == []:
            yield (*where, "urls"), "must name at least one address"
        if "escalate_to" in table:
            target = table["escalate_to"]
            if target == table.get("name"):
                yield (*where, "escalate_to"), "a channel cannot escalate to itself"
            elif isinstance(target, str) and target not in names:
                yield (*where, "escalate_to"), f"there is no channel {target!r}"
            if "repeat_until_acknowledged" not in table and "escalate_after" not in table:
                yield (*where, "escalate_to"), "needs repeat_until_acknowledged or escalate_after to say when"
        elif "escalate_after" in table:
            yield (*where, "escalate_after"), "says when but not to whom: add escalate_to"
        if "digest_up_to" in table and "digest" not in table:
            yield (*where, "digest_up_to"), "has no effect without digest"


def _provisions(raw: Mapping[str, Any]) -> Iterator[Found]:
    for number, table in _tables(raw, "provisions"):
        if table.get("effect") == "ownership" and "threshold" not in table:
            yield ("provisions", number), "an ownership provision needs its threshold (percent)"
        if table.get("effect", "text") == "text" and "threshold" in table:
            yield ("provisions", number, "threshold"), 'only a provision with effect = "ownership" has a threshold'


def _secrets(raw: Mapping[str, Any]) -> Iterator[Found]:
    for name, keys in (("database", ("url", "url_env", "url_file")), ("dead_man", ("url", "url_env", "url_file"))):
        yield from _exactly_one(raw.get(name), name, keys)
    yield from _exactly_one(raw.get("links"), "links", ("key_file", "key_env"))


def _exactly_one(table: object, name: str, keys: tuple[str, ...]) -> Iterator[Found]:
    if not isinstance(table, dict):
        return
    given = [key for key in keys if key in table]
    if not given:
        yield (name,), f"needs one of {', '.join(keys)}"
    elif len(given) > 1:
        yield (name, given[1]), f"give one of {' and '.join(given)}, not both"
