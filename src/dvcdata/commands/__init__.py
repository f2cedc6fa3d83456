"""The commands of the tool, a module each: it reads its options, calls one function, and prints."""

from dvcdata.commands import fix, importing, init, measure, rules, validate, waive

ALL = (init.command, importing.command, fix.command, validate.command, rules.command, waive.command, measure.command)
