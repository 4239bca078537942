"""A watchlist compiled for screening: its names and addresses in flat arrays with their indexes, kept on disk between
runs.

A row is known by a fingerprint of everything that screening reads of it, so that a changed row is never judged by
what it used to say.
"""

from __future__ import annotations

import os
import tempfile
import zipfile
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol
from zlib import crc32

import numpy as np
import numpy.typing as npt

from monitor.naming import lexicon_files
from monitor.naming.addresses import address_keys
from monitor.naming.name_index import NameIndex

_VERSION = 7  # raise when the arrays, the words of the index or the fingerprint change their meaning
_BLOCK = 20_000  # rows compared at a time
_MOST_PARTS = 4  # each update adds a part; more, or more dead rows than living, and all is compiled into one


class Party(Protocol):
    """What screening needs of a counterparty (``watchlist.Counterparty`` is one)."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def country(self) -> str | None: ...
    @property
    def addresses(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Identity:
    """What a hit says of a counterparty."""

    id: str
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Stored(Identity):
    """A counterparty as far as screening reads it, out of a compiled watchlist."""

    aliases: tuple[str, ...]
    addresses: tuple[str, ...]


def fingerprint(party: Party) -> int:
    """64 bits over all that screening reads of a row."""
    fields = "\x1f".join(
        (party.id, party.name, party.country or "", "\x1e".join(party.aliases), "\x1e".join(party.addresses))
    )
    return int.from_bytes(blake2b(fields.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class _Texts:
    """A column of texts in one block of bytes."""

    __slots__ = ("_blob", "_ends")

    def __init__(self, blob: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint32]) -> None:
        self._blob, self._ends = blob, ends

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, i: int) -> str:
        return self._blob[self._ends[i] : self._ends[i + 1]].tobytes().decode("utf-8", "surrogatepass")

    def arrays(self, name: str) -> dict[str, npt.NDArray[Any]]:
        return {f"{name}_blob": self._blob, f"{name}_ends": self._ends}


class _TextsBuilder:
    __slots__ = ("_blob", "_ends")

    def __init__(self) -> None:
        self._blob, self._ends = bytearray(), array("I", [0])

    def append(self, text: str) -> None:
        self._blob += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._blob))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def done(self) -> _Texts:
        return _Texts(np.frombuffer(bytes(self._blob), np.uint8), np.frombuffer(self._ends, np.uint32))


class CompiledWatchlist:
    """One compiled part of a watchlist. ``keep`` marks the rows that still stand."""

    def __init__(
        self, arrays: dict[str, npt.NDArray[Any]], index: NameIndex, keep: npt.NDArray[np.bool_] | None = None
    ) -> None:
        self._arrays = arrays
        self._index = index
        self._ids = _Texts(arrays["ids_blob"], arrays["ids_ends"])
        self._names = _Texts(arrays["names_blob"], arrays["names_ends"])
        self._countries = _Texts(arrays["countries_blob"], arrays["countries_ends"])
        self._addresses = _Texts(arrays["addresses_blob"], arrays["addresses_ends"])
        self.fingerprints: npt.NDArray[np.uint64] = arrays["fingerprints"]
        self.keep = keep if keep is not None else np.ones(len(self.fingerprints), np.bool_)

    @property
    def alive(self) -> int:
        """How many counterparties of this part still stand."""
        return int(self.keep.sum())

    @classmethod
    def build(cls, parties: Iterable[Party]) -> CompiledWatchlist:
        """Compile in one pass over the parties, which are not kept."""
        ids, names, countries, addresses = _TextsBuilder(), _TextsBuilder(), _TextsBuilder(), _TextsBuilder()
        first_names, owners, address_owners = array("i"), array("i"), array("i")
        country_codes, fingerprints = array("i"), array("Q")
        known: dict[str, int] = {}
        keys, key_values = array("I"), array("i")

        def stream() -> Iterator[str]:
            for i, party in enumerate(parties):
                ids.append(party.id)
                fingerprints.append(fingerprint(party))
                country = party.country or ""
                if country not in known:
                    known[country] = len(known)
                    countries.append(country)
                country_codes.append(known[country])
                first_names.append(len(owners))
                for address in party.addresses:
                    for key in address_keys(address):
                        keys.append(crc32(key.encode()))
                        key_values.append(len(addresses))
                    addresses.append(address)
                    address_owners.append(i)
                for value in chain((party.name,), party.aliases):
                    names.append(value)
                    owners.append(i)
                    yield value

        index = NameIndex.build(stream())
        raw = np.frombuffer(keys, np.uint32) if len(keys) else np.zeros(0, np.uint32)
        order = np.argsort(raw, kind="stable")
        arrays: dict[str, npt.NDArray[Any]] = {
            **ids.done().arrays("ids"),
            **names.done().arrays("names"),
            **countries.done().arrays("countries"),
            **addresses.done().arrays("addresses"),
            "owners": _ints(owners),
            "first_names": _ints(first_names),
            "country_codes": _ints(country_codes),
            "address_owners": _ints(address_owners),
            "address_keys": raw[order],
            "address_values": _ints(key_values)[order],
            "fingerprints": np.frombuffer(fingerprints, np.uint64) if len(fingerprints) else np.zeros(0, np.uint64),
        }
        return cls(arrays, index)

    def party(self, i: int) -> Identity:
        return Identity(
            self._ids[i],
            self._names[int(self._arrays["first_names"][i])],
            self._countries[int(self._arrays["country_codes"][i])] or None,
        )

    def parties(self) -> Iterator[Stored]:
        """The counterparties that still stand, as far as screening reads them."""
        first: npt.NDArray[np.int32] = np.append(self._arrays["first_names"], len(self._names))
        owners = self._arrays["address_owners"]
        for i in np.flatnonzero(self.keep).tolist():
            name, *aliases = (self._names[row] for row in range(int(first[i]), int(first[i + 1])))
            low, high = (int(n) for n in np.searchsorted(owners, [i, i + 1]))
            yield Stored(
                id=self._ids[i],
                name=name,
                country=self.party(i).country,
                aliases=tuple(aliases),
                addresses=tuple(self._addresses[n] for n in range(low, high)),
            )

    def names_like(self, text: str) -> Iterator[tuple[int, str, str]]:
        """(counterparty's number, "name" or "alias", value) that are worth a comparison."""
        owners, first = self._arrays["owners"], self._arrays["first_names"]
        for row in self._index.candidates(text):
            i = int(owners[row])
            if self.keep[i]:
                yield i, "name" if row == first[i] else "alias", self._names[row]

    def addresses_like(self, text: str) -> Iterator[tuple[int, str]]:
        """(counterparty's number, address) that are worth a comparison."""
        keys: npt.NDArray[np.uint32] = self._arrays["address_keys"]
        if not len(keys):
            return
        found: set[int] = set()
        for key in address_keys(text):
            asked = np.uint32(crc32(key.encode()))
            first, last = np.searchsorted(keys, asked, "left"), np.searchsorted(keys, asked, "right")
            found.update(self._arrays["address_values"][first:last].tolist())
        for number in sorted(found):
            i = int(self._arrays["address_owners"][number])
            if self.keep[i]:
                yield i, self._addresses[number]

    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Everything there is to keep on disk."""
        return {
            **self._arrays,
            **{f"index_{name}": column for name, column in self._index.arrays().items()},
            "keep": self.keep,
        }

    @classmethod
    def restore(cls, columns: dict[str, npt.NDArray[Any]]) -> CompiledWatchlist:
        index = NameIndex.restore(
            {name.removeprefix("index_"): column for name, column in columns.items() if name.startswith("index_")}
        )
        arrays = {name: column for name, column in columns.items() if not name.startswith("index_") and name != "keep"}
        return cls(arrays, index, columns["keep"])


def _ints(values: array[int]) -> npt.NDArray[np.int32]:
    return np.frombuffer(values, np.int32) if len(values) else np.zeros(0, np.int32)


def save_parts(path: Path, parts: list[CompiledWatchlist]) -> None:
    """Write the parts to one file, whole or not at all."""
    columns: dict[str, npt.NDArray[Any]] = {
        "version": np.array([_VERSION, lexicon_files.fingerprint(), len(parts)], np.int64)
    }
    for n, part in enumerate(parts):
        columns.update({f"{n}_{name}": column for name, column in part.columns().items()})
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **columns)  # type: ignore[arg-type]
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _read_parts(path: Path) -> list[CompiledWatchlist]:
    """The parts in the file; [] where there is none, or it is damaged or of another version."""
    try:
        with np.load(path, allow_pickle=False) as file:
            version, words, count = (int(n) for n in file["version"])
            if (version, words) != (_VERSION, lexicon_files.fingerprint()):
                return []
            names = file.files
            return [
                CompiledWatchlist.restore(
                    {name.removeprefix(f"{n}_"): file[name] for name in names if name.startswith(f"{n}_")}
                )
                for n in range(count)
            ]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return []


def load_parts(path: Path, parties: Iterable[Party]) -> list[CompiledWatchlist]:
    """The compiled watchlist, brought up to date with the parties.

    Unchanged rows from the file, the others compiled.
    """
    parts = _read_parts(path)
    if not parts:
        return [CompiledWatchlist.build(parties)]
    order = [np.argsort(part.fingerprints, kind="stable") for part in parts]
    ranked = [part.fingerprints[o] for part, o in zip(parts, order, strict=True)]
    stands = [np.zeros(len(part.fingerprints), np.bool_) for part in parts]
    changed: list[Party] = []
    rows = iter(parties)
    while block := list(islice(rows, _BLOCK)):
        marks = np.fromiter(map(fingerprint, block), np.uint64, len(block))
        known = np.zeros(len(block), np.bool_)
        for by_rank, sorted_marks, stand in zip(order, ranked, stands, strict=True):
            if not len(sorted_marks):
                continue
            at = np.minimum(np.searchsorted(sorted_marks, marks), len(sorted_marks) - 1)
            same = ~known & (sorted_marks[at] == marks)
            stand[by_rank[at[same]]] = True
            known |= same
        changed += [block[i] for i in np.flatnonzero(~known)]
    kept = []
    for part, stand in zip(parts, stands, strict=True):
        part.keep = stand
        if stand.any():
            kept.append(part)
    living = sum(part.alive for part in kept)
    dead = sum(len(part.fingerprints) for part in parts) - living
    if len(kept) >= _MOST_PARTS or dead > living:
        return [CompiledWatchlist.build(chain(chain.from_iterable(part.parties() for part in kept), changed))]
    if changed:
        kept.append(CompiledWatchlist.build(changed))
    return kept
