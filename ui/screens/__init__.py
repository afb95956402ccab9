"""One file per screen: widgets and layout only."""
