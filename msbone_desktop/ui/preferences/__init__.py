"""Settings of the clinic and of this computer."""
