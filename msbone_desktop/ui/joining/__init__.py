"""The page on which two records of one patient are joined, and the dialog that separates them."""
