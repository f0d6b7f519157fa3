"""Prints the JSON Schema of a Pydantic model, with what only the model knows in keywords that begin with x-typedml-.

python3 -c PROGRAM MODULE MODEL [FOLDER...]: the folders come first on sys.path. What goes wrong is {"error": …}.
"""

import functools
import importlib
import json
import math
import operator
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

from pydantic.json_schema import GenerateJsonSchema, WithJsonSchema  # noqa: E402

OPS = {"ge": "gte", "gt": "gt", "le": "lte", "lt": "lt"}
DUPLICATES = "the model takes duplicates, and drops them, where the struct refuses them"
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


def own(function):
    """Whether a function is Pydantic's own, of a type such as HttpUrl. Methods of C's types are of no module."""
    if isinstance(function, operator.attrgetter):  # the value of an enum, use_enum_values
        return True
    return (getattr(function, "__module__", None) or "").split(".")[0] == "pydantic" and not wraps(function)


def wraps(function):
    """Whether a function of Pydantic's asks one of the model's: a predicate, or a step of a pipeline."""
    if getattr(function, "__module__", None) == "pydantic._internal._known_annotated_metadata":
        return function.__name__ == "val_func"
    return getattr(function, "__module__", None) == "pydantic.experimental.pipeline"


def called(function):
    """How the author of the model knows a function."""
    if isinstance(function, functools.partial):
        args = [*map(short, function.args), *(f"{k}={short(v)}" for k, v in function.keywords.items())]
        return f"{called(function.func)}({', '.join(args)})"
    if wraps(function):
        for held in (c.cell_contents for c in function.__closure__ or ()):
            if hasattr(held, "func"):
                return f"{type(held).__qualname__}({called(held.func)})"
            if callable(held):
                return called(held)
    return getattr(function, "__qualname__", type(function).__qualname__)


def paths(alias):
    """The paths of an alias, a list of keys and indexes each."""
    if isinstance(alias, str):
        return [[alias]]
    return alias if isinstance(alias[0], list) else [alias]


def written_path(path):
    return path[0] + "".join(f".{k}" if isinstance(k, str) else f"[{k}]" for k in path[1:])


class Generator(GenerateJsonSchema):
    """Says what keywords cannot: digits of decimals, limits of durations and dates; and tells what it cannot say."""

    def tell(self, js, text):
        told = js.get("x-typedml-told", [])
        return js if text in told else {**js, "x-typedml-told": [*told, text]}

    configs = ({},)  # of the objects that are being read, the innermost last

    def set_in_config(self, key):
        """What the config of the innermost object says; None where it is silent."""
        return self.configs[-1].get(key)

    def within(self, config, generate, schema):
        """Reads the schema of an object with its config; without one, that of what holds it counts."""
        held = self.configs
        self.configs = (*held, held[-1] if config is None else config)
        try:
            return generate(schema)
        finally:
            self.configs = held

    def emit_warning(self, kind, detail):
        pass

    def handle_invalid_for_json_schema(self, schema, error_info):
        return {"x-typedml-told": [f"no JSON says it: {error_info}"]}

    def decimal_schema(self, schema):
        digits, places = schema.get("max_digits"), schema.get("decimal_places")
        js = {}
        if digits is not None and places is None and digits <= 38:  # they stand before the point, or behind it
            most, places = digits, min(digits, 38 - digits)
            digits = most + places
            js = self.tell(js, f"the model takes {most} digits wherever the point stands: decimal={digits}.{places} takes more")
        elif digits is None or places is None:
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

    def nullable_schema(self, schema):
        js = super().nullable_schema(schema)
        for inner in js.get("anyOf", []):
            rules = inner.get("x-typedml-constraints", [])
            if any(rule["kind"] == "clock" for rule in rules):  # which nil would break
                rules.insert(0, {"kind": "omit", "rule": "omitnil", "text": "nil"})
        return js

    def float_schema(self, schema):
        js = super().float_schema(schema)
        if schema.get("allow_inf_nan", self.set_in_config("allow_inf_nan")) is False:
            js["x-typedml-constraints"] = [{"kind": "finite", "rule": "finite"}]
        return js

    def str_schema(self, schema):
        js = super().str_schema(schema)
        pattern = schema.get("pattern")
        pattern = getattr(pattern, "pattern", pattern)
        if isinstance(pattern, str) and re.search(r"\\[bBdDsSwW]", pattern):
            js = self.tell(js, f"the pattern {pattern}: \\d, \\s, \\w and \\b know Unicode in the model, and ASCII alone in Go")
        for key in ("strip_whitespace", "to_lower", "to_upper"):
            if schema.get(key, self.set_in_config(f"str_{key}")):
                js = self.tell(js, f"{key}: the model changes the text, a struct never does")
        if schema.get("coerce_numbers_to_str", self.set_in_config("coerce_numbers_to_str")):
            js = self.tell(js, "coerce_numbers_to_str: the model takes numbers, too, the struct texts alone")
        if schema.get("ascii_only"):
            js["x-typedml-constraints"] = [{"kind": "format", "rule": "ascii", "text": "ascii"}]
        return js

    def bytes_schema(self, schema):
        js = super().bytes_schema(schema)
        if schema.get("min_length") is not None or schema.get("max_length") is not None:
            js = self.tell(js, "the model counts its bytes, the struct its characters")
        if self.set_in_config("val_json_bytes") in ("base64", "hex"):
            js = self.tell(js, f"the model reads {self.set_in_config('val_json_bytes')}, the struct any text")
        return js

    def complex_schema(self, schema):
        return self.tell(super().complex_schema(schema), "the model takes complex numbers, the struct any text")

    def time_schema(self, schema):
        js = super().time_schema(schema)
        for key in OPS:
            if schema.get(key) is not None:
                js = self.tell(js, f"{key} {schema[key]} is not imported")
        return js

    def enum_schema(self, schema):
        js = super().enum_schema(schema)
        missing = schema["cls"]._missing_
        if missing.__module__ != "enum":
            js = self.tell(js, f"the model takes what {called(missing)} makes a value of, too, the struct the values alone")
        return js

    def set_schema(self, schema):
        return self.tell(super().set_schema(schema), DUPLICATES)

    def frozenset_schema(self, schema):
        return self.tell(super().frozenset_schema(schema), DUPLICATES)

    def chain_schema(self, schema):
        js = super().chain_schema(schema)
        for step in schema["steps"][1:]:
            later = dict(self.generate_inner(step))
            for text in later.pop("x-typedml-told", []):
                js = self.tell(js, text)
            says = {k: v for k, v in later.items() if js.get(k) != v}
            if says:
                js = self.tell(js, f"what follows its validators is not imported: {short(says)}")
        return js

    def fields(self, schema, js):
        """Tells of the fields of an object what their keys and their own schemas do not say."""
        by_name = self.set_in_config("validate_by_name") or self.set_in_config("populate_by_name")
        by_alias = self.set_in_config("validate_by_alias") is not False
        listed, properties = schema["fields"], js.get("properties", {})
        for name, field in listed.items() if isinstance(listed, dict) else [(f["name"], f) for f in listed]:
            alias = paths(field.get("validation_alias", name))
            key = next((p[0] for p in alias if len(p) == 1 and p[0] in properties), name)
            if key not in properties:
                continue
            read = dict.fromkeys(map(written_path, [*(alias if by_alias else []), *([[name]] if by_name or not by_alias else [])]))
            told = []
            if [*read] != [key]:
                told.append(f"the model reads it at {' or '.join(read)}, the struct at {key} alone")
            inner = field["schema"]
            while inner["type"] in ("default", "nullable"):
                inner = inner["schema"]
            functions = (inner.get("metadata") or {}).get("pydantic_js_annotation_functions", [])
            if inner["type"] == "any" and functions:
                told.append("the model does not check it")
            if any(isinstance(getattr(f, "__self__", None), WithJsonSchema) for f in functions):
                told.append("WithJsonSchema says it, and what the model checks is not looked at")
            for text in told:
                properties[key] = self.tell(properties[key], text)
        return js

    def model_fields_schema(self, schema):
        return self.fields(schema, super().model_fields_schema(schema))

    def typed_dict_schema(self, schema):
        config = getattr(schema.get("cls"), "__pydantic_config__", None)
        read = super().typed_dict_schema
        return self.within(config, lambda s: self.fields(s, read(s)), schema)

    def dataclass_args_schema(self, schema):
        return self.fields(schema, super().dataclass_args_schema(schema))

    def model_schema(self, schema):
        return self.made(schema, self.within(schema["cls"].model_config, super().model_schema, schema))

    def dataclass_schema(self, schema):
        return self.made(schema, self.within(getattr(schema["cls"], "__pydantic_config__", None), super().dataclass_schema, schema))

    def made(self, schema, js):
        """Tells what Python does with an object that its fields do not say."""
        post = schema.get("post_init") and ("__post_init__" if schema["post_init"] is True else schema["post_init"])
        for name in filter(None, (post, schema.get("custom_init") and "__init__")):
            function = getattr(schema["cls"], name, None)
            if function is not None and not own(function):
                js = self.tell(js, f"{called(function)} is a function of Python's: write it in Go, //typedml:check")
        if js.get("additionalProperties") is True:
            js = self.tell(js, "the values of further keys are passed over, and not kept")
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
        if "propertyNames" not in js and "keys_schema" in schema:
            for text in self.generate_inner(schema["keys_schema"]).get("x-typedml-told", []):
                js = self.tell(js, text)
        keys = schema.get("keys_schema", {}).get("type", "any")
        if keys not in ("any", "str", "uuid", "enum", "literal", "constrained-str", "nullable", "definition-ref", "function-after", "function-before"):
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
            js = self.tell(js, f"its default is made by {called(factory)}: set it in Go")
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
        if own(function):
            return js
        return self.tell(js, f"the validator {called(function)} is a function of Python's: write it in Go, //typedml:rule or //typedml:check")

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
