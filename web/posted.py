"""What a page's script posts as JSON."""

from __future__ import annotations

from typing import TypeVar

from flask import abort, request
from pydantic import BaseModel, ConfigDict, ValidationError

Asked = TypeVar("Asked", bound=BaseModel)


class Part(BaseModel):
    """A part of what is posted: nothing but what is expected."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def posted(model: type[Asked]) -> Asked:
    """The request's body; 400 when it does not fit."""
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError:
        abort(400)
