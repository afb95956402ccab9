"""Everything Unitwise decides, keeps and prints; knows no window."""
