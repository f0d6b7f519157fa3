"""Models for the importer's test."""

import datetime as dt
import decimal
import enum
import uuid
from typing import Annotated, Any, Literal, Optional, Union

from annotated_types import Len, MultipleOf
from pydantic import BaseModel, ConfigDict, Field, PastDatetime, computed_field, conint, conlist, constr, field_validator, model_validator
from pydantic.dataclasses import dataclass

print("this goes to standard error")


class Plan(str, enum.Enum):
    basic = "basic"
    pro = "pro"


class Level(enum.IntEnum):
    low = 1
    high = 2


class Address(BaseModel):
    """Where it goes."""

    zip: constr(pattern=r"^\d{5}$")
    city: str = "Rome"


class Order(BaseModel):
    """An order.

    One a row.
    """

    model_config = ConfigDict(extra="forbid")

    id: uuid.UUID
    price: Annotated[decimal.Decimal, Field(max_digits=12, decimal_places=2, gt=0, lt=decimal.Decimal("1e6"))]
    tax: Optional[decimal.Decimal] = None
    rate: decimal.Decimal = Field(decimal.Decimal("0.10"), max_digits=4, decimal_places=2)
    plan: Plan
    level: Level = Level.low
    kind: Literal["a", "b"] = "a"
    day: Annotated[dt.date, Field(ge=dt.date(2020, 1, 31))]
    at: PastDatetime
    sent: Optional[PastDatetime] = None
    aware: Optional[dt.datetime] = None
    clock: dt.time
    ttl: Annotated[dt.timedelta, Field(le=dt.timedelta(days=1))] = dt.timedelta(hours=1)
    step: Annotated[float, MultipleOf(0.01), Field(allow_inf_nan=False)] = 0.5
    tags: conlist(str, min_length=1, max_length=3)
    vec: Annotated[list[float], Len(8, 8)]
    uniq: set[str] = Field(default_factory=set)
    made: str = Field(default_factory=lambda: "x")
    point: tuple[float, float, float]
    pair: tuple[int, str] = (1, "x")
    raw: bytes = b"x"
    address: Address
    former: Optional[Address] = None
    more: dict[str, int] = {}
    name: constr(strip_whitespace=True, min_length=2) = Field(alias="camelCase", description="What it is called.")
    either: Union[int, str] = 1
    anything: Any = None
    n: conint(ge=0, le=10, multiple_of=5) = 5

    @field_validator("n")
    @classmethod
    def odd(cls, n):
        return n

    @model_validator(mode="after")
    def whole(self):
        return self

    @computed_field
    @property
    def total(self) -> float:
        return 1.0


@dataclass
class Line:
    sku: str


class Node(BaseModel):
    name: str
    next: Optional["Node"] = None
