"""The demo clinic: plainly fictional patients, made from the distributions of the evidence."""
