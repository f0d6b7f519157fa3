import json
import sys
from datetime import datetime
from enum import Enum
from typing import Annotated, Optional

from pydantic import BaseModel, ConfigDict, Field, ValidationError


class Kind(str, Enum):
    AIR = "air"
    WATER = "water"


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Probe(Strict):
    depth: int = Field(lt=100, ge=-128)


class Reading(Strict):
    name: str = Field(min_length=2, max_length=4)
    code: str = Field(pattern="^[a-z]+$")
    value: float = Field(ge=0, le=10)
    count: int = Field(gt=0, le=2**31 - 1)
    on: bool
    kind: Kind
    at: datetime
    tags: list[Annotated[str, Field(min_length=2)]] = Field(min_length=1, max_length=3)
    limits: dict[Annotated[str, Field(max_length=3)], Annotated[int, Field(ge=1)]]
    probes: list[Probe]
    ratio: Optional[float] = None


def main():
    """Prints for each JSON text on stdin what errors() says of it."""
    answers = []
    for text in json.load(sys.stdin)["texts"]:
        try:
            Reading.model_validate_json(text)
        except ValidationError as e:
            answers.append(json.loads(e.json(include_url=False)))
        else:
            answers.append([])
    json.dump(answers, sys.stdout)


main()
