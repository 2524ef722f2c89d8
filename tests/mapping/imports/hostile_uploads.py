"""Files of every format that want to do harm: bombs, lies, loops, references to elsewhere, files of two kinds.

Each comes with the codes that it may be refused with; an empty code says that it is read, and does no harm.
"""

import io
import json
import struct
import zlib
from collections.abc import Callable

from ezdxf.filemanagement import new as new_drawing
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.support.elsewhere import Elsewhere

POINTS = json.dumps([[0, 0, -98.5, 39.8], [100, 0, -98.499, 39.8], [0, 100, -98.5, 39.799]])


# --- pictures ---------------------------------------------------------------------------------------------------------
def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *more: bytes, pixels: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def small_picture(kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 100), "white").save(out, kind)
    return out.getvalue()


def png_that_says_it_is_huge(_: Elsewhere) -> bytes:
    return png(2**31 - 1, 2**31 - 1)


def png_without_its_pixels(_: Elsewhere) -> bytes:
    return png(200, 100)


def png_of_no_width(_: Elsewhere) -> bytes:
    return png(0, 100)


def png_with_a_word_bomb(_: Elsewhere) -> bytes:
    bomb = chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"a" * 100_000_000))
    whole = small_picture()
    return whole[:33] + bomb + whole[33:]


def jpeg_cut_off(_: Elsewhere) -> bytes:
    return small_picture("JPEG")[:300]


def jpeg_with_many_heads(_: Elsewhere) -> bytes:
    return b"\xff\xd8\xff" + b"\xff\xe1\xff\xff" * 100_000


def picture_and_archive_in_one(_: Elsewhere) -> bytes:
    return small_picture() + b"PK\x05\x06" + bytes(18)


def picture_and_page_in_one(_: Elsewhere) -> bytes:
    return small_picture("JPEG") + b"<html><script>alert(1)</script></html>"


PICTURES: dict[Callable[[Elsewhere], bytes], str] = {
    png_that_says_it_is_huge: "image_too_large image_unreadable",
    png_without_its_pixels: "image_unreadable",
    png_of_no_width: "image_unreadable",
    png_with_a_word_bomb: "image_unreadable",
    jpeg_cut_off: "image_unreadable",
    jpeg_with_many_heads: "image_unreadable",
    picture_and_archive_in_one: "-",
    picture_and_page_in_one: "-",
}


# --- PDF --------------------------------------------------------------------------------------------------------------
def pdf(change: Callable[[PdfWriter], object], *, width: float = 300.0, height: float = 200.0) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=width, height=height)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def action(**entries: str) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): TextStringObject(text) for name, text in entries.items()})


def pdf_that_runs_a_script(there: Elsewhere) -> bytes:
    opens = action(JS=f"app.launchURL('{there.url}/js'); this.getURL('{there.url}/js');")
    opens[NameObject("/S")] = NameObject("/JavaScript")
    return pdf(lambda one: one.root_object.update({NameObject("/OpenAction"): opens}))


def pdf_that_opens_an_address(there: Elsewhere) -> bytes:
    opens = action(URI=f"{there.url}/uri")
    opens[NameObject("/S")] = NameObject("/URI")
    return pdf(lambda one: one.root_object.update({NameObject("/OpenAction"): opens}))


def pdf_that_starts_a_program(_: Elsewhere) -> bytes:
    opens = action(F="/bin/sh")
    opens[NameObject("/S")] = NameObject("/Launch")
    return pdf(lambda one: one.root_object.update({NameObject("/OpenAction"): opens}))


def pdf_of_another_file(there: Elsewhere) -> bytes:
    """Return a page whose content is to be read from a file and from an address."""
    source = action(F=str(there.secret))
    source[NameObject("/Type")] = NameObject("/Filespec")
    form = DictionaryObject({NameObject("/Subtype"): NameObject("/Form"), NameObject("/Ref"): source})
    return pdf(
        lambda one: one.pages[0].update(
            {NameObject("/Resources"): DictionaryObject({NameObject("/XObject"): form}), NameObject("/F"): source}
        )
    )


def pdf_of_a_huge_page(_: Elsewhere) -> bytes:
    return pdf(lambda _one: None, width=1e9, height=1e9)


def pdf_of_no_page(_: Elsewhere) -> bytes:
    def empty(one: PdfWriter) -> None:
        pages = one.root_object["/Pages"].get_object()
        assert isinstance(pages, DictionaryObject)
        pages[NameObject("/Kids")] = ArrayObject()

    return pdf(empty)


def pdf_whose_pages_go_in_a_circle(_: Elsewhere) -> bytes:
    def turn(one: PdfWriter) -> None:
        reference = one.root_object.raw_get("/Pages")
        pages = reference.get_object()
        assert isinstance(pages, DictionaryObject)
        pages.update({NameObject("/Kids"): ArrayObject([reference]), NameObject("/Count"): NumberObject(9)})

    return pdf(turn)


def pdf_with_a_password(_: Elsewhere) -> bytes:
    return pdf(lambda one: one.encrypt("secret", algorithm="RC4-128"))


def pdf_cut_off(_: Elsewhere) -> bytes:
    return pdf(lambda _one: None)[:60]


def pdf_nested_deeply(_: Elsewhere) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 2_000_000


DOCUMENTS: dict[Callable[[Elsewhere], bytes], str] = {
    pdf_that_runs_a_script: "-",
    pdf_that_opens_an_address: "-",
    pdf_that_starts_a_program: "-",
    pdf_of_another_file: "- pdf_unreadable",
    pdf_of_a_huge_page: "- image_too_large pdf_unreadable",
    pdf_of_no_page: "pdf_page_missing pdf_unreadable",
    pdf_whose_pages_go_in_a_circle: "pdf_page_missing pdf_unreadable",
    pdf_with_a_password: "pdf_unreadable",
    pdf_cut_off: "pdf_unreadable pdf_page_missing",
    pdf_nested_deeply: "pdf_unreadable file_too_complex",
}


# --- drawings ---------------------------------------------------------------------------------------------------------
def dxf_with_drawings_beside_it(there: Elsewhere) -> bytes:
    """Return a drawing that names another drawing, a picture and a PDF, by path and by address."""
    document = new_drawing("R2018")
    model = document.modelspace()
    for number, path in enumerate((str(there.secret), f"{there.url}/x.dxf")):
        document.add_xref_def(path, f"X{number}")
        model.add_blockref(f"X{number}", (0, 0))
        model.add_image(document.add_image_def(path, (10, 10)), (0, 0), (1, 1))
        model.add_underlay(document.add_underlay_def(path, "pdf", "1"), (0, 0))
    model.add_lwpolyline([(0, 0), (100, 0), (100, 100)], close=True)
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def dxf_whose_blocks_hold_each_other(_: Elsewhere) -> bytes:
    document = new_drawing("R2018")
    for number in range(20):
        block = document.blocks.new(f"B{number}")
        for _copy in range(10):
            block.add_blockref(f"B{(number + 1) % 20}", (0, 0))
    document.modelspace().add_blockref("B0", (0, 0))
    stream = io.StringIO()
    document.write(stream)
    return stream.getvalue().encode()


def dxf_of_no_numbers(_: Elsewhere) -> bytes:
    lines = ["0", "SECTION", "2", "ENTITIES", "0", "LINE", "8", "0", "10", "nan", "20", "inf", "11", "1e999", "21", "x"]
    return "\n".join([*lines, "0", "ENDSEC", "0", "EOF", ""]).encode()


def dxf_of_a_million_sections(_: Elsewhere) -> bytes:
    return b"0\nSECTION\n2\nENTITIES\n" * 300_000


def dwg_of_zeros(_: Elsewhere) -> bytes:
    return b"AC1015" + bytes(100_000)


def dwg_of_large_numbers(_: Elsewhere) -> bytes:
    return b"AC1015" + b"\xff" * 100_000


DRAWINGS: dict[Callable[[Elsewhere], bytes], str] = {
    dxf_with_drawings_beside_it: "- nothing_to_draw",
    dxf_whose_blocks_hold_each_other: "- nothing_to_draw dxf_unreadable dxf_too_large file_too_complex",
    dxf_of_no_numbers: "- nothing_to_draw dxf_unreadable",
    dxf_of_a_million_sections: "nothing_to_draw dxf_unreadable dxf_too_large file_too_complex",
    dwg_of_zeros: "dwg_unreadable dwg_not_read nothing_to_draw file_too_complex",
    dwg_of_large_numbers: "dwg_unreadable dwg_not_read nothing_to_draw file_too_complex",
}


# --- texts ------------------------------------------------------------------------------------------------------------
def json_nested_deeply(_: Elsewhere) -> bytes:
    return b'{"a":' * 500_000


def json_of_a_long_number(_: Elsewhere) -> bytes:
    return b'{"type":"FeatureCollection","features":[' + b"9" * 1_000_000 + b"]}"


def json_with_a_key_twice(_: Elsewhere) -> bytes:
    return b'{"type":"FeatureCollection","features":[{}],"features":[]}'


def kml_nested_deeply(_: Elsewhere) -> bytes:
    return b'<kml xmlns="http://www.opengis.net/kml/2.2">' + b"<Folder>" * 200_000


def kml_of_one_long_ring(_: Elsewhere) -> bytes:
    ring = b" ".join([b"-98.5,39.8"] * 500_000)
    return (
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon><outerBoundaryIs><LinearRing>'
        b"<coordinates>"
        + ring
        + b"</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"
    )


def kml_of_no_numbers(_: Elsewhere) -> bytes:
    return (
        b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><Polygon><outerBoundaryIs><LinearRing>'
        b"<coordinates>nan,inf 1e999,0 x,y nan,inf</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        b"</Document></kml>"
    )


TEXTS: dict[Callable[[Elsewhere], bytes], str] = {
    json_nested_deeply: "not_json",
    json_of_a_long_number: "not_json",
    json_with_a_key_twice: "no_features",
    kml_nested_deeply: "gis_unreadable no_features nothing_to_draw file_too_complex",
    kml_of_one_long_ring: "- nothing_to_draw",
    kml_of_no_numbers: "- nothing_to_draw gis_unreadable no_features",
}
