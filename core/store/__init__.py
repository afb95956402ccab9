"""The only place with SQL: the encrypted practice file."""
