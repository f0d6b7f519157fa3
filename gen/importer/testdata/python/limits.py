from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, Field


class Scale(Enum):
    NONE = float("inf")
    ONE = 1.0


class Band(BaseModel):
    top: float = float("inf")


class Limits(BaseModel):
    low: float = float("-inf")
    high: float = Field(default=float("inf"), examples=[float("nan")])
    maybe: float | None = float("nan")
    steps: list[float] = [1.0, float("inf")]
    band: Band = Band()
    scale: Scale = Scale.NONE
    price: Annotated[Decimal, Field(ge=Decimal("-Infinity"), max_digits=9, decimal_places=2)] = Decimal(1)
    odd: int = Field(default=object())
    least: float = Field(default=1.0, json_schema_extra={"minimum": float("-inf")})
    good: float = 0.5
