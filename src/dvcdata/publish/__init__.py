"""Publishes packages to destinations: plan, approve, apply, roll back, withdraw."""
