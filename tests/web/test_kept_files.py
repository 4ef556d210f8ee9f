"""The pages' files stay in the browser as long as they are the same, and no longer."""

from __future__ import annotations

import re

from flask import Flask

from tests.web.people import Browser


def test_what_a_page_names_is_kept_for_good(stranger: Browser) -> None:
    page = stranger.get("/sign-in").get_data(as_text=True)
    named = re.findall(r'"(/static/[^"]+)"', page)
    assert len(named) >= 4
    for path in named:
        answer = stranger.get(path)
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "public, immutable, max-age=31536000", path
        assert "Vary" not in answer.headers, path  # or each page, with its new cookie, would fetch them all again


def test_a_module_finds_its_neighbour_under_the_same_number(stranger: Browser, app: Flask) -> None:
    with app.test_request_context():
        main = app.url_for("static", filename="explore/main.js")
    beside = main.replace("main.js", re.findall(r'from "\./(\w+\.js)"', stranger.get(main).get_data(as_text=True))[0])
    assert "immutable" in stranger.get(beside).headers["Cache-Control"]


def test_without_the_number_or_with_an_older_one_it_is_asked_for_again(stranger: Browser) -> None:
    for path in ("/static/theme.js", "/static/v-0123456789ab/theme.js"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    assert stranger.get("/static/v-0123456789ab/../permission.py").status_code == 404
