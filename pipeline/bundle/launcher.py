# Written by typedml bundle. Runs one task of a job: a Go program that lies in a volume.
#
#   launcher.py --folder /Volumes/c/s/v/churn/0123 --name churn --amd64 SHA256 --arm64 SHA256 -- ARGUMENT...
#
# The program is copied to this machine, because a volume keeps no permission to execute, and checked. Its output is
# passed on, SIGTERM and SIGINT reach it, and this script ends with its exit code; what it last said is the error's text.

import argparse
import collections
import ctypes
import hashlib
import importlib.util
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading

MACHINES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
LIBRARIES = (
    ("xgboost", "libxgboost.so", "TYPEDML_XGBOOST_LIB"),
    ("lightgbm", "lib_lightgbm.so", "TYPEDML_LIGHTGBM_LIB"),
)
TAIL = 20  # lines of the program's last words


class TaskFailed(SystemExit):
    """Ends the script with an exit code; its text is what Databricks shows."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def main(argv):
    given, arguments = options(argv)
    with tempfile.TemporaryDirectory(prefix="typedml-") as folder:
        program = os.path.join(folder, given.name)
        fetch(given, program)
        code, words = run([program] + arguments, environment())
    if code != 0:
        raise TaskFailed(code, "%s ended with exit code %d\n%s" % (given.name, code, words))


def options(argv):
    split = argv.index("--") if "--" in argv else len(argv)
    parser = argparse.ArgumentParser(prog="launcher.py")
    for name in ("folder", "name", "amd64", "arm64"):
        parser.add_argument("--" + name, required=True)
    return parser.parse_args(argv[:split]), argv[split + 1 :]


def fetch(given, program):
    """Copies the program of this machine, and checks it."""
    machine = MACHINES.get(platform.machine().lower())
    if platform.system() != "Linux" or machine is None:
        refuse("no program was built for %s on %s" % (platform.system(), platform.machine()))
    source = "%s/%s-linux-%s" % (given.folder, given.name, machine)
    digest = hashlib.sha256()
    try:
        with open(source, "rb") as src, open(program, "wb") as dst:
            while chunk := src.read(1 << 20):
                digest.update(chunk)
                dst.write(chunk)
    except OSError as e:
        refuse("the program cannot be read: %s; upload the bundle's folder bin to the volume" % e)
    want = getattr(given, machine)
    if digest.hexdigest() != want:
        refuse("%s is not the program that the job was written for: its sha256 is %s, not %s; upload it again" % (source, digest.hexdigest(), want))
    os.chmod(program, 0o700)


def refuse(message):
    print(message, file=sys.stderr)
    raise TaskFailed(1, message)


def environment():
    """The program's environment: what it needs to load training libraries and to reach the workspace."""
    env = dict(os.environ)
    for package, library, variable in LIBRARIES:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin:
            path = os.path.join(os.path.dirname(spec.origin), "lib", library)
            if os.path.exists(path):
                env.setdefault(variable, path)
    if "DATABRICKS_RUNTIME_VERSION" in env and not any(k in env for k in ("DATABRICKS_TOKEN", "DATABRICKS_CLIENT_ID", "DATABRICKS_CONFIG_PROFILE")):
        sign_in(env)
    return env


def sign_in(env):
    """Hands on who the task runs as: only Python is told on Databricks."""
    try:
        from databricks.sdk.core import Config

        config = Config()
        kind, _, token = config.authenticate().get("Authorization", "").partition(" ")
        if kind == "Bearer" and token:
            env["DATABRICKS_HOST"], env["DATABRICKS_TOKEN"] = config.host, token
    except Exception as e:  # the program may need no workspace, and says so when it does
        print("the launcher found no credentials of the task: %s" % type(e).__name__, file=sys.stderr)


def run(command, env):
    """Runs the program; returns its exit code, and its last lines on standard error."""
    running, pending = [], []

    def forward(number, _):
        pending.append(number)
        for process in running:
            process.send_signal(number)

    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, forward)
    libc = ctypes.CDLL(None)
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: libc.prctl(1, signal.SIGTERM),  # PR_SET_PDEATHSIG: never outlive the task
        start_new_session=True,  # a signal to the group arrives once, through this script
    )
    running.append(process)
    for number in pending:  # came before there was a process
        process.send_signal(number)
    tail = collections.deque(maxlen=TAIL)
    pumps = [
        threading.Thread(target=pump, args=(process.stdout, sys.stdout, None), daemon=True),
        threading.Thread(target=pump, args=(process.stderr, sys.stderr, tail), daemon=True),
    ]
    for t in pumps:
        t.start()
    code = process.wait()
    for t in pumps:
        t.join(10)
    return (code if code >= 0 else 128 - code), "".join(tail)


def pump(source, to, tail):
    for line in iter(lambda: source.readline(1 << 16), b""):
        text = line.decode("utf-8", "replace")
        to.write(text)
        to.flush()
        if tail is not None:
            tail.append(text)


if __name__ == "__main__":
    main(sys.argv[1:])
