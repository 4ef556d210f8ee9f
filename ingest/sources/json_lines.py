"""JSON lines, and a JSON array of objects of moderate size."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from ingest.sources.row import Defect, Row, Source, SourceError
from ingest.sources.survey import survey

_LARGEST_ARRAY = 256 << 20
_BROKEN = "不是有效的 JSON 对象"


def _flat(item: dict[str, Any]) -> dict[str, Any]:
    """Nested values as JSON text: a call record's columns are plain."""
    return {
        key: orjson.dumps(value).decode() if isinstance(value, dict | list) else value for key, value in item.items()
    }


class JsonSource(Source):
    """One object a line, or one array of objects; its columns are all keys met, in order of appearance."""

    def __init__(self, path: Path) -> None:
        """Read through the file once for its keys. Raises SourceError when there is no object in it."""
        self.name = path.name
        self._path = path
        self.fingerprint, self._encoding, _ = survey(path)
        self._array = self._read_array()
        names: dict[str, None] = {}
        self.total = 0
        for _, item, _ in self._items():
            self.total += 1
            names.update(dict.fromkeys(item))
        if not names:
            raise SourceError(f"{path.name}: no JSON object in the file")
        self.columns = tuple(names)

    def _read_array(self) -> list[Any] | None:
        with self._path.open(encoding=self._encoding, errors="replace") as stream:
            if stream.read(1000).lstrip()[:1] != "[":
                return None
            if self._path.stat().st_size > _LARGEST_ARRAY:
                raise SourceError(f"{self.name}: a JSON array over 256 MiB; write it as JSON lines")
            stream.seek(0)
            try:
                array = orjson.loads(stream.read())
            except orjson.JSONDecodeError as error:
                raise SourceError(f"{self.name}: not valid JSON ({error})") from None
        return array if isinstance(array, list) else [array]

    def _items(self) -> Iterator[tuple[int, dict[str, Any], Defect | None]]:
        if self._array is not None:
            for number, item in enumerate(self._array, start=1):
                yield number, *self._checked(item, str(item))
            return
        with self._path.open(encoding=self._encoding, errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, *self._checked(_loaded(line), line.strip())

    def _checked(self, item: object, written: str) -> tuple[dict[str, Any], Defect | None]:
        if isinstance(item, dict):
            return _flat(item), None
        return {}, Defect("", written, _BROKEN)

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``Source.rows``. Values keep their JSON type."""
        for number, item, defect in self._items():
            if number > start:
                yield Row(number, {name: item.get(name) for name in self.columns}, self.name, defect)


def _loaded(line: str) -> object:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
