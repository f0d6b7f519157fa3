"""Runs the decoder of a model as the benchmarks ask on standard input.

The first line is the text to decode. After it, "value" prints what it decodes to, as JSON, and a number N decodes it
N times and prints the nanoseconds that took, measured as timeit does: no garbage collection, a loop that does little else.
"""
import gc
import sys
from itertools import repeat
from time import perf_counter_ns


def serve(decode, dump):
    data = sys.stdin.readline().encode()
    gc.disable()
    for line in sys.stdin:
        if line == "value\n":
            print(dump(decode(data)), flush=True)
            continue
        loop = repeat(None, int(line))
        start = perf_counter_ns()
        for _ in loop:
            decode(data)
        print(perf_counter_ns() - start, flush=True)
