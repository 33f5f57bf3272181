"""The public pages as templates see them: values, addresses, and the environment of Jinja2."""
