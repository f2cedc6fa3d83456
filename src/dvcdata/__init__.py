"""Validate, audit, measure and publish open data on administrative procedures (thủ tục hành chính)."""

__version__ = "0.1.0"
