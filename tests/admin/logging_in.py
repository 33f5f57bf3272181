"""The password of the editor, logging in with it, and a device set up."""

from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "读卷宗 要有 耐心 2021"
HOME = "/admin/"


def log_in(client, password: str = PASSWORD, name: str = "editor", **headers):
    form = {"username": name, "password": password, "next": HOME}
    return client.post("/admin/login/", form, headers=headers)


def enrolled(user) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """The code of a device, now or some steps of 30 seconds later."""
    return f"{totp(device.bin_key, drift=steps):06d}"
