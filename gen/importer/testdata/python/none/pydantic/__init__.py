raise ModuleNotFoundError("No module named pydantic", name="pydantic")
