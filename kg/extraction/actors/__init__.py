"""Who acts: names, persons and their offices, bodies, and whom a pronoun or a title means."""
