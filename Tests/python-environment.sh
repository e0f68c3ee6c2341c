# Sourced by the tests that need Python packages: makes a virtual environment of its own for each, anew when its
# requirements have changed.
#
# Usage: python_environment FOLDER REQUIREMENTS   (sets `python`; calls `fail`, which the sourcing script defines)

python_environment() {
    command -v python3 >/dev/null || fail "python3 is needed (apt install python3 python3-venv)"
    python="$1/bin/python"
    cmp -s "$2" "$1/requirements.installed" && return
    python3 -m venv "$1" || fail "cannot make a virtual environment (apt install python3-venv)"
    "$1/bin/pip" install --quiet --disable-pip-version-check -r "$2" ||
        fail "pip cannot install $2; this test needs the package index and never passes without it"
    cp "$2" "$1/requirements.installed"
}
