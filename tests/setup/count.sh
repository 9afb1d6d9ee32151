#!/bin/sh
# count.awk on logs of ctest as they are written, each with a result worked out by hand.
here=$(dirname -- "$0")
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

# is WHAT WANT LOG…
is() {
    what=$1 want=$2
    shift 2
    got=$(awk -f "$here/count.awk" "$@")
    if [ "$got" = "$want" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$what: got '$got', not '$want'"
    fi
}

# entry NUMBER NAME RESULT: an entry of ctest's log with the output that stands on the input.
entry() {
    printf '%s/9 Testing: %s\n%s/9 Test: %s\nCommand: "x"\nOutput:\n' "$1" "$2" "$1" "$2"
    echo ----------------------------------------------------------
    cat
    printf '<end of output>\nTest time =   0.01 sec\n'
    echo ----------------------------------------------------------
    printf 'Test %s.\n"%s" end time: Jan 01 00:00 UTC\n\n' "$3" "$2"
}
synthesis='\033[0;34m====\033[0m] Synthesis: Tested: '
bar='\033[0;1m|\033[0m'

{
    printf '[%b12 %b Passing: 12 %b Failing: 0 %b Crashing: 0 \n' "$synthesis" "$bar" "$bar" "$bar" |
        entry 1 unit/base Passed
    printf 'nothing\n' | entry 2 cli/one Passed
    printf 'a bad line\n3 passed, 1 failed\n' | entry 3 files Failed
} >"$folder/plain"
is 'the three ways to say a number' '16 1' "$folder/plain"

{
    printf '[%b12 %b Passing: 9 %b Failing: 1 %b Crashing: 2 \n' "$synthesis" "$bar" "$bar" "$bar" |
        entry 1 unit/base Failed
    printf '4 passed, 0 failed\n' | entry 2 files Passed
} >"$folder/sanitized"
is 'a crash is a failure' '13 3' "$folder/sanitized"
is 'one test, two builds: fails where either fails' '13 4' "$folder/plain" "$folder/sanitized"

printf '20 passed, 0 failed\n' | entry 1 leaky Failed >"$folder/leaky"
is 'failed for ctest, whatever it says itself' '19 1' "$folder/leaky"
printf 'cut off in the midd' | entry 1 gone Failed >"$folder/gone"
is 'failed without a word' '0 1' "$folder/gone"
printf '[%b0 %b Passing: 0 %b Failing: 0 %b Crashing: 0 \n' "$synthesis" "$bar" "$bar" "$bar" |
    entry 1 empty Failed >"$folder/empty"
is 'Criterion that found no tests' '0 1' "$folder/empty"
: >"$folder/none"
is 'no tests at all' '0 0' "$folder/none"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
