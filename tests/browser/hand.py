"""The hand of somebody at the desk, which counts what it does."""

from playwright.sync_api import Page


class Hand:
    """Each click, each field typed and each choice is an action."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, role: str, name: str, **options) -> None:
        self.page.get_by_role(role, name=name, **options).click()
        self.actions += 1

    def fill(self, selector: str, text: str) -> None:
        self.page.locator(selector).fill(text)
        self.actions += 1

    def check(self, selector: str) -> None:
        self.page.locator(selector).check()
        self.actions += 1
