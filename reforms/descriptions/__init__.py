"""Descriptions of the data for people and programs: codebook, data package, OpenAPI, DCAT,
schema.org.

Knows no request."""
