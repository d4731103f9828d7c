"""The extractor that asks a language model: any chat endpoint that speaks OpenAI's protocol.

The model quotes, and this code finds: no record is taken over whose words do not stand in the article.
"""
