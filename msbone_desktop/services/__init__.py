"""Each thing that staff can do, as one call that succeeds whole or fails whole."""
