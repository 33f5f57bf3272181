"""What the site costs at many cases, measured on its real server. `make bench` runs it."""
