"""The mapping file: TOML that says which column makes which field, checked before a row is read."""

from __future__ import annotations

import difflib
import re
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from ingest.incident import COLUMNS
from ingest.mapping.plan import (
    FieldPlan,
    MappingError,
    constant,
    copy_of,
    hashed,
    joined,
    template_columns,
    templated,
)

_FIELD_OF = {column: field for field, column in COLUMNS.items()}
_BARE_CHINESE_KEY = re.compile(r"^\s*[\u4e00-\u9fff]\w*\s*=", re.MULTILINE)
_NEEDED_IN_FORMAT = (("%Y", "%y", "%s", "%c", "%x"), ("%d", "%j", "%s", "%c", "%x"))


class FieldRule(BaseModel):
    """One field: exactly one of ``columns``, ``constant``, ``hash`` and ``template``."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    columns: list[str] | None = Field(default=None, min_length=1)
    join: str | None = None
    constant: str | None = None
    hash: list[str] | None = Field(default=None, min_length=1)
    template: str | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _one_way(self) -> FieldRule:
        given = [way for way in ("columns", "constant", "hash", "template") if getattr(self, way) is not None]
        if len(given) != 1:
            raise ValueError(
                f"give exactly one of columns, constant, hash, template (found {', '.join(given) or 'none'})"
            )
        if self.join is not None and self.columns is None:
            raise ValueError("join goes with columns only")
        if self.template is not None and not template_columns(self.template):
            raise ValueError("the template names no {column}")
        return self

    def needs(self) -> tuple[str, ...]:
        """The columns this rule reads."""
        return tuple(self.columns or self.hash or template_columns(self.template or ""))

    def plan(self, field: str) -> FieldPlan:
        """The rule as a plan for ``field``."""
        columns = self.needs()
        if self.constant is not None:
            return FieldPlan(field, (), "mapping", constant(self.constant), f"always {self.constant!r}")
        if self.hash is not None:
            return FieldPlan(field, columns, "mapping", hashed(columns), "hash")
        if self.template is not None:
            return FieldPlan(field, columns, "mapping", templated(self.template), f"template {self.template!r}")
        if len(columns) == 1:
            return FieldPlan(field, columns, "mapping", copy_of(columns[0]))
        separator = " " if self.join is None else self.join
        return FieldPlan(field, columns, "mapping", joined(columns, separator), f"joined with {separator!r}")


def _rule_or_column(value: Any) -> Any:
    return {"columns": [value]} if isinstance(value, str) else value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no IANA time zone such as Asia/Shanghai") from None
    return name


def _format(text: str) -> str:
    codes = re.findall(r"%[A-Za-z%]", text)
    if not all(any(code in codes for code in choice) for choice in _NEEDED_IN_FORMAT):
        raise ValueError(f"{text!r} is no time format with a year and a day, such as '%d.%m.%Y %H:%M'")
    try:
        datetime.strptime(datetime.now().strftime(text), text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no time format: {error}") from None
    return text


_Rule = Annotated[FieldRule | None, BeforeValidator(_rule_or_column)]


class MappingFile(BaseModel):
    """The whole file. A field's key is its English name or its default Chinese column name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_zone: Annotated[str, AfterValidator(_zone)] | None = None
    time_formats: list[Annotated[str, AfterValidator(_format)]] = []
    id: _Rule = None
    reported_at: _Rule = None
    phone: _Rule = None
    caller_name: _Rule = None
    caller_id_number: _Rule = None
    address: _Rule = None
    category: _Rule = None
    content: _Rule = None
    outcome: _Rule = None
    unit: _Rule = None
    officer: _Rule = None
    case_number: _Rule = None

    def rules(self) -> dict[str, FieldRule]:
        """Field -> its rule, for the fields the file speaks of."""
        return {field: rule for field in COLUMNS if (rule := getattr(self, field)) is not None}

    def check_columns(self, columns: tuple[str, ...], name: str) -> None:
        """Raise MappingError when a rule names a column the source has not."""
        for field, rule in self.rules().items():
            for column in rule.needs():
                if column not in columns:
                    near = difflib.get_close_matches(column, columns, n=1, cutoff=0.5)
                    hint = f" (did you mean {near[0]!r}?)" if near else ""
                    raise MappingError(
                        f"{name}: {field}: the file has no column {column!r}{hint}; it has: {', '.join(columns)}"
                    )


def _table(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise MappingError(f"{path.name}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise MappingError(f"{path.name}: not valid TOML (it must be UTF-8)") from None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = "; a Chinese key stands in quotes" if _BARE_CHINESE_KEY.search(text) else ""
        raise MappingError(f"{path.name}: not valid TOML ({error}){hint}") from None


def read_mapping_file(path: Path) -> MappingFile:
    """The checked mapping file. Raises MappingError naming the key and the reason."""
    table = _table(path)
    named: dict[str, Any] = {}
    for key, value in table.items():
        field = _FIELD_OF.get(key, key)
        if field in named:
            raise MappingError(f"{path.name}: {field}: given twice")
        named[field] = value
    try:
        return MappingFile.model_validate(named)
    except ValidationError as error:
        reasons = (f"{'.'.join(map(str, item['loc']))}: {_reason(item)}" for item in error.errors())
        raise MappingError(f"{path.name}: " + "; ".join(reasons)) from None


def _reason(item: Any) -> str:
    if item["type"] == "extra_forbidden":
        return "no such key"
    return str(item["msg"]).removeprefix("Value error, ")
