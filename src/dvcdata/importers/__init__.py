"""Brings official files into a data package: nothing is lost, nothing repaired, and again changes nothing."""

from dvcdata.importers.importing import run
from dvcdata.importers.report import FileResult, ImportResult

__all__ = ["FileResult", "ImportResult", "run"]
