"""Reads a model that Go trained, with the data and parameters that it was trained from, and prints what Python's lightgbm
makes of them: the model's predictions, its importances, and the model that Python itself trains from the same input."""

import json
import sys

import lightgbm
import numpy as np

request = json.load(sys.stdin)
names = request["names"]


def matrix(values, dtype=np.float32):
    x = np.array([np.nan if v is None else v for v in values], dtype=dtype)
    return x.reshape(-1, len(names))


booster = lightgbm.Booster(model_str=request["model"])
params = dict(pair.split("=") for pair in request["params"].split())
train = lightgbm.Dataset(
    matrix(request["train"]["values"]), np.array(request["train"]["labels"]), feature_name=names, params=params
)
validation = lightgbm.Dataset(
    matrix(request["validation"]["values"]), np.array(request["validation"]["labels"]), reference=train
)
history = {}
callbacks = [lightgbm.record_evaluation(history)]
if request["patience"]:
    callbacks.append(lightgbm.early_stopping(request["patience"], verbose=False))
own = lightgbm.train(
    params, train, request["rounds"], valid_sets=[train, validation], valid_names=["train", "validation"], callbacks=callbacks
)
last = own.best_iteration if request["patience"] else own.current_iteration()
json.dump(
    {
        "version": lightgbm.__version__,
        "feature_names": booster.feature_name(),
        "margins": booster.predict(matrix(request["test"]), raw_score=True).tolist(),
        "predictions": booster.predict(matrix(request["test"], np.float64)).tolist(),
        "importances": booster.feature_importance("gain").tolist(),
        "best_iteration": last - 1,
        "own": own.model_to_string(num_iteration=last, importance_type="gain"),
        "losses": history["validation"]["binary_logloss"],
    },
    sys.stdout,
)
