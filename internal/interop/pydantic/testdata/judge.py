

def main():
    """Prints for each JSON text on stdin whether the model accepts it, and the value that it then holds."""
    import json
    import sys

    from pydantic import ValidationError

    request = json.load(sys.stdin)
    model = {"FeatureVector": FeatureVector, "TrainingConfig": TrainingConfig}[request["model"]]
    verdicts = []
    for text in request["texts"]:
        try:
            value = model.model_validate_json(text)
        except ValidationError:
            verdicts.append({"ok": False})
        else:
            verdicts.append({"ok": True, "value": value.model_dump_json()})
    json.dump(verdicts, sys.stdout)


main()
