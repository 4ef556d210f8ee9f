"""The engine's memory."""

from __future__ import annotations

import psutil
import pytest

from graph.engine import config


def test_the_settings_say_how_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_ENGINE_HEAP_MB", "1000")
    monkeypatch.setenv("FENGQIAO_ENGINE_PAGECACHE_MB", "300")
    assert config.memory() == config.Memory(heap=1000, page_cache=300)
    assert config.memory().transaction == 500


def test_without_them_memory_follows_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENGQIAO_ENGINE_HEAP_MB")
    monkeypatch.delenv("FENGQIAO_ENGINE_PAGECACHE_MB")
    machine = psutil.virtual_memory().total // (1 << 20)
    granted = config.memory()
    assert 512 <= granted.heap <= max(512, machine // 6)
    assert 128 <= granted.page_cache <= max(128, machine // 8)
