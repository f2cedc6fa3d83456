"""The static site: gathered from packages and their findings, rendered by templates, written only where it changed."""
