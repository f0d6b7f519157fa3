"""Judges JSON texts by JSON Schemas: cases in on standard input, lists of verdicts out on standard output."""
import base64
import json
import math
import sys
from decimal import Decimal

from jsonschema import Draft202012Validator


def number(text):
    """Reads a number as the schema means it: 9223372036854775807.0 with all of its digits, 1e-400 not as 0."""
    nearest = float(text)
    if not nearest and any(digit in "123456789" for digit in text.lower().partition("e")[0]):
        return math.copysign(5e-324, nearest)
    if nearest and abs(nearest) < 1e30 and (exact := Decimal(text)) == exact.to_integral_value():
        return int(exact)
    return nearest


def judge(case):
    schema = json.loads(case["schema"])
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    verdicts = []
    for text in case["texts"] or []:
        try:
            verdicts.append(validator.is_valid(json.loads(base64.b64decode(text), parse_float=number)))
        except (UnicodeDecodeError, json.JSONDecodeError):
            verdicts.append(False)
    return verdicts


json.dump([judge(case) for case in json.load(sys.stdin)], sys.stdout)
