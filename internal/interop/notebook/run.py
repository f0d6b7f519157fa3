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
    # A stream arrives in pieces of any size, and what is displayed on another way, sooner or later: streams first, one output each.
    streams = {}
    displayed = []
    for output in cell.get("outputs", []):
        if output.output_type != "stream":
            displayed.append(output)
        elif output.name in streams:
            streams[output.name].text += output.text
        else:
            streams[output.name] = output
    if cell.cell_type == "code":
        cell.outputs = [streams[name] for name in sorted(streams, reverse=True)] + displayed
        cell.execution_count = None
        for output in cell.outputs:
            output.pop("transient", None)
notebook.metadata = metadata  # the kernel adds its version
nbformat.write(notebook, sys.stdout)
