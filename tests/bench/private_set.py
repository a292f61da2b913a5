"""Invented replies to reviews: some tell who the buyer is, in the ways people write it, others only look so."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from shopdesk.domain.private_data import Facts, Private

EACH = 320
"""Replies that tell something, and as many that don't."""


class Author(NamedTuple):
    """What one set is made of; the sets share no words."""

    names: Sequence[str]
    streets: Sequence[str]
    estates: Sequence[str]
    telling: Sequence[str]
    """Sentences with {name}, {phone}, {address} or {estate}."""
    harmless: Sequence[str]
    """With {order}, {waybill}, {date}, {price}, {own_phone}, {own_address}, {other}."""
    ways: Sequence[Callable[[str], str]]
    """How a number is written."""
    own: tuple[str, str]
    """The shop's own phone and address, which may be told."""


class Reply(NamedTuple):
    """A reply, what is known of its buyer, and what it tells."""

    text: str
    facts: Facts
    own: tuple[str, str]
    tells: Private | None


_CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
_BANKERS = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")


def _grouped(gap: str) -> Callable[[str], str]:
    return lambda number: gap.join((number[:3], number[3:7], number[7:]))


def _spread(gap: str) -> Callable[[str], str]:
    return gap.join


def _half_chinese(number: str) -> str:
    return number[:3] + number[3:].translate(_CHINESE)


TUNED_ON = Author(
    ("张晓梅", "欧阳小满", "李建国", "王芳", "赵子涵", "孙丽", "高兴", "马到成"),
    ("长乐巷77弄5号", "建国北路120号3幢402", "学院路8号", "胜利街39-2号", "解放大道1200号"),
    ("翠苑新村", "金色家园", "碧水湾小区"),
    (
        "{name}您好，已经给您补发了", "亲爱的{name}，感谢支持", "您的手机{phone}打不通", "我们会打{phone}联系您",
        "包裹寄到{address}了", "{address}的亲，请查收", "{estate}的顾客您好", "电话：{phone}，地址：{address}",
        "收货人{name}，请核对", "{phone} 是您的号码吧", "寄往{estate}的件已签收", "是{name}本人签收的",
    ),
    (
        "亲，订单{order}已补发", "快递单号{waybill}请查收", "感谢支持，{date}前有活动", "退回运费{price}元已打给您",
        "请寄回{own_address}，电话{own_phone}", "很高兴您喜欢", "给您带来不便非常抱歉，请联系在线客服",
        "鞋码标准，38码脚长240",
        "我们有三百六十五天售后", "您好，尺码可以换", "本店客服早9点到晚12点在线", "谢谢亲的好评，期待再次光临",
        "我们已联系快递核实", "全场第2件半价，3号开始", "请亲提供订单号，我们马上处理", "收货人信息以平台为准",
        "您的号码我们看不到，平台已加密", "这款1号色卖完了", "高兴为您服务", "一次次改进，十分感谢",
    ),
    (str, lambda n: n.translate(_WIDE), lambda n: n.translate(_CHINESE), _grouped(" "), _grouped("-"), _spread(" "),
     _spread(".")),
    ("13700001111", "文三路138号2幢"),
)  # fmt: skip
HELD_OUT = Author(
    ("陈思远", "诸葛明亮", "刘一", "杨秋菊", "何海燕", "吴静怡", "沈万全", "阿依古丽", "平安", "白雪"),
    ("滨河东路56号2单元1103室", "红旗巷14号", "工农街道团结村3组", "玉兰大道889弄22号601", "南京西路1601号18楼"),
    ("阳光花园", "枫林雅苑", "锦绣江南小区", "海天公寓"),
    (
        "{name}女士，您反映的问题已解决", "致{name}：非常抱歉", "今天给{name}打过电话", "按您留的{phone}回电了",
        "手机号 {phone} 无人接听，请亲回电", "号码{phone}、收件地址{address}都对", "家住{address}对吧，快递明天到",
        "货已送到{estate}门卫处", "{estate}那边的快递确实慢", "姓名：{name}，请确认",
        "这位{name}先生，请不要威胁我们",
        "tel {phone}", "请{name}小姐看一下短信", "地址写的是{address}", "我们查到您（{phone}）买过三次",
    ),
    (
        "尊敬的顾客，单号{waybill}已在派送", "您的订单号是{order}，已登记", "{date}之后发货的都用新包装",
        "差价{price}元已原路退回",
        "退货地址：{own_address}，联系电话{own_phone}", "本月18号上新，欢迎关注", "平安到家就好",
        "鞋子是头层牛皮，放心穿",
        "十二点前下单当天发", "亲的肯定是我们的动力", "换货请在七天内申请", "3号楼仓库正在盘点，发货略晚",
        "已经按您的要求加急", "建议选大一码，39换40", "白雪公主款只剩最后一双", "厂家承诺一年质保，终身维修",
        "我们不会泄露您的姓名和电话", "物流延误非常抱歉，已向快递投诉，工单{other}", "身高165体重105斤选M码",
        "满199减20，会员再打95折",
        "路上堵车，多等了一天，请谅解", "如有问题请在旺旺上留言", "每一位顾客的地址都由平台加密",
        "这批货号5815-1的鞋底已经改进",
    ),
    (str, lambda n: n.translate(_WIDE), _half_chinese, lambda n: n.translate(_BANKERS), lambda n: n.translate(_CIRCLED),
     _grouped("—"), _grouped("、"), _spread("\u200b"), lambda n: "+86 " + n, lambda n: n.replace("0", "o", 1),
     lambda n: n[:5] + "  " + n[5:], lambda n: n.translate(str.maketrans("01", "洞幺"))),
    ("13988880000", "江陵路2028号星光大厦6楼"),
)  # fmt: skip
AUTHORS = {"tuned_on": TUNED_ON, "held_out": HELD_OUT}


def make_replies(name: str, *, seed: int = 1) -> list[Reply]:
    """As many replies that tell something as that don't, of different buyers."""
    rng, author = random.Random(seed), AUTHORS[name]
    return [_telling(rng, author) for _ in range(EACH)] + [_harmless(rng, author) for _ in range(EACH)]


def _buyer(rng: random.Random, author: Author) -> tuple[str, str, str, str]:
    phone = f"1{rng.choice('35789')}{rng.randrange(10**9):09d}"
    return rng.choice(author.names), phone, rng.choice(author.streets), rng.choice(author.estates)


def _facts(rng: random.Random, buyer: tuple[str, str, str, str]) -> Facts:
    name, phone, street, estate = buyer
    return Facts((name,), (phone,), (f"{street}{estate}{rng.randint(1, 30)}幢{rng.randint(101, 2904)}室",))


def _telling(rng: random.Random, author: Author) -> Reply:
    buyer = name, phone, street, estate = _buyer(rng, author)
    text = rng.choice(author.telling)
    while "{name}" in text and name in ("高兴", "平安") and not _names_somebody(text):
        text = rng.choice(author.telling)
    written = rng.choice(author.ways)(phone)
    tells = next(kind for kind in ("name", "phone", "address", "estate") if f"{{{kind}}}" in text)
    said = text.format(name=name, phone=written, address=street, estate=estate)
    if rng.random() < 0.5:
        said = _plain(rng, author, rng.choice(author.harmless)) + "。" + said
    return Reply(said, _facts(rng, buyer), author.own, Private("address" if tells == "estate" else tells))


def _names_somebody(text: str) -> bool:
    """Whether a name that is an everyday word tells somebody there."""
    return any(f"{{name}}{title}" in text for title in ("女士", "先生", "小姐"))


def _harmless(rng: random.Random, author: Author) -> Reply:
    said = "。".join(_plain(rng, author, text) for text in rng.sample(author.harmless, rng.randint(1, 3)))
    return Reply(said, _facts(rng, _buyer(rng, author)), author.own, None)


def _plain(rng: random.Random, author: Author, text: str) -> str:
    day = f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
    return text.format(
        order=f"{rng.randrange(10**18, 10**19)}",
        waybill=f"YT{rng.randrange(10**13):013d}",
        date=rng.choice((day, f"2026-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}")),
        price=f"{rng.randint(1, 300)}.{rng.randint(0, 99):02d}",
        own_phone=author.own[0],
        own_address=author.own[1],
        other=f"{rng.randrange(10**9, 10**10)}",
    )
