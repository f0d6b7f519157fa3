"""Reads a model that Go trained, with the data and parameters that it was trained from, and prints what Python's xgboost
makes of them: the model's predictions, its importances, and the model that Python itself trains from the same input."""

import json
import sys

import numpy as np
import xgboost

request = json.load(sys.stdin)
names = request["names"]


def matrix(values):
    x = np.array([np.nan if v is None else v for v in values], dtype=np.float32)
    return x.reshape(-1, len(names))


def dmatrix(part):
    return xgboost.DMatrix(matrix(part["values"]), np.array(part["labels"]), feature_names=names)


model = bytearray(request["model"].encode())
booster = xgboost.Booster(model_file=model)
classifier = xgboost.XGBClassifier()
classifier.load_model(model)
test = matrix(request["test"])

train, validation = dmatrix(request["train"]), dmatrix(request["validation"])
callbacks = []
if request["patience"]:
    callbacks.append(xgboost.callback.EarlyStopping(request["patience"], save_best=True))
own = xgboost.train(
    request["params"],
    train,
    request["rounds"],
    evals=[(train, "train"), (validation, "validation")],
    callbacks=callbacks,
    verbose_eval=False,
)
trees = json.loads(own.save_raw("json"))["learner"]["gradient_booster"]
json.dump(
    {
        "version": xgboost.__version__,
        "feature_names": booster.feature_names,
        "margins": booster.predict(xgboost.DMatrix(test, feature_names=names), output_margin=True).tolist(),
        "predictions": booster.predict(xgboost.DMatrix(test, feature_names=names)).tolist(),
        "classifier": classifier.predict_proba(test)[:, 1].tolist(),
        "importances": classifier.feature_importances_.tolist(),
        "best_iteration": own.best_iteration if request["patience"] else own.num_boosted_rounds() - 1,
        "trees_equal": trees == json.loads(request["model"])["learner"]["gradient_booster"],
    },
    sys.stdout,
)
