"""communique: news articles in, a knowledge graph of diplomatic relations out.

Read the modules in the order of the data's journey: records, sources, analysis, extraction, linking, mapping, store,
sparql, web.
"""

__version__ = "0.1.0"
