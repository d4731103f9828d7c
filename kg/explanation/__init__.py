"""An article with everything that was read from it: each record beside its words, with the rule that read it.

`notes` lays the records over the text, `terminal` and `page` show them. Nothing here reads a text.
"""
