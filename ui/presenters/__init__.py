"""Hold a screen's state and talk to the services."""
