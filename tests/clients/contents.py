"""contents.py DOCUMENT PDF: updates the contents by LibreOffice, prints them, saves the document as
PDF. For the Python of the system, which has LibreOffice's package uno."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

SECONDS = 60


def desktop(pipe: str):
    """LibreOffice as it listens at a pipe."""
    here = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = here.ServiceManager.createInstanceWithContext(name, here)
    end = time.monotonic() + SECONDS
    while True:
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return there.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", there
            )


def update(document: Path, pdf: Path, pipe: str) -> str:
    hidden = PropertyValue("Hidden", 0, True, 0)
    text = desktop(pipe).loadComponentFromURL(document.as_uri(), "_blank", 0, (hidden,))
    [contents] = text.getDocumentIndexes()
    contents.update()
    text.storeToURL(pdf.as_uri(), (PropertyValue("FilterName", 0, "writer_pdf_Export", 0),))
    return contents.getAnchor().getString()


with tempfile.TemporaryDirectory() as profile:
    pipe = Path(profile).name
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"])
    try:
        print(update(Path(sys.argv[1]), Path(sys.argv[2]), pipe))
    finally:
        office.terminate()
        office.wait()
