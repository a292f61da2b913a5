"""The command line, one file a group. Exit status 0 done, 1 refused and nothing changed, 2 wrong use."""
