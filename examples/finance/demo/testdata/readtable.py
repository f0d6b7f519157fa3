"""Reads a Delta table with deltalake: the rows on stdout as JSON, in the table's order."""
import json
import sys

from deltalake import DeltaTable

table = DeltaTable(sys.argv[1])
json.dump({"version": table.version(), "rows": table.to_pyarrow_table().to_pylist()}, sys.stdout)
