from pydantic.v1 import BaseModel


class Old(BaseModel):
    a: int
