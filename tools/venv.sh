# Makes .venv with a Python of at least 3.11 and puts it first on PATH; sourced by demo.sh and test.sh.
python=$(command -v python3.11 || command -v python3) || { echo "Python 3.11 is needed." >&2; exit 2; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed." >&2; exit 2; }
if [ ! -x .venv/bin/pip ]; then
    # Debian keeps ensurepip in a package of its own
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then
        [ "$(id -u)" = 0 ] && root= || root=sudo
        $root apt-get update -qq && $root apt-get install -qq -y python3-venv
    fi
    "$python" -m venv --clear .venv
fi
PATH=$PWD/.venv/bin:$PATH
export PATH PIP_DISABLE_PIP_VERSION_CHECK=1
