"""Prints the JSON Schema of a Pydantic model, with what only the model knows in keywords that begin with x-typedml-.

python3 -c PROGRAM MODULE MODEL [FOLDER...]: the folders come first on sys.path. What goes wrong is {"error": …}.
"""

import importlib
import json
import math
import os
import re
import sys
import traceback

# What the imported module prints must not get between: standard output becomes standard error.
out = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)


def end(**answer):
    json.dump(answer, out)
    out.flush()
    os._exit(0)


def place(error):
    """The last line of the traceback that is in a file, and what is wrong there."""
    what = traceback.format_exception_only(type(error), error)[-1].strip()
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}: {what}"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith("<")]
    return f"{frames[-1].filename}:{frames[-1].lineno}: {what}" if frames else what


module_name, model_name, *folders = sys.argv[1:]
sys.path[:] = [f for f in folders] + [p for p in sys.path if p]

try:
    import pydantic
except ImportError as e:
    if e.name not in ("pydantic", "pydantic_core", "pydantic_core._pydantic_core"):
        end(error=f"import pydantic: {place(e)}")
    end(missing="pydantic")
if int(pydantic.VERSION.split(".")[0]) < 2:
    end(old=pydantic.VERSION)

from pydantic.json_schema import GenerateJsonSchema  # noqa: E402

OPS = {"ge": "gte", "gt": "gt", "le": "lte", "lt": "lt"}
LIMITS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")


def limits(schema, kind, literal):
    """The limits of a schema as rules of typedml's, which carry them exactly."""
    rules = []
    for key, op in OPS.items():
        if schema.get(key) is not None:
            limit = {"kind": kind, **literal(schema[key])}
            rules.append({"kind": "range", "rule": op, "op": op, "limit": limit})
    return {"x-typedml-constraints": rules} if rules else {}


def infinite(value):
    """Whether a value has a number that is none of JSON's."""
    if isinstance(value, dict):
        return any(map(infinite, value.values()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return any(map(infinite, value))
    return isinstance(value, float) and not math.isfinite(value)


def finite(value):
    """A schema as JSON says it: limits that are none of JSON's numbers are told, and others are texts."""
    if isinstance(value, dict):
        beyond = [k for k in LIMITS if isinstance(value.get(k), float) and infinite(value[k])]
        js = {k: finite(v) for k, v in value.items() if k not in beyond}
        if beyond:
            js["x-typedml-told"] = js.get("x-typedml-told", []) + [f"the {k} {value[k]} is not imported" for k in beyond]
        return js
    if isinstance(value, (list, tuple)):
        return [finite(v) for v in value]
    return str(value) if infinite(value) else value


def short(value):
    """The beginning of a value as Python writes it, without the address of an object."""
    text = re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))
    return text if len(text) <= 60 else text[:60] + "…"


def microseconds(delta):
    return (delta.days * 86400 + delta.seconds) * 1_000_000 + delta.microseconds


class Generator(GenerateJsonSchema):
    """Says what keywords cannot: digits of decimals, limits of durations and dates; and tells what it cannot say."""

    def tell(self, js, text):
        return {**js, "x-typedml-told": [*js.get("x-typedml-told", []), text]}

    def emit_warning(self, kind, detail):
        pass

    def handle_invalid_for_json_schema(self, schema, error_info):
        return {"x-typedml-told": [f"no JSON says it: {error_info}"]}

    def decimal_schema(self, schema):
        digits, places = schema.get("max_digits"), schema.get("decimal_places")
        js = {}
        if digits is None or places is None:
            digits, places = digits or 38, 9 if places is None else places
            digits = max(digits, places)
            js = self.tell(js, f"the model does not say how many digits: decimal={digits}.{places} is a guess")
        if digits > 38:
            js, digits, places = self.tell(js, f"{digits} digits are more than 38"), 38, min(places, 38)
        if schema.get("multiple_of") is not None:
            js = self.tell(js, f"multiple_of {schema['multiple_of']} is not imported")
        js.update({"type": ["number", "string"], "x-typedml-type": f"decimal({digits},{places})"})
        return {**js, **limits(schema, "decimal", lambda v: {"text": format(v, "f") if hasattr(v, "as_tuple") else str(v)})}

    def timedelta_schema(self, schema):
        js = {"type": "string", "x-typedml-type": "duration"}
        js = self.tell(js, "a duration is written as Go does, 1h30m, where Pydantic takes seconds and ISO 8601")
        return {**js, **limits(schema, "duration", lambda v: {"int": microseconds(v) * 1000})}

    def date_schema(self, schema):
        js = {"type": "string", "format": "date"}
        if schema.get("now_op"):
            js = self.tell(js, f"that it lies in the {schema['now_op']} is not imported")
        return {**js, **limits(schema, "date", lambda v: {"int": v.toordinal() - 719163})}

    def datetime_schema(self, schema):
        js = super().datetime_schema(schema)
        for key in OPS:
            if schema.get(key) is not None:
                js = self.tell(js, f"{key} {schema[key]} is not imported: typedml compares times with the present and with other fields")
        if schema.get("now_op"):
            op = {"past": "lt", "future": "gt"}[schema["now_op"]]
            js["x-typedml-constraints"] = [{"kind": "clock", "rule": schema["now_op"], "op": op}]
        if schema.get("tz_constraint") == "naive":
            js = self.tell(js, "the model takes times without a zone alone, the struct RFC 3339, with one")
        return js

    def float_schema(self, schema):
        js = super().float_schema(schema)
        if schema.get("allow_inf_nan") is False:
            js["x-typedml-constraints"] = [{"kind": "finite", "rule": "finite"}]
        return js

    def str_schema(self, schema):
        js = super().str_schema(schema)
        pattern = schema.get("pattern")
        pattern = getattr(pattern, "pattern", pattern)
        if isinstance(pattern, str) and re.search(r"\\[bBdDsSwW]", pattern):
            js = self.tell(js, f"the pattern {pattern}: \\d, \\s, \\w and \\b know Unicode in the model, and ASCII alone in Go")
        for key in ("strip_whitespace", "to_lower", "to_upper"):
            if schema.get(key):
                js = self.tell(js, f"{key}: the model changes the text, a struct never does")
        return js

    def url_schema(self, schema):
        js = super().url_schema(schema)
        schemes = schema.get("allowed_schemes")
        if schemes and set(schemes) == {"http", "https"}:
            js.pop("format", None)
            js["x-typedml-constraints"] = [{"kind": "format", "rule": "http_url", "text": "http_url"}]
        elif schemes:
            js = self.tell(js, f"that the scheme of the URL is one of {', '.join(sorted(schemes))} is not imported")
        return js

    def dict_schema(self, schema):
        js = super().dict_schema(schema)
        keys = schema.get("keys_schema", {}).get("type", "any")
        if keys not in ("any", "str", "enum", "literal", "constrained-str", "nullable", "definition-ref", "function-after", "function-before"):
            js = self.tell(js, f"its keys are of {keys} in the model, and any texts here")
        return js

    def tuple_schema(self, schema):
        js = super().tuple_schema(schema)
        items = js.get("prefixItems") or []
        if items and "variadic_item_index" not in schema and all(i == items[0] for i in items):
            js.pop("prefixItems")
            js["items"] = items[0]
        return js

    def default_schema(self, schema):
        js = super().default_schema(schema)
        factory = schema.get("default_factory")
        if factory in (list, set, frozenset, tuple):
            js["default"] = []
        elif factory is not None:
            js = self.tell(js, f"its default is made by {getattr(factory, '__qualname__', factory)}: set it in Go")
        elif schema.get("default") is not None and (js.get("default") is None or infinite(js["default"]) or infinite(schema["default"])):
            js.pop("default", None)
            js = self.tell(js, f"no tag says the default {short(schema['default'])}")
        return js

    def encode_default(self, dft):
        import datetime

        if isinstance(dft, datetime.timedelta):
            return f"{microseconds(dft)}us"
        return super().encode_default(dft)

    def validator(self, schema, js):
        function = schema.get("function", {}).get("function")
        if getattr(function, "__module__", "pydantic").split(".")[0] == "pydantic":
            return js
        name = getattr(function, "__qualname__", type(function).__qualname__)
        return self.tell(js, f"the validator {name} is a function of Python's: write it in Go, //typedml:rule or //typedml:check")

    def function_before_schema(self, schema):
        return self.validator(schema, super().function_before_schema(schema))

    def function_after_schema(self, schema):
        return self.validator(schema, super().function_after_schema(schema))

    def function_wrap_schema(self, schema):
        return self.validator(schema, super().function_wrap_schema(schema))

    def function_plain_schema(self, schema):
        return self.validator(schema, super().function_plain_schema(schema))


try:
    module = importlib.import_module(module_name)
except ModuleNotFoundError as e:
    if e.name and (module_name + ".").startswith(e.name + "."):
        end(absent=e.name)
    end(error=f"import {module_name}: {place(e)}")
except BaseException as e:  # what a module does when it is imported is its own business, sys.exit too
    end(error=f"import {module_name}: {place(e)}")

models = sorted(
    name for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, pydantic.BaseModel) and value is not pydantic.BaseModel
)
model = vars(module).get(model_name)
if not (isinstance(model, type) and issubclass(model, pydantic.BaseModel)):
    v1 = isinstance(model, type) and any(c.__module__.startswith("pydantic.v1") for c in model.__mro__)
    end(no_model=model_name, models=models, v1=v1, there=model is not None)
home = getattr(sys.modules.get(model.__module__), "__file__", None) or ""
records = os.path.join(os.path.dirname(home), "_records.py")
if os.path.basename(home) == "models.py" and os.path.isfile(records):  # typedml wrote the package
    with open(home, encoding="utf-8", newline="") as m, open(records, encoding="utf-8", newline="") as r:
        written = {"models": m.read(), "records": r.read(), "class": model.__name__}
else:
    written = None
try:
    schema = model.model_json_schema(mode="validation", schema_generator=Generator)
except BaseException as e:
    end(error=f"the schema of {model_name}: {place(e)}")
end(schema=finite(schema), written=written)
