"""The DXA page of a patient: scans, their reading, and the entry dialog."""
