"""Programs of researchers on the site: make test-clients runs them with what `prepare` fetched."""
