"""Claims as outside forms want them: pure, over frozen facts of an encounter."""
