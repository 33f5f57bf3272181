"""How the site is run: settings, middleware, logs, and who gets into the editors' desk."""

__version__ = "1.0.0"
