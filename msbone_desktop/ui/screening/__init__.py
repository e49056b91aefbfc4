"""The screening page: the form, the findings beside it, and the basis of each finding."""
