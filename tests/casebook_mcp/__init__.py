"""The server for assistants, without the SDK that make test-clients brings."""
