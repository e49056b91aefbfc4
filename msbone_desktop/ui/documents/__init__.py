"""Looking at, printing and saving what is made on paper."""
