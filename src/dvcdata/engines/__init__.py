"""The same rules where the data already lives: PostgreSQL and Spark, asked through Great Expectations."""
