"""What `dvcdata` and `python -m dvcdata` start."""

import signal
import sys
from pathlib import Path

# until all is loaded there is nothing to tidy up, and Ctrl-C ends the process without a word
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from dvcdata.cli import main

if __name__ == "__main__":
    # frictionless runs every module named frictionless_… that it finds on the path: a data folder is no place for code
    sys.path[:] = [name for name in sys.path if Path(name or ".").resolve() != Path.cwd()]
    main()
