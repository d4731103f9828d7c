"""What states agreed to build, give or buy; `finder` is the entrance."""
