"""Orders as papers show them, and ways to look at a printed PDF."""

import re
import zlib
from dataclasses import replace

import zxingcpp
from PIL import Image
from pypdfium2 import PdfDocument

from shopdesk.domain.change_notes import ChangeForm
from shopdesk.domain.documents import Item, OrderPaper, Party
from shopdesk.domain.flags import Colour
from shopdesk.domain.money import Money
from shopdesk.printing.preview import Picture, Preview

DPI = 203.2
RARE = "䶮龘㛃𠮷"
"""Rare characters: two in the standard list, one of extension A, one of extension B that no shipped font has."""

SENDER = Party("茶香旗舰店", "0571-88001234", "浙江省 杭州市 余杭区", "文一西路969号3号楼1层", "311121")
RETURN_TO = Party("售后王师傅", "13900001111", "浙江省 杭州市 余杭区", "文一西路969号2层503号仓库", "311121")
JACKET = Item("春季薄款男士西装外套", "5815-ZS-W7", "颜色分类：深紫；尺码：W7", 1, Money(35900), "B-03-12")
TEA = Item("雨前龙井绿茶特级礼盒", "LJ-250", "规格：250g礼盒；口味：浓香", 2, Money(12800), "A-01-02")
CHANGE = ChangeForm(
    "tb7283_y", "王小明", "13812345678", "广东省 深圳市 南山区 科技园高新南一道18号A座1201室", "5815-ZS-W7 深紫 W7 ×1",
    "5815 灰色 W6 ×1", "YT7453244865603", "圆通速递",
)  # fmt: skip

ORDER = OrderPaper(
    order_no="3821113838621957025",
    shop="茶香旗舰店",
    platform="taobao",
    flag=Colour.RED,
    buyer="tb7283_y",
    receiver=Party(f"王{RARE}", "13812345678", "广东省 深圳市 南山区", "科技园高新南一道18号A座1201室😀", "518057"),
    sender=SENDER,
    return_to=RETURN_TO,
    items=(JACKET, TEA),
    goods=Money(61500),
    postage=Money(0),
    paid=Money(59900),
    carrier="圆通速递",
    waybill="YT7453244865603",
    salesperson="小李",
    buyer_message="请尽快发货",
    memo="老顾客 送鞋垫",
    notices=("赠品：样品茶 1 包",),
    changes=(CHANGE,),
    paid_at=1_709_344_800_000,
    printed_at=1_709_348_400_000,
    printed_by="王芳",
)

LONG_ADDRESS = "巴彦花镇" + "幸福路与团结大街交叉口往北两百米路西第三个红色大门" * 12 + "终点"
MANY = tuple(replace(JACKET, sku=f"SKU-{number:03d}", quantity=number % 3 + 1) for number in range(50))
LONG = replace(
    ORDER,
    order_no="P790123456789012345",
    receiver=replace(ORDER.receiver, address=LONG_ADDRESS),
    items=MANY,
)


def numbered(count: int) -> list[OrderPaper]:
    """That many orders that differ in number, waybill, flag and receiver."""
    return [
        replace(
            ORDER,
            order_no=str(3821113838621957025 + 7 * number),
            waybill=f"YT{7453244865603 + number}",
            flag=Colour(number % 6),
            receiver=replace(ORDER.receiver, phone=f"139{number:08d}"),
        )
        for number in range(count)
    ]


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    with Preview(pdf) as preview:
        return [preview.text(page) for page in range(preview.count)]


def text(pdf: bytes) -> str:
    """The text of the whole PDF without line breaks and spaces, as wrapping may put them anywhere."""
    return re.sub(r"\s", "", "".join(pages(pdf)))


def image(picture: Picture) -> Image.Image:
    """A picture for looking at its pixels."""
    return Image.frombytes("RGBX", (picture.width, picture.height), picture.pixels).convert("L")


def printed(pdf: bytes, page: int = 0) -> Image.Image:
    """A page as a 203 dpi printer puts it down."""
    with Preview(pdf) as preview:
        return image(preview.picture_for_printing(page, DPI))


def scanned(pdf: bytes) -> list[set[str]]:
    """What a scanner reads from each page."""
    with Preview(pdf) as preview:
        count = preview.count
    return [{code.text for code in zxingcpp.read_barcodes(printed(pdf, page))} for page in range(count)]


def streams(pdf: bytes) -> list[str]:
    """The contents of pages and forms, unpacked."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        unpacked = zlib.decompress(packed)
        if b" re" in unpacked[:200_000] and b"begincmap" not in unpacked:
            found.append(unpacked.decode("ascii"))
    return found


def darkness(picture: Image.Image) -> float:
    """The share of black dots."""
    return picture.point(lambda value: value < 128, "1").convert("L").histogram()[255] / (
        picture.width * picture.height
    )


def outside(pdf: bytes) -> list[str]:
    """The characters that lie beyond the edge of their page."""
    found = []
    document = PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        words = page.get_textpage()
        for number in range(words.count_chars()):
            left, foot, right, top = words.get_charbox(number)
            if left < 0 or foot < 0 or right > width or top > height:
                found.append(words.get_text_range(number, 1))
    document.close()
    return found
