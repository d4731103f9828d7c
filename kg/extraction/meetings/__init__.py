"""Who met whom, when and where, and whether it came to pass; `finder` is the entrance."""
