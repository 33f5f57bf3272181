"""The public pages: views, caching, links, cards, sitemaps, health and errors.

Adds no condition of its own to what is selected."""
