"""One file per job a person does; what a screen may ask for."""
