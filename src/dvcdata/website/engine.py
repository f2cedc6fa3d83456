"""Brings the DuckDB that runs in a reader's browser: by npm, in the versions that site/engine/ pins, into a cache."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dvcdata import builtin, kept
from dvcdata.errors import why

FOLDER = "assets/engine"
COPIED = {
    "duckdb-eh.wasm": "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm",
    "duckdb-browser-eh.worker.js": "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js",
    "parquet_wasm.js": "parquet-wasm/esm/parquet_wasm.js",
    "parquet_wasm_bg.wasm": "parquet-wasm/esm/parquet_wasm_bg.wasm",
}
WRAPPED = {  # not written as modules, as a page loads them
    "arrow.js": "apache-arrow/Arrow.es2015.min.js",
    "duckdb.js": "@duckdb/duckdb-wasm/dist/duckdb-browser.cjs",
}
NOTICE = "LICENCES.txt"
LICENCES = {
    "DuckDB-WASM (https://github.com/duckdb/duckdb-wasm), MIT, Copyright Stichting DuckDB Foundation": "",
    "Apache Arrow, Apache-2.0": "apache-arrow/NOTICE.txt",
    "parquet-wasm, MIT or Apache-2.0": "parquet-wasm/LICENSE_MIT",
    "The text of Apache-2.0": "parquet-wasm/LICENSE_APACHE",
}
MODULE = """{imports}const module = {{ exports: {{}} }};
const require = () => {required};
(function (exports) {{
{text}
}}).call(globalThis, module.exports);
export default module.exports;
"""
MINUTES = 5  # until npm is given up


class MissingEngineError(Exception):
    """npm is not there, or could not bring the packages; the message says why."""


def modules() -> Path:
    """The folder of node_modules, made once for each lock file; else a MissingEngineError."""
    pinned = builtin.folder("site") / "engine"
    lock = hashlib.sha256((pinned / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = kept.folder(f"engine-{lock}")
    if not (cache / "node_modules").is_dir():
        _install(pinned, cache)
    return cache / "node_modules"


def _install(pinned: Path, cache: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise MissingEngineError("npm")
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise MissingEngineError(f"{cache}: {why(problem)}") from None
    with tempfile.TemporaryDirectory(dir=cache.parent) as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(pinned / name, folder)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60 * MINUTES, check=False
            )
        except subprocess.TimeoutExpired:
            raise MissingEngineError(f"npm: {MINUTES} min") from None
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip()]
            raise MissingEngineError(said[0] if said else f"npm: {done.returncode}")
        try:
            (Path(folder) / "node_modules").rename(cache / "node_modules")
        except OSError:
            if not (cache / "node_modules").is_dir():  # else somebody was quicker
                raise


@dataclass(frozen=True)
class Engine:
    """The files of the engine by path in the site, or why there are none."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    why: str = ""

    @property
    def megabytes(self) -> int:
        """What a reader's browser loads."""
        return round(sum(map(len, self.files.values())) / 1e6)


def brought(folder: Path) -> Engine:
    """The engine from the cache or by npm, else from the last release in that folder."""
    try:
        return Engine({f"{FOLDER}/{name}": content for name, content in _files().items()})
    except MissingEngineError as problem:
        paths = [f"{FOLDER}/{name}" for name in (*COPIED, *WRAPPED, NOTICE)]
        if all((folder / path).is_file() for path in paths):
            return Engine({path: (folder / path).read_bytes() for path in paths})
        return Engine(why=str(problem))


def _files() -> Mapping[str, bytes]:
    home = modules()
    found = {name: (home / path).read_bytes() for name, path in COPIED.items()}
    found |= {name: _module(home / path, name) for name, path in WRAPPED.items()}
    said = (f"{name}\n\n{(home / path).read_text('utf-8') if path else ''}" for name, path in LICENCES.items())
    return found | {NOTICE: "\n\n".join(said).encode()}


def _module(path: Path, name: str) -> bytes:
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
    needs_arrow = name != "arrow.js"
    imports = 'import arrow from "./arrow.js";\n' if needs_arrow else ""
    return MODULE.format(imports=imports, required="arrow" if needs_arrow else "undefined", text=text).encode()
