"""Whether `make run` can start here, in one line for people; asked before anything is done.

    python3 deploy/preflight.py HOST PORT    both; or neither, where nothing will be served

Knows no package, and is written for any Python 3: it has to say that one is too old.
"""

import errno
import importlib.util
import os
import socket
import sys
import tempfile

OLDEST = (3, 11)
FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

OLD_PYTHON = (
    "需要 Python 3.11 或更高版本，{0} 是 {1}。已装有较新的，请指明：make run PYTHON=python3.12 / "
    "Python 3.11 or newer is needed, {0} is {1}. If you have a newer one, name it as shown"
)
NO_VENV = (
    "缺少 venv 模块，请先运行 / venv is missing, please type first: "
    "sudo apt-get install python3-venv"
)
NOT_WRITABLE = (
    "不能写入文件夹 {0}（{1}），请换到自己的文件夹，或改其权限 / "
    "the folder {0} cannot be written ({1}); use one of your own, or change its permissions"
)
NO_PORT = (
    "PORT={0} 不是端口，应是 1 到 65535 的数 / PORT={0} is no port: a number from 1 to 65535 is"
)
TAKEN = (
    "端口 {0} 已被占用，可能本站已在运行；换一个：make run PORT={1} / "
    "port {0} is taken, perhaps the site is running already; take another: make run PORT={1}"
)
FORBIDDEN = (
    "端口 {0} 只有系统管理员能用；换一个：make run PORT=8000 / "
    "port {0} is for administrators only; take another: make run PORT=8000"
)
NO_HOST = (
    "HOST={0} 不是本机的地址（{1}）；只供本机访问可不写，供局域网访问写 HOST=0.0.0.0 / "
    "HOST={0} is no address of this machine ({1}); leave it out, or take 0.0.0.0 for the network"
)


def main(host="", port=""):
    """The first fault, or nothing."""
    return python_fault() or folder_fault() or (port and address_fault(host, port))


def python_fault():
    if sys.version_info < OLDEST:
        return OLD_PYTHON.format(sys.executable, ".".join(map(str, sys.version_info[:3])))
    has_venv = importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")
    return "" if has_venv or os.path.exists(os.path.join(FOLDER, ".venv")) else NO_VENV


def folder_fault():
    """By writing: root may write everywhere, but not to a disk that is mounted read-only."""
    for folder in (FOLDER, os.path.join(FOLDER, "var")):
        try:
            if os.path.isdir(folder):
                tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            return NOT_WRITABLE.format(folder, os.strerror(error.errno))
    return ""


def address_fault(host, port):
    """By taking the address for a moment, as the server does."""
    if not (port.isdigit() and port.isascii() and 0 < int(port) < 1 << 16):
        return NO_PORT.format(port)
    try:
        family, _, _, _, address = socket.getaddrinfo(
            host.strip("[]"), int(port), type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return TAKEN.format(port, int(port) + 1 if int(port) < 65535 else 8000)
        if error.errno == errno.EACCES:
            return FORBIDDEN.format(port)
        return NO_HOST.format(host, error.strerror)
    return ""


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
