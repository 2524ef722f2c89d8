"""QR codes, as pictures that pages and letters hold."""

import io


def qr_svg(text: str) -> str:
    """Return a QR code as an SVG element, without the declaration that may stand before one only at the start."""
    import qrcode  # noqa: PLC0415 - it brings a reader of pictures along, which no serving process loads at its start
    from qrcode.image.svg import SvgPathImage  # noqa: PLC0415 - as above

    picture = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=2).save(picture)
    svg = picture.getvalue().decode()
    return svg[svg.index("<svg") :]
