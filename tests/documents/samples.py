"""Documents made for the tests: Word, PDF, OFD, a saved web page."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def archive(**members):
    """A ZIP archive; in the names of its members, __ stands for a slash and _ for a point."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as zip_file:
        for name, content in members.items():
            zip_file.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def paragraph(text, properties="", run=""):
    """A paragraph of a Word document."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def docx(*paragraphs, styles="", numbering="", **members):
    """A Word document with these paragraphs, each as XML or as plain text."""
    body = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    members["word__document_xml"] = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    if styles:
        members["word__styles_xml"] = f"<w:styles {W}>{styles}</w:styles>"
    if numbering:
        members["word__numbering_xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    return archive(**members)


def pdf(*pages, bold=frozenset()):
    """A PDF with a page for each list of lines; lines in `bold` are set in another font."""
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        *(font(name) for name in ("STSong-Light", "SimHei-Bold")),
    ]
    for n, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        objects.append(stream(lines, bold))
    return assembled(objects)


def font(name):
    """A font that is not embedded, with the standard's own encoding of Chinese."""
    return (
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UTF16-H "
        f"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo "
        "<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>] >>"
    )


def stream(lines, bold):
    """The content of a page."""
    text = ""
    for n, line in enumerate(lines):
        face = "F2" if line in bold else "F1"
        code = line.encode("utf-16-be").hex()
        text += f"BT /{face} 12 Tf 60 {780 - 20 * n} Td <{code}> Tj ET\n"
    packed = zlib.compress(text.encode("ascii"))
    return (f"<< /Length {len(packed)} /Filter /FlateDecode >>", packed)


def assembled(objects):
    """The file of these objects, with its table of references."""
    file, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n".encode()
        if isinstance(content, tuple):
            file += content[0].encode() + b"\nstream\n" + content[1] + b"\nendstream"
        else:
            file += content.encode()
        file += b"\nendobj\n"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += (
        f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
    )
    return bytes(file)


def ofd(*pages):
    """An OFD document; a page is a list of (top, text)."""
    members = {"OFD_xml": "<OFD/>"}
    for n, pieces in enumerate(pages):
        objects = "".join(
            f'<TextObject Boundary="20 {top} 100 5"><TextCode>{text}</TextCode></TextObject>'
            for top, text in pieces
        )
        members[f"Doc$0__Pages__Page${n}__Content_xml"] = (
            f"<Page><Content>{objects}</Content></Page>"
        )
    data = BytesIO()
    with ZipFile(data, "w") as zip_file:
        for name, content in members.items():
            path = name.replace("__", "/").replace("_", ".").replace("$", "_")
            zip_file.writestr(path, content)
    return data.getvalue()


def mht(html, charset="utf-8"):
    """A saved page in one file, with a picture beside it."""
    return (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n"
        b"--xx\r\nContent-Type: text/html; charset=" + charset.encode() + b"\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html.encode(charset) + b"\r\n"
        b"--xx\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        b"R0lG\r\n--xx--\r\n"
    )
