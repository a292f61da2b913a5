"""What came back: boxes registered, inspected, their day closed (RET-01 to RET-09)."""
