"""Where the shop lies: on this PC, or on a server that several PCs share (DATA-02)."""
