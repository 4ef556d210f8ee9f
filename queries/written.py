"""Parameters as a person writes them on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from queries.errors import ParameterError


def written(pairs: Iterable[str]) -> dict[str, Any]:
    """``key=value`` is a text, ``key:=value`` JSON (a number, true, a list). ParameterError for anything else.

    A phone number is a text, so digits are not taken for a number unless that is asked for.
    """
    parameters: dict[str, Any] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        name = key.removesuffix(":")
        if not sign or not name or name in parameters:
            raise ParameterError(f"-p {pair}: {'given twice' if name in parameters else 'must be KEY=VALUE'}")
        try:
            parameters[name] = json.loads(value) if key.endswith(":") else value
        except ValueError:
            raise ParameterError(f"-p {pair}: what stands behind := must be JSON") from None
    return parameters
