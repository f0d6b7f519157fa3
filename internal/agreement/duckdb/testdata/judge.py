"""Judges rows in Parquet files by SQL: cases in on standard input, verdicts out on standard output."""
import json
import sys

import duckdb


connection = duckdb.connect()
connection.execute("SET threads = 1")
connection.execute("SET TimeZone = 'UTC'")


def insert(rows):
    """Why the table did not take each of the rows. A statement binds all CHECKs anew: those that all pass are one."""
    if not rows:
        return {}
    try:
        connection.execute('INSERT INTO kept SELECT * EXCLUDE ("the row") FROM judged WHERE list_contains(?, "the row")', [rows])
        return {row: "" for row in rows}
    except duckdb.ConstraintException as refusal:
        if len(rows) == 1:
            return {rows[0]: str(refusal)}
    return {row: why for row in rows for why in insert([row]).values()}


def judge(case):
    connection.execute("CREATE OR REPLACE TABLE judged AS SELECT * FROM read_parquet(?)", [case["rows"]])
    broken = {}
    for row, *verdicts in connection.execute('SELECT "the row", ' + ", ".join(["FALSE"] + case["predicates"]) + " FROM judged").fetchall():
        if None in verdicts:
            raise ValueError(f"{case['predicates'][verdicts.index(None) - 1]} is NULL")
        broken[row] = [i for i, verdict in enumerate(verdicts[1:]) if verdict]
    out = {"broken": [broken[row] for row in sorted(broken)]}
    connection.execute("DROP TABLE IF EXISTS kept")
    connection.execute(case["table"])
    out["refused"] = insert([row for row in broken if not broken[row]])
    for row in [row for row in sorted(broken) if broken[row]][: case["inserts"]]:
        out["refused"] |= insert([row])
    counts = connection.execute(case["audit"]).fetchall() if case["audit"] else []
    out["counts"] = {str(rule - 1): n for rule, n, _, _ in counts if n is not None and rule}
    return out


def attempt(case):
    try:
        return judge(case)
    except Exception as failure:  # each case says its own
        return {"error": str(failure)[:2000]}


json.dump([attempt(case) for case in json.load(sys.stdin)], sys.stdout)
