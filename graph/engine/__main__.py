"""``python -m graph.engine`` fetches the engine's jars, so that the first start need not."""

from __future__ import annotations

import sys

from graph.engine import jars
from graph.engine.errors import EngineError
from graph.engine.paths import current

try:
    paths = current()
    jars.ensure(paths.version, paths.lib)
except EngineError as error:
    sys.exit(f"engine: {error}")
