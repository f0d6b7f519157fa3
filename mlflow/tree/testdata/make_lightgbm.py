"""Writes lightgbm.txt and lightgbm_rows.json: a small model with missing values and category splits, and what LightGBM
4.7.0 itself answers. Run it with a Python that has lightgbm==4.7.0."""

import json
import pathlib

import lightgbm
import numpy as np

assert lightgbm.__version__ == "4.7.0", lightgbm.__version__
here = pathlib.Path(__file__).parent
names = ["amount", "count", "purpose=radio/tv%2C%20new", "plan"]
rng = np.random.default_rng(7)


def rows(n, codes):
    x = rng.normal(size=(n, 4)).astype(np.float32)
    x[:, 2] = (x[:, 2] > 0).astype(np.float32)
    x[:, 3] = rng.integers(0, codes, n)
    x[rng.random(x.shape) < 0.15] = np.nan
    return x


x = rows(1500, 70)
y = (np.nan_to_num(x[:, 0]) + (np.nan_to_num(x[:, 3]) % 3) + rng.normal(size=len(x)) > 1).astype(int)
params = {
    "objective": "binary",
    "num_leaves": 12,
    "num_threads": 1,
    "verbosity": -1,
    "min_data_per_group": 5,
    "cat_smooth": 1,
    "sigmoid": 1.5,
}
data = lightgbm.Dataset(x, y, feature_name=names, categorical_feature=[3], params=params)
booster = lightgbm.train(params, data, 6)
booster.save_model(here / "lightgbm.txt")

test = rows(200, 72)  # 70 and 71 were never seen
test[0], test[1] = np.nan, 0
test[2, 3], test[3, 3], test[4, 3], test[5, 3] = 0.9, 1e9, -0.5, -1
out = [[None if np.isnan(v) else float(v) for v in row] for row in test]
answers = {
    "rows": out,
    "margins": booster.predict(test, raw_score=True).tolist(),
    "predictions": booster.predict(test).tolist(),
    "gain": booster.feature_importance("gain").tolist(),
}
(here / "lightgbm_rows.json").write_text(json.dumps(answers) + "\n")
