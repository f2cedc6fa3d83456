"""What an open-data portal really offers: its catalogue read, its files sampled, and what was found counted."""
