"""Renderings of a report: one model, and every format says the same numbers."""
