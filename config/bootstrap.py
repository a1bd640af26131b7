"""Makes `.venv` with the pinned requirements and runs a command in it; standard library only.

Usage: python3 config/bootstrap.py [--dev] PROGRAM [ARGUMENT ...]
Kept readable for Python 3.6, so that an old Python gets a sentence instead of a traceback.
"""

# ruff: noqa: S603, S606  # every program started here is one of our own

import hashlib
import os
import shutil
import socket
import subprocess
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Trouble(Exception):
    """Something the person at the keyboard can mend; the text is the whole message."""


def main(arguments):
    """Prepare the environment, then become the program. Returns only when something is wrong."""
    dev = arguments[:1] == ["--dev"]
    command = arguments[1:] if dev else arguments
    environment = os.environ.get("PORTOLAN_VENV") or os.path.join(ROOT, ".venv")
    try:
        use_new_python(arguments)
        if "serve" in command:
            port_is_free(*address(os.environ))
        prepare(environment, dev=dev)
        become(environment, command)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    return 0


def use_new_python(arguments):
    """Go on with a newer Python from the PATH when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            os.execv(found, [found, os.path.abspath(__file__), *arguments])
    raise Trouble(
        "Portolan needs Python {}.{} or newer, and this is Python {}.{}: install a newer one, "
        "or name it with make PYTHON=/path/to/python3.".format(*OLDEST, *sys.version_info[:2])
    )


def address(variables):
    """Return (host, port) from HOST and PORT; an unusable port is a Trouble."""
    told = variables.get("PORT") or "8000"
    try:
        port = int(told) if told.strip("0123456789") == "" else 0
    except ValueError:
        port = 0
    if not 1 <= port <= 65535:
        raise Trouble(f"PORT must be a whole number from 1 to 65535, not {told!r}.")
    return variables.get("HOST") or "127.0.0.1", port


def port_is_free(host, port):
    """Raise Trouble when nobody could listen on this address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Trouble(f"Port {port} needs special rights: choose one above 1023.") from None
        except socket.gaierror:
            raise Trouble(f"HOST {host!r} is not an address of this machine.") from None
        except OSError as error:
            other = port + 1 if port < 65535 else 8000
            raise Trouble(
                f"Port {port} on {host} cannot be used ({error.strerror}): stop the other "
                f"program, or choose another port, for example make run PORT={other}."
            ) from None


def prepare(environment, dev):
    """Make the environment and install what is not installed yet; quick when nothing changed."""
    files = ["requirements.txt", "requirements-dev.txt"] if dev else ["requirements.txt"]
    try:
        make_environment(environment)
        for name in files:
            install(environment, name)
    except OSError as error:
        folder = os.path.dirname(environment)
        raise Trouble(
            f"The folder {folder} cannot be written to ({error.strerror or error}): "
            "copy Portolan to a folder of your own."
        ) from None


def make_environment(environment):
    """Create the virtual environment unless a working one is there."""
    if works(environment):
        return
    try:
        import ensurepip  # noqa: F401  # venv needs it, and some systems leave it out
        import venv
    except ImportError:
        raise Trouble(
            "This Python comes without the venv module: install it "
            "(on Debian and Ubuntu: apt-get install python3-venv)."
        ) from None
    if os.path.isdir(environment) and not is_environment(environment):
        raise Trouble(f"{environment} is in the way: it is not a Python environment.")
    os.makedirs(os.path.dirname(environment), exist_ok=True)
    print("Making {} with Python {}.{} ...".format(environment, *sys.version_info[:2]), flush=True)
    try:
        venv.create(environment, clear=True, with_pip=True)
    except subprocess.CalledProcessError as error:
        raise Trouble(
            f"Making {environment} failed: pip could not be put into it (code {error.returncode}); "
            "is the disk full?"
        ) from None


def is_environment(folder):
    """Tell whether the folder is empty or was made by venv, so that it may be made anew."""
    return not os.listdir(folder) or os.path.exists(os.path.join(folder, "pyvenv.cfg"))


def works(environment):
    """Tell whether the environment's Python starts, is new enough and has pip."""
    python = program(environment, "python")
    question = f"import sys, pip; sys.exit(sys.version_info < {OLDEST!r})"
    if not os.path.exists(python):
        return False
    return subprocess.call([python, "-c", question], stderr=subprocess.DEVNULL) == 0


def install(environment, name):
    """Install one locked requirements file, once per content of the file."""
    path = os.path.join(ROOT, name)
    stamp = os.path.join(environment, name + ".installed")
    wanted = fingerprint(path)
    if os.path.exists(stamp) and read(stamp) == wanted:
        return
    print(f"Installing {name} (once, about half a minute) ...", flush=True)
    log = os.path.join(environment, name + ".log")
    # The lock names every package, so nothing is left to resolve; pip before 23.3 would look past
    # the pin of a package that another one asks for with an extra, and stop at the newer release.
    command = [program(environment, "python"), "-m", "pip", "install", "--require-hashes"]
    command += ["--no-deps", "--disable-pip-version-check", "--no-input", "-r", path]
    with open(log, "w", encoding="utf-8") as output:
        failed = subprocess.call(command, stdout=output, stderr=subprocess.STDOUT, cwd=ROOT)
    if failed:
        errors = [line for line in read(log).splitlines() if line.startswith("ERROR:")]
        reason = errors[-1][len("ERROR: ") :] if errors else "it gave no reason."
        raise Trouble(f"pip could not install {name}: {reason} The whole log is {log}.")
    with open(stamp, "w", encoding="utf-8") as output:
        output.write(wanted)


def fingerprint(path):
    """Return the hash of the file and of the Python that it is installed for."""
    return hashlib.sha256((read(path) + sys.version).encode("utf-8")).hexdigest()


def read(path):
    with open(path, encoding="utf-8", errors="replace") as source:
        return source.read()


def program(environment, name):
    return os.path.join(environment, "bin", name)


def become(environment, command):
    """Replace this process by the program, with the environment first on the PATH."""
    if not command:
        return
    os.environ["PATH"] = os.path.join(environment, "bin") + os.pathsep + os.environ["PATH"]
    os.environ["VIRTUAL_ENV"] = environment
    os.environ.pop("PYTHONHOME", None)
    os.chdir(ROOT)
    sys.stdout.flush()
    wanted = program(environment, command[0])
    if not os.path.exists(wanted):
        raise Trouble(f"There is no program {command[0]} in {environment}.")
    os.execv(wanted, [wanted, *command[1:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
