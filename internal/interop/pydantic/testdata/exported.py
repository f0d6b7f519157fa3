"""Judges texts with exported packages: the errors of each, as loc, type, whether the input was None, and the context."""

import base64
import datetime
import importlib
import json
import sys

from pydantic import ValidationError

request = json.load(sys.stdin)
sys.path.insert(0, request["dir"])
context = {"now": datetime.datetime.fromisoformat(request["now"])}


def judge(model, text):
    try:
        value = model.model_validate_json(base64.b64decode(text), context=context)
    except ValidationError as error:
        return [[list(e["loc"]), e["type"], e["input"] is None, e.get("ctx")] for e in error.errors(include_url=False)], None
    return [], value.model_dump_json()


out = []
for case in request["cases"]:
    try:
        model = getattr(importlib.import_module(case["package"]), case["model"])
        judged = [judge(model, text) for text in case["texts"]]
    except Exception as error:
        raise SystemExit(f"{case['package']}: {type(error).__name__}: {error} {getattr(error, 'text', '')}") from error
    out.append([{"errors": errors, "dumped": dumped} for errors, dumped in judged])
json.dump(out, sys.stdout, default=str)
