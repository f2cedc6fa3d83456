"""The commands of the tool, a module each: it reads its options, calls one function, and prints."""

from dvcdata.commands import (
    describe,
    diff,
    figure,
    figures,
    fix,
    importing,
    init,
    measure,
    outstanding,
    publish,
    rules,
    site,
    status,
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
    status.command,
    measure.command,
    publish.command,
    site.command,
    figure.command,
    figures.command,
    diff.command,
    outstanding.command,
)
