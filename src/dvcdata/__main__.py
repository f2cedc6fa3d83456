"""`python -m dvcdata` is `dvcdata`."""

from dvcdata.cli import main

if __name__ == "__main__":
    main()
