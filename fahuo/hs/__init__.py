"""HS recognition: from a title to six-digit codes with confidence and reason. Knows no database and fetches nothing."""
