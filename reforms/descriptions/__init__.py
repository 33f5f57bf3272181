"""The column table told to people and machines: codebook, data package, OpenAPI, schema.org.

Knows no request."""
