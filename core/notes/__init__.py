"""Reading a note: what it proves, where it says so, and what an auditor would ask."""
