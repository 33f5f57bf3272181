"""Settings from the environment; var/local.env, which `make run` writes, supplies the rest."""

import hashlib
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
LOOPBACK = "127.0.0.0/8,::1"

env = environ.Env()
if (VAR_DIR / "local.env").exists():
    try:  # Windows' Notepad begins a file with a byte order mark
        env.read_env(VAR_DIR / "local.env", encoding="utf-8-sig")
    except UnicodeDecodeError:
        sys.exit(
            "无法启动：var/local.env 不是 UTF-8 编码，请另存为 UTF-8\n"
            "Cannot start: var/local.env is not in UTF-8; please save it as UTF-8"
        )


def required(name: str, hint_zh: str, hint_en: str) -> str:
    """The value of an environment variable; exits with a message where it is missing."""
    value = env.str(name, default="").strip()
    if not value:
        sys.exit(
            f"无法启动：没有设置环境变量 {name}（{hint_zh}）。本机试用请直接运行 make run。\n"
            f"Cannot start: the environment variable {name} is not set ({hint_en}). "
            "To try the site on this machine, type: make run"
        )
    return value


def number_within(name: str, least: int, most: int) -> int:
    """A number from an environment variable, `least` without one; exits for any other value."""
    value = env.str(name, default="").strip() or str(least)
    if value not in map(str, range(least, most + 1)):
        sys.exit(
            f"无法启动：{name} 应是 {least} 至 {most} 的数，现为 {value}\n"
            f"Cannot start: {name} must be a number from {least} to {most}, but is {value}"
        )
    return int(value)


def networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks in an environment variable: addresses or networks, separated by commas.

    1 stands for this machine, 0 for none; exits with a message where it is anything else.
    """
    value = env.str(name, default="").strip()
    if value.lower() in env.BOOLEAN_TRUE_STRINGS:
        value = LOOPBACK
    elif value.lower() in ("0", "false", "no", "off"):
        value = ""
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError:
        sys.exit(
            f"无法启动：{name} 应是 0、1 或代理服务器的地址，现为 {value}\n"
            f"Cannot start: {name} must be 0, 1 or the addresses of the proxy, but is {value}"
        )


def digest_of_code(*settings: str) -> str:
    """Digest of the code and of the settings that pages depend on, 12 hexadecimal digits.

    ETags contain it, so that they change with a release or such a setting.
    """
    digest = hashlib.sha256("\n".join(settings).encode())
    for folder in ("casebook", "reforms", "templates", "static", "locale"):
        for file in sorted((BASE_DIR / folder).rglob("*.*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(str(file.relative_to(BASE_DIR)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]
