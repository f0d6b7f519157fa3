"""FeatureVector and TrainingConfig with the rules that msgspec has: no decimals, no norm, no sum."""
from datetime import datetime
from typing import Annotated, Literal, Optional

import msgspec
from msgspec import Meta

Positive = Annotated[float, Meta(ge=0)]
Ratio = Annotated[float, Meta(gt=0, lt=1)]


class FeatureVector(msgspec.Struct, forbid_unknown_fields=True):
    customer_id: Annotated[str, Meta(min_length=1)]
    transaction_amount: Positive
    transaction_count: Annotated[int, Meta(ge=0, le=10000)]
    days_since_last_purchase: Annotated[int, Meta(ge=0)]
    category_embeddings: Annotated[list[float], Meta(min_length=64, max_length=64)]
    timestamp: datetime


class TrainingConfig(msgspec.Struct, forbid_unknown_fields=True):
    model_type: Literal["xgboost", "lightgbm", "random_forest"] = "xgboost"
    learning_rate: Annotated[float, Meta(gt=0, le=1)] = 0.1
    max_depth: Annotated[int, Meta(ge=1, le=20)] = 6
    n_estimators: Annotated[int, Meta(ge=10, le=5000)] = 100
    early_stopping_rounds: Optional[Annotated[int, Meta(ge=1)]] = 10
    l1_regularization: Positive = 0.0
    l2_regularization: Positive = 1.0
    train_ratio: Ratio = 0.7
    validation_ratio: Ratio = 0.15
    test_ratio: Ratio = 0.15
    random_seed: int = 42


def start(model):
    serve(msgspec.json.Decoder(globals()[model]).decode, lambda value: msgspec.json.encode(value).decode())
