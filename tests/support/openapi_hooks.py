"""For Schemathesis: what OpenAPI cannot say of two parameters, that one is about the other."""

import schemathesis

NEEDED_BY = {"field": ("q",), "dated": ("date_from", "date_to")}


@schemathesis.hook
def map_query(_context, query):
    """The query without a detail of what it does not ask for."""
    return query and {
        name: value
        for name, value in query.items()
        if name not in NEEDED_BY or any(query.get(other) for other in NEEDED_BY[name])
    }
