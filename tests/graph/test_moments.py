"""Moments are read as the driver reads them."""

from __future__ import annotations

from typing import Any

import pytest
from neo4j._codec.hydration.bolt.v2 import temporal

from graph import connection, moments

_ZONES: tuple[int | str | None, ...] = (
    None,
    0,
    28_800,
    -12_600,
    "UTC",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "America/New_York",
)
# 1970, a second and a half before it, summer time in Shanghai (1988), both sides of New York's clocks going back.
_SECONDS = (0, -2, 584_000_000, 1_793_512_799, 1_793_512_800, 1_793_516_400, 4_102_444_800)


@pytest.mark.parametrize("zone", _ZONES)
@pytest.mark.parametrize("seconds", _SECONDS)
def test_the_same_as_the_drivers_own(seconds: int, zone: int | str | None) -> None:
    ours: Any = moments.read_moment(seconds, 123_456_789, zone)
    drivers: Any = moments._by_the_driver(seconds, 123_456_789, zone)
    assert ours == drivers
    assert type(ours) is type(drivers)
    assert ours.iso_format() == drivers.iso_format()
    assert ours.nanosecond == drivers.nanosecond
    assert ours.to_native() == drivers.to_native()
    assert ours.to_native().tzinfo == drivers.to_native().tzinfo


def test_a_moment_before_pythons_years_is_as_the_driver_says() -> None:
    with pytest.raises((OverflowError, ValueError)):
        moments._by_the_driver(-(10**12), 0, 0)
    with pytest.raises((OverflowError, ValueError)):
        moments.read_moment(-(10**12), 0, 0)


@pytest.mark.usefixtures("driver")
def test_the_driver_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert temporal.hydrate_datetime is moments.read_moment
    ours, read = moments.read_moment, []

    def reading(seconds: int, nanoseconds: int, tz: int | str | None = None) -> Any:
        read.append(seconds)
        return ours(seconds, nanoseconds, tz)

    monkeypatch.setattr(temporal, "hydrate_datetime", ours)  # put back when the test ends
    monkeypatch.setattr(moments, "read_moment", reading)
    with connection.connect() as another:
        [record] = another.execute_query("RETURN datetime('1970-01-01T08:00:07+08:00') AS at").records
    assert record["at"].iso_format() == "1970-01-01T08:00:07.000000000+08:00"
    assert read == [7]
