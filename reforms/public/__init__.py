"""The reading room: pages, caching, links, cards, sitemaps, health and errors.

Adds no condition of its own to what is selected."""
