"""Writes categories.json and categories_rows.json: a small model with missing values and category splits, and what
XGBoost 3.2.0 itself answers. Run it with a Python that has xgboost==3.2.0 (or xgboost-cpu==3.2.0)."""

import json
import pathlib

import numpy as np
import xgboost

assert xgboost.__version__ == "3.2.0", xgboost.__version__
here = pathlib.Path(__file__).parent
names = ["amount", "count", "days", "plan"]
rng = np.random.default_rng(7)


def rows(n, codes):
    x = rng.normal(size=(n, 4)).astype(np.float32)
    x[:, 3] = rng.integers(0, codes, n)
    x[rng.random(x.shape) < 0.15] = np.nan
    return x


def matrix(x, y=None):
    return xgboost.DMatrix(
        x, y, feature_names=names, feature_types=["float"] * 3 + ["c"], enable_categorical=True
    )


x = rows(1500, 70)
y = (np.nan_to_num(x[:, 0]) + (np.nan_to_num(x[:, 3]) % 3) + rng.normal(size=len(x)) > 1).astype(int)
params = {"objective": "binary:logistic", "max_depth": 4, "nthread": 1, "max_cat_to_onehot": 4}
booster = xgboost.train(params, matrix(x, y), 6)
booster.save_model(here / "categories.json")

test = rows(200, 72)  # 70 and 71 were never seen
test[0], test[1] = np.nan, 0
test[2, 3], test[3, 3] = 0.9, 1e9
out = [[None if np.isnan(v) else float(v) for v in row] for row in test]
answers = {
    "rows": out,
    "margins": [float(v) for v in booster.predict(matrix(test), output_margin=True)],
    "predictions": [float(v) for v in booster.predict(matrix(test))],
    "gain": {k: float(v) for k, v in booster.get_score(importance_type="gain").items()},
}
(here / "categories_rows.json").write_text(json.dumps(answers) + "\n")
