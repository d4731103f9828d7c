"""How well articles are read: what an extractor finds, held against what a careful reader annotated.

`gold` reads the annotations, `agreement` says when two records tell the same, `comparison` pairs the records of one
article, `scores` counts them over many, `errors` words what went wrong, `calibration` turns counts into confidence.
Nothing here reads a text or prints.
"""
