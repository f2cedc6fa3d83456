"""`python -m dvcdata` is `dvcdata`."""

import sys
from pathlib import Path

from dvcdata.cli import main

if __name__ == "__main__":
    # frictionless runs every module named frictionless_… that it finds on the path: a data folder is no place for code
    sys.path[:] = [name for name in sys.path if Path(name or ".").resolve() != Path.cwd()]
    main()
