"""Descriptions of the data for people and programs: codebook, data package, OpenAPI, schema.org.

Knows no request."""
