"""Preview: the pixels of the file itself."""

from concurrent.futures import ThreadPoolExecutor

from shopdesk.domain.documents import Document, Paper
from shopdesk.printing.papers import render
from shopdesk.printing.preview import Preview, pages_for_printing
from tests.printing.samples import DPI, ORDER, image, numbered


def test_a_picture_has_the_size_asked_for_and_something_on_it() -> None:
    with Preview(render(Document.SLIP, [ORDER], Paper.LABEL_100X150)) as preview:
        picture = preview.picture(0, 1.0)
        assert (picture.width, picture.height) == (284, 426)
        assert len(picture.pixels) == picture.stride * picture.height
        assert picture.stride == 4 * picture.width
        low, high = image(picture).getextrema()
        assert (low, high) == (0, 255)


def test_pictures_for_printing_are_black_and_white_at_the_printers_resolution() -> None:
    pictures = list(pages_for_printing(render(Document.SLIP, numbered(3)), DPI))
    assert [(p.width, p.height) for p in pictures] == [(800, 1200)] * 3
    shades = {value for _count, value in image(pictures[0]).getcolors() or []}
    assert shades == {0, 255}


def test_several_threads_may_look_at_once() -> None:
    with Preview(render(Document.SLIP, numbered(4))) as preview, ThreadPoolExecutor(4) as threads:
        alone = [preview.picture(page, 1.0).pixels for page in range(4)]
        together = list(threads.map(lambda page: preview.picture(page, 1.0).pixels, range(4)))
    assert together == alone


def test_closing_twice_does_nothing() -> None:
    preview = Preview(render(Document.SLIP, [ORDER]))
    preview.close()
    preview.close()
