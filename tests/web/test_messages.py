"""How the server that is pinned reads HTTP messages: where one ends is never in doubt."""

from __future__ import annotations

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import ParseException
from gunicorn.http.parser import RequestParser

HEAD = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
NEXT = b"GET /accounts HTTP/1.1\r\nHost: localhost\r\n\r\n"


def read(message: bytes) -> list[str]:
    """The paths of the requests that are found in the bytes."""
    return [
        request.path
        for request in RequestParser(Config(), iter([message]), ("192.0.2.1", 1))
        if request.body.read() or True
    ]


def test_a_message_is_as_long_as_it_says() -> None:
    assert read(HEAD + b"Content-Length: 3\r\n\r\na=b" + NEXT) == ["/sign-in", "/accounts"]
    assert read(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n" + NEXT) == ["/sign-in", "/accounts"]


@pytest.mark.parametrize(
    "lengths",
    [
        b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: 90\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Content_Length: 3\r\nContent-Length: 3,3\r\n",
    ],
)
def test_one_of_two_lengths_is_refused(lengths: bytes) -> None:
    with pytest.raises((ParseException, NotImplementedError)):
        read(HEAD + lengths + b"\r\n3\r\na=b\r\n0\r\n\r\n" + NEXT)
