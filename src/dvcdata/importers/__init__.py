"""Brings official files into a data package: nothing is lost, nothing repaired, and again changes nothing."""
