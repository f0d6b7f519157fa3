"""The models of the Python design, as they were published: Pydantic 1 style. Neither Pydantic 1 nor 2 loads them."""
import math
from datetime import datetime
from enum import Enum
from typing import List, Optional

from pydantic import BaseModel, Field, root_validator, validator


class ModelType(str, Enum):
    XGBOOST = "xgboost"
    LIGHTGBM = "lightgbm"
    RANDOM_FOREST = "random_forest"


class FeatureVector(BaseModel):
    customer_id: str
    transaction_amount: float = Field(ge=0)
    transaction_count: int = Field(ge=0, le=10000)
    days_since_last_purchase: int = Field(ge=0)
    category_embeddings: List[float] = Field(min_length=64, max_length=64)
    timestamp: datetime

    @validator("transaction_amount")
    def two_decimals(cls, value):
        if round(value, 2) != value:
            raise ValueError("at most 2 decimals")
        return value

    @validator("category_embeddings")
    def unit_norm(cls, value):
        norm = math.sqrt(sum(x * x for x in value))
        if not 0.99 <= norm <= 1.01:
            raise ValueError("not a unit vector")
        return value


class TrainingConfig(BaseModel):
    model_type: ModelType = ModelType.XGBOOST
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

    @root_validator
    def ratios_sum(cls, values):
        total = values["train_ratio"] + values["validation_ratio"] + values["test_ratio"]
        if not 0.99 <= total <= 1.01:
            raise ValueError("ratios must sum to 1")
        return values
