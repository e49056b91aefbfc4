"""Opening a clinic, or making one."""
