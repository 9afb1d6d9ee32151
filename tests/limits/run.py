#!/usr/bin/env python3
"""run.py KAOHE [--seconds S] [--stack]: inputs at, below and beyond what is allowed, and far beyond.
Each must end in time with one of the statuses stated here, without a crash, and say little. With
--stack all of it on a stack of 256 KB and in 256 MB of memory."""
import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import big  # noqa: E402

NEVER = ("AddressSanitizer", "runtime error", "LeakSanitizer", "memory exhausted", "jammed",
         "Assertion", "flex")
MEMORY = 256 << 20
MOST_SAID = 200000  # bytes: at most twenty messages of one excerpt each


class Runner:
    def __init__(self, program, seconds, stack):
        self.program, self.seconds, self.stack = os.path.abspath(program), seconds, stack
        self.folder = tempfile.TemporaryDirectory(prefix="kaohe-limits-")
        self.passed = self.failed = 0

    def path(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as f:
            f.write(content if isinstance(content, bytes) else content.encode())
        return path

    @staticmethod
    def linear(what):
        """Texts of many parts; one token, bracket or sum is refused at once."""
        return what.startswith(("a million", "16 MB of strange", "16 MB of op", "100,000", "20,000"))

    @staticmethod
    def spent():
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    def limit_process(self):
        if self.stack:
            resource.setrlimit(resource.RLIMIT_STACK, (256 << 10, 256 << 10))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def run(self, what, statuses, arguments, size):
        """One run: status, time of the processor, words. A second; for texts of many parts two
        more for each MB: no input takes more than its length."""
        seconds = self.seconds * (1 + (size / (1 << 19) if self.linear(what) else 0))
        begin = self.spent()
        try:
            done = subprocess.run([self.program, *arguments], capture_output=True,
                                  timeout=seconds * 10, preexec_fn=self.limit_process)
        except subprocess.TimeoutExpired:
            return self.note(what, "still running after {} s".format(seconds * 10))
        took = self.spent() - begin
        said = (done.stderr + done.stdout).decode(errors="replace")
        wrong = ""
        if done.returncode not in statuses:
            wrong = "status {} instead of {}".format(done.returncode, statuses)
        elif took > seconds:
            wrong = "took {:.2f} s".format(took)
        elif any(w in said for w in NEVER):
            wrong = "a word that must never appear"
        elif done.returncode in (1, 4) and len(said) > MOST_SAID:
            wrong = "said {} bytes".format(len(said))
        self.note(what, wrong and wrong + ": " + said[:600])

    def note(self, what, wrong):
        if wrong:
            self.failed += 1
            print("{}{}: {}".format(what, " (small stack)" if self.stack else "", wrong))
        else:
            self.passed += 1

    def scheme(self, what, statuses, content):
        path = self.path("big.rules", content)
        self.run(what, statuses, ["check", path], os.path.getsize(path))

    def facts(self, what, statuses, scheme, name, content):
        rules, path = self.path("s.rules", scheme), self.path(name, content)
        self.run(what, statuses, ["eval", rules, path], os.path.getsize(path))


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--seconds", type=float, default=1.0)
    p.add_argument("--stack", action="store_true")
    a = p.parse_args()
    random.seed(7)
    runner = Runner(a.kaohe, a.seconds, a.stack)
    for what, statuses, content in big.schemes():
        runner.scheme(what, statuses, content)
    for what, statuses, scheme, name, content in big.facts():
        runner.facts(what, statuses, scheme, name, content)
    print("{} passed, {} failed".format(runner.passed, runner.failed))
    return 1 if runner.failed else 0


if __name__ == "__main__":
    sys.exit(main())
