"""Whatever fails in a run, the output is the old one or the new one.

faults.py QUPING MEMORY_SO RULES SUBMISSIONS FOLDER EVERY

Scores into a folder that holds an earlier result, over and over; each time
something else fails:

  - one system call, once, and from then on: strace lets the first, the second
    ... call of each kind return an error;
  - one allocation, once, and from then on (MEMORY_SO refuses it), on one
    processor and, some of them, on all;
  - or the program is killed as it enters a system call.

Of all places where something can fail, each EVERYth is tried; 1 tries all.

After each run the folder must hold the earlier result, byte for byte, or the
new one, whole.  Exit status 0 must mean the new one; otherwise it is 3, the
system's fault, and never a signal, but for a kill.  Nothing unfinished may be
left beside it, but by a kill or where nothing can be removed or allocated any
more.  Prints what did not hold; status 1 then.
"""

import collections
import hashlib
import pathlib
import shutil
import subprocess
import sys

# The error that each call is made to return, and whether temporary files may
# stay when it fails: what cannot be listed or removed cannot be tidied.
ERRORS = {
    "openat": ("EMFILE", True),
    "read": ("EIO", False),
    "pread64": ("EIO", False),
    "write": ("ENOSPC", False),
    "fsync": ("EIO", False),
    "close": ("EIO", False),
    "lseek": ("EIO", False),
    "newfstatat": ("EIO", True),
    "fchmod": ("EPERM", False),
    "fcntl": ("EINVAL", True),
    "getdents64": ("EIO", True),
    "mkdir": ("ENOSPC", False),
    "rename": ("EIO", False),
    "renameat2": ("EIO", False),
    "unlink": ("EIO", True),
    "rmdir": ("EIO", True),
    "memfd_create": ("EMFILE", False),
    "mmap": ("ENOMEM", True),
    # not brk: it fails by returning the break as it is, which strace cannot do,
    # and glibc believes whatever comes back
}

# Allocations until the first file has been read.
BEGINNING = 200

# Whose refusal the dynamic linker meets before the program begins.
LOADER_STATUS = 127


def digest(folder):
    """The names and contents of all files in FOLDER."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(str(path.relative_to(folder)).encode() + b"\0")
        if path.is_file():
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.digest()


class Place:
    """A folder with a result in it, into which is scored."""

    def __init__(self, quping, rules, submissions, folder):
        self.folder = folder
        self.out = folder / "place" / "out"
        self.scratch = folder / "scratch"
        self.old = folder / "old"
        self.command = [quping, "score", rules, submissions, "-o", self.out]
        earlier = folder / "earlier"
        shutil.copytree(submissions, earlier)
        (earlier / "verification.xml").unlink()
        subprocess.run([quping, "score", rules, earlier, "-o", self.old],
                       check=True, capture_output=True)
        self.old_digest = digest(self.old)
        self.reset()
        self.run([], {})
        self.new_digest = digest(self.out)
        assert self.new_digest != self.old_digest
        self.reset()

    def reset(self):
        for place in self.out.parent, self.scratch:
            shutil.rmtree(place, ignore_errors=True)
        self.scratch.mkdir()
        shutil.copytree(self.old, self.out)

    def left(self):
        """What is there that should be gone."""
        return [path.name for place in (self.out.parent, self.scratch)
                for path in place.iterdir() if path != self.out]

    def run(self, before, environment, bound=("taskset", "-c", "0")):
        """Runs the command below BEFORE, on one processor so that calls come
        in the same order each time."""
        return subprocess.run(
            [*bound, *before, *self.command],
            env={"PATH": "/usr/bin:/bin", "TMPDIR": self.scratch,
                 **environment},
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=60)


class Trial:
    def __init__(self, place):
        self.place = place
        self.n = 0
        self.outcomes = collections.Counter()
        self.faults = []
        self.while_loading = {
            f"mmap {i} fails {name}" for name in ("once", "from then on")
            for i in range(1, count_loading(place) + 1)}

    def attempt(self, what, before, environment, may_leave, is_kill=False):
        """One run, of which WHAT says what fails."""
        place = self.place
        try:
            done = place.run(before, environment)
        except subprocess.TimeoutExpired:
            self.faults.append(f"{what}: it does not end")
            place.reset()
            return
        status = done.returncode
        now = digest(place.out) if place.out.exists() else None
        left = place.left()
        wrong = []
        if now not in (place.old_digest, place.new_digest):
            wrong.append("the output is neither the old nor the new one")
        if status == 0 and now != place.new_digest:
            wrong.append("it says that all is well, but it is not")
        if is_kill:
            if status not in (0, -9, 137):
                wrong.append(f"status {status} after a kill")
        elif status not in (0, 3, LOADER_STATUS) and not (
                # iniparser does not say that it could not read
                status == 1 and b"[readers]" in done.stderr) and not (
                # nor does the linker survive the loss of its own memory
                status == -11 and what in self.while_loading):
            wrong.append(f"status {status}")
        elif status == 3 and not done.stderr and not what.startswith("write"):
            wrong.append("it does not say why")
        if left and not may_leave:
            wrong.append(f"left behind: {left}")
        if wrong:
            self.faults.append(f"{what}: {'; '.join(wrong)}\n"
                               + done.stderr.decode(errors="replace")[-500:])
        self.n += 1
        self.outcomes["new" if now == place.new_digest else "old"] += 1
        if now != place.old_digest or left:
            place.reset()


def strace(rule):
    call = rule.split(":")[0]
    return ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null",
            "-e", f"trace={call}", "-e", f"inject={rule}"]


def count_calls(place):
    """How often a run makes each system call."""
    log = place.folder / "calls"
    place.run(["strace", "-f", "-o", log], {})
    place.reset()
    calls = collections.Counter()
    for line in log.read_text(errors="replace").splitlines():
        name = line.split(None, 1)[1].split("(", 1)[0]
        if name.isidentifier():
            calls[name] += 1
    return calls


def count_loading(place):
    """How often the dynamic linker maps something."""
    log = place.folder / "loading"
    subprocess.run(["strace", "-o", log, "-e", "trace=mmap",
                    place.command[0], "--version"],
                   check=True, stdout=subprocess.DEVNULL)
    return log.read_text().count("mmap(")


def count_allocations(place, memory):
    done = place.run([], {"LD_PRELOAD": memory, "FAULT_COUNT": "1"})
    place.reset()
    return int(done.stderr.split()[-2])


def try_threads(trial, memory, n):
    """Allocations fail while other threads write; what they were just making
    may stay among temporary files, but nothing beside the output."""
    place = trial.place
    for i in range(n // 2, n, n // 40):
        place.run([], {"LD_PRELOAD": memory, "FAULT_AT": str(i)}, bound=())
        left = [p.name for p in place.out.parent.iterdir() if p != place.out]
        if left:
            trial.faults.append(f"allocation {i} fails on all processors: "
                                f"left behind: {left}")
        place.reset()


def main():
    quping, memory, rules, submissions, folder, every = sys.argv[1:]
    every = int(every)
    place = Place(quping, rules, submissions, pathlib.Path(folder))
    trial = Trial(place)
    calls = count_calls(place)
    step = 0  # goes on over all kinds, so that a sample touches most of them

    def chosen():
        nonlocal step
        step += 1
        return step % every == 0

    for call, n in sorted(calls.items()):
        for i in range(1, n + 1):
            if call in ERRORS:
                error, may_leave = ERRORS[call]
                for when, name in (f"{i}", "once"), (f"{i}+", "from then on"):
                    if chosen():
                        trial.attempt(f"{call} {i} fails {name}",
                                      strace(f"{call}:error={error}:when={when}"),
                                      {}, may_leave)
            if chosen() and not call.startswith("exit"):
                trial.attempt(f"killed at {call} {i}",
                              strace(f"{call}:signal=SIGKILL:when={i}"),
                              {}, True, is_kill=True)
    n_calls = trial.n
    n_allocations = count_allocations(place, memory)
    # Allocations come by the ten thousand, and fail alike: a tenth of them, but
    # all while libraries begin.
    for i in range(1, BEGINNING):
        trial.attempt(f"allocation {i} fails", [],
                      {"LD_PRELOAD": memory, "FAULT_AT": str(i)}, False)
    for i in range(1, n_allocations + 1, 10):
        for further in {}, {"FAULT_EVER": "1"}:
            if chosen():
                trial.attempt(f"allocation {i} fails {further}", [],
                              {"LD_PRELOAD": memory, "FAULT_AT": str(i),
                               **further}, bool(further))
    try_threads(trial, memory, n_allocations)
    for fault in trial.faults[:20]:
        print("FAIL:", fault)
    print(f"faults: {n_calls} of {sum(calls.values())} system calls, "
          f"{trial.n - n_calls} of {n_allocations} allocations; "
          f"the output was the old one {trial.outcomes['old']} times, "
          f"the new one {trial.outcomes['new']} times; "
          f"{len(trial.faults)} faults")
    sys.exit(1 if trial.faults or trial.n < 50 else 0)


main()
