"""The things of a bone-health clinic and what is true of them, whoever stores or shows them."""
