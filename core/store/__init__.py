"""The only place with SQL: the encrypted practice file."""

from core.store import engine as engine  # first of all: sqlite-utils must meet SQLCipher
