"""The page that the day starts on."""
