"""Text into linguistic facts: paragraphs, quotations, sentences, dates. This floor knows nothing of diplomacy."""
