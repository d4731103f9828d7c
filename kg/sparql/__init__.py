"""SPARQL over HTTP as the W3C defines it: how a request is read and in which format it is answered.

Knows neither Flask nor a store, so that each rule can be tried on plain values.
"""
