"""Who said what to whom; `finder` is the entrance."""
