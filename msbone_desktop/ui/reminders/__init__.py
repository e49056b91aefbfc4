"""The work list of reminders, and the reminders of one patient."""
