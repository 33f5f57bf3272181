"""What a response holds, streamed or not."""


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
