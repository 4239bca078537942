"""Orders denying export privileges, as notices publish them: after a conviction (15 CFR 766.25), temporary ones (766.24),
their renewals and modifications. The denied and the related persons become changes of the denied-persons list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsers.dates import DATE, read_date
from parsers.model import Action, DenialOrder, ListChange, ListEntry, ListName, Problem
from parsers.rule_blocks import Body, fold


@dataclass(frozen=True, slots=True)
class OrderRead:
    orders: tuple[DenialOrder, ...] = ()
    changes: tuple[ListChange, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_denial_order(body: Body, published: date | None) -> OrderRead:
    del published
    return OrderRead()
