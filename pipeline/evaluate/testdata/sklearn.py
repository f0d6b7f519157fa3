"""Reads [{"labels": […], "probabilities": […], "threshold": t}, …] and prints scikit-learn's metrics of each."""

import json
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics

warnings.simplefilter("ignore")  # undefined metrics warn; their values are what is compared


def number(x):
    return None if np.isnan(x) else float(x)


def measure(case):
    y = np.array(case["labels"], dtype=int)
    p = np.array(case["probabilities"], dtype=np.float64)
    predicted = (p > case["threshold"]).astype(int)
    fpr, tpr, thresholds = metrics.roc_curve(y, p, drop_intermediate=False)
    return {
        "accuracy": number(metrics.accuracy_score(y, predicted)),
        "precision": number(metrics.precision_score(y, predicted)),
        "recall": number(metrics.recall_score(y, predicted)),
        "f1_score": number(metrics.f1_score(y, predicted)),
        "auc_roc": number(metrics.roc_auc_score(y, p)),
        "log_loss": number(metrics.log_loss(y, p, labels=[0, 1])),
        "confusion": metrics.confusion_matrix(y, predicted, labels=[0, 1]).ravel().tolist(),
        "fpr": [number(v) for v in fpr],
        "tpr": [number(v) for v in tpr],
        "thresholds": [number(v) for v in thresholds[1:]],
    }


json.dump({"version": sklearn.__version__, "answers": [measure(c) for c in json.load(sys.stdin)]}, sys.stdout)
