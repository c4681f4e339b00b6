"""From what the domain says to what a page shows; every word and every tone is chosen here."""
