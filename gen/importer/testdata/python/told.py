"""Models of which a JSON Schema does not say all."""

import dataclasses
import datetime as dt
import enum
import functools
from typing import Annotated, Optional

from annotated_types import Not, Predicate
from pydantic import AfterValidator, AliasChoices, AliasPath, BaseModel, ConfigDict, Field, SkipValidation, StringConstraints, WithJsonSchema


def same(value):
    return value


def beside(other, value):
    return value


class Shade(enum.Enum):
    dark = "dark"

    @classmethod
    def _missing_(cls, value):
        return cls.dark


class Plain(enum.Enum):
    one = "one"


class Strip(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True, str_to_lower=True, str_min_length=2, coerce_numbers_to_str=True)
    a: str
    b: Annotated[str, StringConstraints(strip_whitespace=False, to_lower=False, to_upper=True)]


class Loud(BaseModel):
    model_config = ConfigDict(str_to_upper=True, allow_inf_nan=False, val_json_bytes="hex")
    a: str
    rate: float
    raw: bytes


class Either(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)
    a: str = Field(alias="first")
    b: str


class Kept(BaseModel):
    model_config = ConfigDict(extra="allow", use_enum_values=True)
    plain: Plain

    def __init__(self, **values):
        super().__init__(**values)

    def model_post_init(self, context):
        pass


@dataclasses.dataclass
class Line:
    sku: str

    def __post_init__(self):
        pass


class Told(BaseModel):
    upper: Annotated[str, AfterValidator(str.upper)]
    bound: Annotated[str, AfterValidator("x".__add__)]
    partly: Annotated[str, AfterValidator(functools.partial(beside, 1))]
    asked: Annotated[str, Predicate(str.islower)]
    unasked: Annotated[str, Not(str.islower)]
    maybe: Optional[Annotated[str, AfterValidator(str.title)]] = None
    chain: Annotated[str, AfterValidator(same), StringConstraints(pattern="^a", to_lower=True)]
    late: Annotated[int, AfterValidator(same), Field(ge=1)]
    g: Annotated[str, Field(validation_alias=AliasChoices("g1", "g2"))]
    h: Annotated[str, Field(validation_alias=AliasPath("h", 0))] = "x"
    i: Annotated[str, Field(validation_alias=AliasChoices(AliasPath("i", "j"), "i2"))] = "x"
    j: Annotated[str, Field(validation_alias="J")]
    noon: Annotated[dt.time, Field(ge=dt.time(12))]
    raw: Annotated[bytes, Field(max_length=2)]
    tags: set[str]
    keys: dict[Annotated[str, AfterValidator(str.strip)], int]
    items: list[Annotated[str, AfterValidator(str.strip)]]
    skipped: SkipValidation[int]
    schema_: Annotated[str, AfterValidator(same), WithJsonSchema({"type": "string"})]
    ascii: Annotated[str, StringConstraints(ascii_only=True)]
    wave: complex
    shade: Shade
    strip: Strip
    loud: Loud
    either: Either
    kept: Kept
    line: Line
