"""Rules: one SQL file each, a header that says what it means and a SELECT whose rows are the offenders."""
