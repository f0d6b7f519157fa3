"""Reads a demo's run, model and predictions back with MLflow's own client: a request on stdin, the findings on stdout."""
import json
import sys

import mlflow
import pandas as pd
from mlflow import MlflowClient

request = json.load(sys.stdin)
mlflow.set_tracking_uri(request["uri"])
client = MlflowClient()
name, alias = request["model"], request["alias"]
version = client.get_model_version_by_alias(name, alias)
run = client.get_run(version.run_id)
importance = mlflow.artifacts.load_dict(f"runs:/{version.run_id}/feature_importance.json")
model = mlflow.pyfunc.load_model(f"models:/{name}@{alias}")
frame = pd.DataFrame(request["rows"], columns=request["columns"])
for column in model.metadata.get_input_schema():
    kind = {"boolean": "bool", "long": "int64", "double": "float64"}[column.type.name]
    frame[column.name] = frame[column.name].astype(kind)
predictions = model.predict(frame)
json.dump(
    {
        "version": int(version.version),
        "status": run.info.status,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "tags": run.data.tags,
        "importance": importance,
        "predictions": [float(p) for p in predictions],
    },
    sys.stdout,
)
