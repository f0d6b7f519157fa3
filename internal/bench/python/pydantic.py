"""FeatureVector and TrainingConfig with all of their rules: what Pydantic lacks is a validator in Python."""
import math
from datetime import datetime
from typing import List, Literal, Optional

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class FeatureVector(Strict):
    customer_id: str = Field(min_length=1)
    transaction_amount: float = Field(ge=0)
    transaction_count: int = Field(ge=0, le=10000)
    days_since_last_purchase: int = Field(ge=0)
    category_embeddings: List[float] = Field(min_length=64, max_length=64)
    timestamp: datetime

    @field_validator("transaction_amount")
    @classmethod
    def two_decimals(cls, value):
        if round(value, 2) != value:
            raise ValueError("at most 2 decimals")
        return value

    @field_validator("category_embeddings")
    @classmethod
    def unit_norm(cls, value):
        if not 0.99 <= math.hypot(*value) <= 1.01:
            raise ValueError("not a unit vector")
        return value


class TrainingConfig(Strict):
    model_type: Literal["xgboost", "lightgbm", "random_forest"] = "xgboost"
    learning_rate: float = Field(default=0.1, gt=0, le=1)
    max_depth: int = Field(default=6, ge=1, le=20)
    n_estimators: int = Field(default=100, ge=10, le=5000)
    early_stopping_rounds: Optional[int] = Field(default=10, ge=1)
    l1_regularization: float = Field(default=0.0, ge=0)
    l2_regularization: float = Field(default=1.0, ge=0)
    train_ratio: float = Field(default=0.7, gt=0, lt=1)
    validation_ratio: float = Field(default=0.15, gt=0, lt=1)
    test_ratio: float = Field(default=0.15, gt=0, lt=1)
    random_seed: int = 42

    @model_validator(mode="after")
    def ratios_sum(self):
        if not 0.99 <= self.train_ratio + self.validation_ratio + self.test_ratio <= 1.01:
            raise ValueError("the ratios must sum to 1")
        return self


def start(model):
    serve(globals()[model].model_validate_json, lambda value: value.model_dump_json())
