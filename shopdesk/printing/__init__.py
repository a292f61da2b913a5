"""Frozen snapshots to paper: `papers.render` draws, `preview` shows, `printers` sends. No database and no Qt here."""
