"""Reading the evidence behind the rules."""
