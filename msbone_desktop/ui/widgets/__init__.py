"""Fields that two or more screens use."""
