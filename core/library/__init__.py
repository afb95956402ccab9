"""The only reader of resources/ and of the reference library."""
