"""What a person sees while a long run goes on: rows, rate, time left; nothing at all when asked to be quiet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class Watcher(Protocol):
    """Told how a run goes."""

    def rows(self, done: int, total: int | None) -> None:
        """So many rows are safe in the graph."""

    def stage(self, name: str) -> None:
        """A stage without a row count has begun."""


class Silent:
    """Watches nothing."""

    def rows(self, done: int, total: int | None) -> None:
        """Nothing."""

    def stage(self, name: str) -> None:
        """Nothing."""


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class _Bar:
    def __init__(self, progress: Progress, name: str) -> None:
        self._progress, self._name = progress, name
        self._task = progress.add_task(name, total=None)

    def rows(self, done: int, total: int | None) -> None:
        # A total is counted in line breaks; quoted ones make it too large, never too small.
        self._progress.update(self._task, completed=done, total=max(done, total) if total else None)

    def stage(self, name: str) -> None:
        self._progress.update(self._task, description=f"{self._name}: {name}")


@contextmanager
def watching(name: str, quiet: bool) -> Iterator[Watcher]:
    """A progress line on stderr, or nothing when quiet or when stderr is no terminal."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield Silent()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress, name)
