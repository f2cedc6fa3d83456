"""What is mended in a package: each cell a row of corrections.csv, replayed by every import and published."""
