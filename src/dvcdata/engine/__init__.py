"""Reads tables: which bytes they are, what frictionless says of them, and the typed rows that rules see."""
