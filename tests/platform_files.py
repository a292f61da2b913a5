"""Makers of the platforms' export files, with every quirk that true ones have.

The Taobao pair of 2017 is made to any size and is the same for the same count and seed: `made_orders` gives what a
reader should find in it. Other platforms' files are written from the headers in tests/importing/formats.
"""

import csv
import random
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
import xlwt

FORMATS = Path(__file__).parent / "importing" / "formats"
TRUE_QIANNIU = Path(__file__).parent / "data" / "qianniu_suborders_2024-03.xlsx"

START = datetime(2026, 6, 1, 8, 0, 0)

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "秀英", "建国", "志强", "小龙", "雨桐", "子涵", "梓萱")
_RARE_NAMES = ("㛃小满", "𠮷田花", "龑文", "欧阳䶮", "司马𣲗", "王🎁礼")
_PLACES = (
    ("广东省", "广州市", "越秀区", "示例街道示例路{n}号", "510180"),
    ("广东省", "东莞市", "", "虎门镇示例工业区{n}栋", "523000"),
    ("北京", "北京市", "朝阳区", "示例胡同{n}号院 2单元 301", "100020"),
    ("上海", "上海市", "浦东新区", "示例大道{n}弄(近地铁口)", "200120"),
    ("浙江省", "杭州市", "余杭区", "示例小镇{n}幢", "000000"),
    ("新疆维吾尔自治区", "乌鲁木齐市", "天山区", "示例北路{n}号", "830000"),
    ("海南省", "省直辖县级行政单位", "万宁市", "示例镇{n}队", "571500"),
    ("四川省", "成都市", "武侯区", "𤲞示例巷{n}号", "610041"),
)
_STYLES = {"5815": 23900, "5816": 25900, "N208": 11950, "T-77": 129900, "X9": 4580}
_COLOURS = ("深紫", "黑色", "灰色", "米白(偏黄)", "墨绿")
_SIZES = ("W6", "W7", "W8", "180/92A", "XL")
_MEMOS = (
    "",
    "",
    "",
    "",
    "发顺丰",
    "S 已核对",
    "批发\n第二行, 有逗号",
    '说"急用"',
    "银:已到账",
    "改地址见留言",
    "-",
    "=1+1",
    "#5 加急",
)
_MESSAGES = ("", "", "", "", "请尽快发货", "要W8不要W7", "送人的，请包好\n谢谢", "null", "👍好评")
_STATUSES = (
    ("等待买家付款", 0), ("买家已付款，等待卖家发货", 1), ("买家已付款，等待卖家发货", 1),
    ("卖家已发货，等待买家确认", 2),
    ("交易成功", 3), ("交易关闭", 4),
)  # fmt: skip
_NULLS = frozenset({"null", "-"})


class MadeLine(NamedTuple):
    """One item of a made order; amounts in fen."""

    title: str
    sku: str
    properties: str
    quantity: int
    price: int


class MadeOrder(NamedTuple):
    """A made order as a reader should find it; amounts in fen, times as the file writes them."""

    order_no: str
    buyer: str
    receiver: str
    phone: str
    province: str
    city: str
    district: str
    address: str
    postcode: str
    status: int
    status_text: str
    goods: int
    postage: int
    paid: int
    memo: str
    message: str
    created_at: str
    paid_at: str
    carrier: str
    waybill: str
    lines: tuple[MadeLine, ...]


class TaobaoPair(NamedTuple):
    """The two files of one export."""

    orders: Path
    lines: Path
    order_count: int
    line_count: int


def made_orders(count: int, seed: int = 1, start: datetime = START) -> Iterator[MadeOrder]:
    """`count` orders of 1.44 lines on average, one every 20 seconds."""
    chance = random.Random(seed)
    for number in range(count):
        yield _made_order(chance, number, start + timedelta(seconds=20 * number))


def _made_order(chance: random.Random, number: int, at: datetime) -> MadeOrder:
    lines = _made_lines(chance)
    status_text, status = chance.choice(_STATUSES)
    postage = chance.choice((0, 0, 0, 1000))
    listed = sum(line.price * line.quantity for line in lines)
    goods = listed - chance.choice((0, 0, 300, 999))
    province, city, district, address, postcode = chance.choice(_PLACES)
    shipped = status in (2, 3)
    rare = chance.random() < 0.02
    return MadeOrder(
        order_no=str(3_821_000_000_000_000_000 + number * 1_000_003 + chance.randrange(1000)),
        buyer=f"tb{chance.randrange(10**6):06d}_{number}",
        receiver=chance.choice(_RARE_NAMES) if rare else chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        phone=f"138{chance.randrange(10**8):08d}",
        province=province,
        city=city,
        district=district,
        address=address.format(n=chance.randrange(1, 999)),
        postcode=postcode,
        status=status,
        status_text=status_text,
        goods=goods,
        postage=postage,
        paid=goods + postage if status else 0,
        memo=chance.choice(_MEMOS),
        message=chance.choice(_MESSAGES),
        created_at=f"{at:%Y-%m-%d %H:%M:%S}",
        paid_at=f"{at + timedelta(seconds=9):%Y-%m-%d %H:%M:%S}" if status else "",
        carrier="圆通速递" if shipped else "",
        waybill=f"YT{7_000_000_000_000 + number}" if shipped else "",
        lines=lines,
    )


def _made_lines(chance: random.Random) -> tuple[MadeLine, ...]:
    count = chance.choices((1, 2, 3), (66, 24, 10))[0]
    goods: dict[str, MadeLine] = {}
    while len(goods) < count:
        style, colour, size = chance.choice(list(_STYLES)), chance.choice(_COLOURS), chance.choice(_SIZES)
        sku = f"{style}-{colour}-{size}"
        goods[sku] = MadeLine(
            title=f"【顺丰包邮】示例女鞋 {style} 软底𠮷祥款",
            sku=sku,
            properties=f"颜色分类：{colour};尺码：{size}",
            quantity=chance.choice((1, 1, 1, 2)),
            price=_STYLES[style] - chance.choice((0, 0, 500, 1001)),
        )
    return tuple(goods.values())


def header(name: str) -> list[str]:
    """A platform's header, by the name of its file in tests/importing/formats."""
    first = (FORMATS / f"{name}.txt").read_text("utf-8").splitlines()[0]
    return next(csv.reader([first]))


def yuan(fen: int) -> str:
    """`12345` as `123.45`."""
    return f"{fen // 100}.{fen % 100:02d}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _order_row(order: MadeOrder, names: Sequence[str]) -> str:
    """A row of the order file: raw `="…"` for numbers, everything else in quotes, phones with a leading apostrophe."""
    values = {
        "买家会员名": order.buyer,
        "买家应付货款": yuan(order.goods),
        "买家应付邮费": yuan(order.postage),
        "总金额": yuan(order.goods + order.postage),
        "买家实际支付金额": yuan(order.paid),
        "订单状态": order.status_text,
        "买家留言": order.message,
        "收货人姓名": order.receiver,
        "收货地址 ": f"{order.province} {order.city} {order.district} {order.address}({order.postcode})",
        "运送方式": "快递",
        "联系手机": f"'{order.phone}",
        "订单创建时间": order.created_at,
        "订单付款时间 ": order.paid_at,
        "宝贝标题 ": "，".join(line.title for line in order.lines),
        "宝贝种类 ": str(len(order.lines)),
        "物流单号 ": f"No:{order.waybill}" if order.waybill else "",
        "物流公司": order.carrier,
        "订单备注": f"'{order.memo}" if order.memo else "",
        "宝贝总数量": str(sum(line.quantity for line in order.lines)),
        "店铺Id": "0",
        "店铺名称": "示例店铺",
        "订单关闭原因": "订单未关闭",
        "退款金额": "0.00",
    }
    cells = [_quoted(values.get(name, "")) for name in names]
    cells[0] = f'="{order.order_no}"'
    cells[names.index("特权订金订单id")] = '=""'
    return ",".join(cells)


def _detail_rows(order: MadeOrder) -> Iterator[str]:
    """Rows of the detail file: one cell longer than the header."""
    for line in order.lines:
        cells = (line.title, yuan(line.price), str(line.quantity), line.sku, line.properties, "", "")
        status = _quoted(order.status_text)
        yield ",".join([f'="{order.order_no}"', *map(_quoted, cells), status, _quoted(line.sku), ""])


def write_taobao_pair(folder: Path, count: int, seed: int = 1, start: datetime = START) -> TaobaoPair:
    """The order file and the detail file of Taobao's 2017 export, GB18030, CRLF."""
    return write_taobao_orders(folder, made_orders(count, seed, start), start)


def write_taobao_orders(folder: Path, made: Iterable[MadeOrder], start: datetime) -> TaobaoPair:
    """The same of these orders; `start` is in the files' names."""
    stamp = f"{start:%Y%m%d%H%M}"
    orders, lines = folder / f"ExportOrderList{stamp}.csv", folder / f"ExportOrderDetailList{stamp}.csv"
    order_names = header("taobao_ExportOrderList_2017_csv")
    detail_names = header("taobao_ExportOrderDetailList_2017_csv")
    order_count = line_count = 0
    with (
        orders.open("w", encoding="gb18030", newline="") as order_file,
        lines.open("w", encoding="gb18030", newline="") as line_file,
    ):
        order_file.write(",".join(map(_quoted, order_names)) + "\r\n")
        line_file.write(",".join(map(_quoted, detail_names)) + "\r\n")
        for order in made:
            order_count += 1
            order_file.write(_order_row(order, order_names) + "\r\n")
            for row in _detail_rows(order):
                line_file.write(row + "\r\n")
                line_count += 1
    return TaobaoPair(orders, lines, order_count, line_count)


def read_back(text: str) -> str:
    """What a reader should make of a memo or message cell: the words that mean empty are empty."""
    return "" if text in _NULLS else text


Row = Mapping[str, object]


def cells_of(names: Sequence[str], row: Row) -> list[object]:
    """A row's cells in the header's order; columns that `row` doesn't name are empty."""
    unknown = set(row) - set(names)
    assert not unknown, unknown
    return [row.get(name, "") for name in names]


def write_csv(path: Path, names: Sequence[str], rows: Iterable[Row], encoding: str = "utf-8-sig") -> Path:
    """A CSV file as Douyin and Pinduoduo write it."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(cells_of(names, row) for row in rows)
    return path


def write_xlsx(path: Path, names: Sequence[str], rows: Iterable[Row], *, above: Sequence[str] = ()) -> Path:
    """A workbook with one sheet; `above` are lines of notes over the header."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for note in above:
        sheet.append([note])
    sheet.append(list(names))
    for row in rows:
        sheet.append(cells_of(names, row))
    book.save(path)
    return path


def declare_size_a1(path: Path) -> Path:
    """Rewrite a workbook so that its sheet claims to be one cell large, as Kuaishou's and 千牛's do."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    start = sheet.index(b'<dimension ref="') + len(b'<dimension ref="')
    parts["xl/worksheets/sheet1.xml"] = sheet[:start] + b"A1" + sheet[sheet.index(b'"', start) :]
    return write_zip(path, parts)


def write_xls(path: Path, names: Sequence[str], rows: Iterable[Row]) -> Path:
    """A workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    table: list[list[object]] = [list(names), *(cells_of(names, row) for row in rows)]
    for number, cells in enumerate(table):
        for place, cell in enumerate(cells):
            sheet.write(number, place, cell)
    book.save(str(path))
    return path


def write_html_xls(path: Path, names: Sequence[str], rows: Iterable[Row], encoding: str = "gb18030") -> Path:
    """An HTML table that calls itself a workbook."""
    lines = [f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={encoding}"></head><body>']
    lines.append("<table border='1'><tr>" + "".join(f"<th>{name}</th>" for name in names) + "</tr>")
    lines += ["<tr>" + "".join(f"<td>{cell}</td>" for cell in cells_of(names, row)) + "</tr>" for row in rows]
    path.write_text("\n".join([*lines, "</table></body></html>"]), encoding)
    return path


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path
