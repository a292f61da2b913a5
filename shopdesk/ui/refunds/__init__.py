"""The refunds page: asked, approved by another, paid with a reference (REF-01 to REF-08)."""
