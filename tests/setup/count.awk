# Counts single tests in the logs (LastTest.log) of several runs of ctest; prints "PASSED FAILED".
#
# A ctest entry counts as many tests as it says itself, either in Criterion's closing line
#   [====] Synthesis: Tested: 12 | Passing: 11 | Failing: 1 | Crashing: 0
# or in a line "12 passed, 0 failed" of its own (the last such line holds). An entry that says
# nothing counts as one. An entry that ctest calls failed has at least one failure, whatever it
# says. An entry that ran in several logs counts once, with the most tests and the most failures
# that any log has for it.

function close_entry(    total, bad) {
    if (name == "")
        return
    total = said ? tested : 1
    bad = said ? failing : 0
    if (!ok && bad == 0)
        bad = 1
    if (total < bad)
        total = bad
    if (total > all[name])
        all[name] = total
    if (bad > failed[name])
        failed[name] = bad
    name = ""
}

{ gsub(/\033\[[0-9;]*m/, "") }

/^[0-9]+\/[0-9]+ Testing: / {
    close_entry()
    name = $0
    sub(/^[0-9]+\/[0-9]+ Testing: /, "", name)
    said = tested = failing = ok = 0
    next
}

/Synthesis: Tested: [0-9]+ \| Passing: [0-9]+ \| Failing: [0-9]+ \| Crashing: [0-9]+/ {
    line = $0
    sub(/^.*Tested: /, "", line)
    split(line, part, /[^0-9]+/)
    said = 1
    tested = part[1]
    failing = part[1] - part[2]
}

/^[0-9]+ passed, [0-9]+ failed/ {
    said = 1
    tested = $1 + $3
    failing = $3
}

/^Test Passed\.$/ { ok = 1 }

END {
    close_entry()
    for (n in all) {
        tests += all[n]
        failures += failed[n]
    }
    print tests - failures + 0, failures + 0
}
