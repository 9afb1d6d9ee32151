#!/bin/sh
# install.sh CMAKE BUILD CC PKG_CONFIG: installs the build, moves the installed tree to another place,
# and builds a small program against it as a stranger would, by pkg-config and by find_package.
cmake=$1 build=$2 cc=$3 pkg_config=$4
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
passed=0 failed=0

# check WHAT COMMAND…: one test; its output is shown when it fails.
check() {
    what=$1
    shift
    if "$@" >"$folder/log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$what: failed"
        cat "$folder/log"
    fi
}

by_pkg_config() {
    flags=$("$pkg_config" --cflags --libs kaohe) || return
    # The flags are words of a command line, quoted where needed.
    eval "\"\$cc\" -o \"\$folder/by-pkg-config\" \"\$here/consumer/main.c\" $flags"
}

by_find_package() {
    "$cmake" -G Ninja -S "$here/consumer" -B "$folder/by-cmake" -DCMAKE_C_COMPILER="$cc" \
        -DCMAKE_PREFIX_PATH="$there" && "$cmake" --build "$folder/by-cmake"
}

says_version() {
    said=$("$1")
    echo "says '$said', must say '$version'"
    [ "$said" = "$version" ]
}

program_says_version() {
    "$there/bin/kaohe" --version | grep -F "$version"
}

old_place_is_forgotten() {
    ! grep -rlF "$folder/first" "$there"
}

# The public header is all that a stranger gets, so it must stand alone.
header_alone() {
    printf '#include <kaohe.h>\n' | "$cc" -std=c17 -Wall -Wextra -Wpedantic -Werror \
        -I "$there/include" -fsyntax-only -x c -
}

check 'cmake --install' "$cmake" --install "$build" --prefix "$folder/first"
there="$folder/搬 家"
check 'move' mv "$folder/first" "$there"
check 'the old place is named nowhere' old_place_is_forgotten
PKG_CONFIG_PATH=$(dirname "$(find "$there" -name kaohe.pc)")
export PKG_CONFIG_PATH
version=$("$pkg_config" --modversion kaohe)
check 'kaohe.pc tells a version' test -n "$version"
check 'bin/kaohe is of the same version' program_says_version
check 'kaohe.h alone' header_alone
check 'pkg-config' by_pkg_config
check 'pkg-config: runs' says_version "$folder/by-pkg-config"
check 'find_package' by_find_package
check 'find_package: runs' says_version "$folder/by-cmake/consumer"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
