"""The commands of the tool, a module each: it reads its options, calls one function, and prints."""

from dvcdata.commands import (
    describe,
    fix,
    importing,
    init,
    measure,
    publish,
    rules,
    site,
    template,
    validate,
    waive,
)

ALL = (
    init.command,
    template.command,
    importing.command,
    describe.command,
    fix.command,
    validate.command,
    rules.command,
    waive.command,
    measure.command,
    publish.command,
    site.command,
)
