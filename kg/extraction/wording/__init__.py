"""The words that tell of doings: verbs of saying and meeting, and what is said beside them of time and certainty."""
