"""mcp_session.py SITE <CALLS: calls tools by the SDK's own client, prints the results as JSON."""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters


async def session(site: str, calls: list) -> dict:
    command = StdioServerParameters(command=sys.executable, args=["-m", "casebook_mcp", site])
    async with Client(command) as client:
        tools = (await client.list_tools()).tools
        results = [await client.call_tool(name, arguments) for name, arguments in calls]
    return {
        "tools": {tool.name: tool.annotations.read_only_hint for tool in tools},
        "results": [
            {"error": bool(result.is_error), "text": result.content[0].text} for result in results
        ],
    }


print(json.dumps(asyncio.run(session(sys.argv[1], json.load(sys.stdin)))))
