"""Runs a Go notebook: notebook.json on stdin, the executed one on stdout. A cell that fails ends it."""
import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.reads(sys.stdin.read(), as_version=4)
metadata = notebook.metadata.copy()
NotebookClient(
    notebook, timeout=600, kernel_name="gonb", record_timing=False, resources={"metadata": {"path": sys.argv[1]}}
).execute()
for cell in notebook.cells:
    streams = {}
    kept = []
    for output in cell.get("outputs", []):
        # A stream arrives in pieces of any size: one output each.
        if output.output_type == "stream" and output.name in streams:
            streams[output.name].text += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        kept.append(output)
    if cell.cell_type == "code":
        cell.outputs = kept
        cell.execution_count = None
        for output in kept:
            output.pop("transient", None)
notebook.metadata = metadata  # the kernel adds its version
nbformat.write(notebook, sys.stdout)
