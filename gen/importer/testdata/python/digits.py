from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field


class Amount(BaseModel):
    a: Annotated[Decimal, Field(max_digits=5)]
    b: Annotated[Decimal, Field(max_digits=12, ge=1000)]
    c: Annotated[Decimal, Field(decimal_places=2)]
    d: Annotated[Decimal, Field(max_digits=30)]
    e: Annotated[Decimal, Field(max_digits=5)] = Decimal("123")
