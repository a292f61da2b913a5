"""Whether a review complains, by its words, and about what: good ones that do get an answer too (REV-06).

A text is looked at clause by clause. What only feared something, or speaks of another shop, complains of nothing; a
word of complaint with a "not" before it is praise, and a word of praise with one a complaint.
"""

import re
from dataclasses import dataclass

from shopdesk.domain.review_lexicon import COMPLAINTS, GOOD, ONLY_BAD, WEAK
from shopdesk.domain.reviews import Cause


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a text complains about; nothing where `words` is empty."""

    words: tuple[str, ...] = ()
    """As they stand there, the first first."""
    cause: Cause | None = None


_CLAUSES = re.compile(
    r"[，。！？；：、,.!?;:~～…\s]+|(?=但是|但(?!愿)|就是|可是|可惜|不过(?!如此)|只是|唯一|美中不足|除了)"
)
_CONTRAST = re.compile(r"^(?:但是|但|就是(?!喜欢|好|爱|这么|这样|舒服)|可是|可惜|不过|只是|唯一|美中不足|除了)")
_FEARED = re.compile(
    r"担心|生怕|害怕|唯恐|(?<!不)怕(?!是)|以为|本想|原本|本来|一开始|起初|刚开始|犹豫|听说|想着会|差点(?:错过|没买|"
    r"退)|别犹豫|谁说|免得|省得|再也不用"
)
_STILL_SAID = re.compile(r"说好|承诺|答应")
_ELSEWHERE = re.compile(
    r"别家|别人家|其[他它]家|别的[店家]|其[他它][店家]|别的牌子|某家|那家|那双|(?:之前|以前|"
    r"上次)(?:在[^，]{0,4})?买的|别处|比(?!图|照|想|平时|描述|实物|预|较|之前|上次|以前|例)[^，]{1,8}"
    r"(?:好|强|结实|便宜|舒服|漂亮|软|值|轻|快|多了)|再忙|慢(?:慢|工)|(?:两|几|好多|三)家才"
)
_OPPOSITES = (
    ("大", "小"), ("软", "硬"), ("深", "浅"), ("厚", "薄"), ("高", "低"), ("长", "短"), ("松", "紧"), ("胖", "瘦"),
    ("肥", "瘦"), ("冷", "热"), ("轻", "重"), ("宽", "窄"), ("快", "慢"),
)  # fmt: skip
_NEITHER = re.compile(
    "|".join(
        rf"不(?:太|偏)?{one}(?:也|又|，)?不(?:太|偏)?{other}|{one}{other}"
        for pair in _OPPOSITES
        for one, other in (pair, pair[::-1])
    )
)
"""Neither too large nor too small, and the word for size itself."""
_ANY = "|".join(f"(?:{words})" for words in COMPLAINTS.values())
_NOT = (
    r"(?:一点儿?(?:都|也)?(?:不|没有?)|丝毫(?:不|没有?)|完全(?:不|没有?)|并(?:不|没有?)|从来?(?:不|没有?)|绝对?不|"
    r"没有?|没啥|没什么|毫无|无|从未|"
    r"不会|不用|不怕|不易|不容易|不存在|不见|(?<!都|才)未|不|别|几乎(?:没有?|不|闻不到|看不出)|看不[出到]|"
    r"闻不[出到]|感觉不[出到]|挑不[出]|找不[到出]|避免|告别|零|远离|"
    r"没得|不再|洗了?没有?|也没有?|都没有?|还没有?)"
)
_FILLED = (
    r"(?:任何|一点儿?|什么|一丝|半点|有|出现|发生|会|那么|这么|很|太|怎么|像|再|担心|觉得|感觉|到|过|是|存在|让我|"
    r"让人|给我|多余|明显|的|得|穿|后|脚|前|别人|刺鼻|一般|鞋|跟|多|个|可|遇到)*"
)
_NEGATED = re.compile(
    rf"{_NOT}{_FILLED}(?:{_ANY}|{WEAK}|毛病|问题|挑剔|话说|得说|得挑|犹豫|破损|声音|失望|缺点|滑|费劲|踩雷|坑|怀疑)"
)
_NOT_GOOD = re.compile(
    rf"(?<!没有)(?<!没)(?<!从)(?<!无)(?<!要)不(?:太|够|是很|是特别|怎么|大|算|那么)?(?:{GOOD})(?!意思|容易|得了|得不|"
    rf"不行)"
)
_HAVE_NOT = re.compile(
    rf"(?:一直|至今|到现在|还|老|总|说好|承诺|答应|第二次也|却|竟然?|居然|连)[^，]{{0,8}}没(?!话说|"
    rf"问题)(?!{_FILLED}(?:{_ANY}))"
)
_RATHER = re.compile(
    rf"(?:有点|有些|有一?丢丢|稍微?|略微?|太|过于|过(?!来|去|年|程)|比较|挺|略显|显得)(?:偏|小|儿)?(?:{WEAK})(?!好|"
    rf"正|气|方|度|家|伙|跟鞋|值|巧|便)"
)
_VERY = re.compile(rf"(?:很|特别|非常|超|好|真|蛮|老|死|巨|超级|十分)(?:{ONLY_BAD})(?!实|整)")
_PARTS = (
    r"(?:鞋?底|鞋?垫|鞋?跟|鞋?面|鞋?口|鞋?头|鞋?带|鞋?舌|后跟|前掌|脚背[高的]*|脚面|脚趾|皮子?|皮质|皮料|面料|布料|"
    r"料子|袖子?|裤腰|裤脚|腰围?|肩膀?|领口|衣服|裤子|穿着|穿起来|走起来|摸着|摸起来)"
)
_OF_PART = re.compile(
    rf"{_PARTS}(?:[^，√]{{0,3}})(?<![不没够])(?:偏|太|有点|很|挺|比较)?(?:{WEAK})(?!好|正|气|方|度|家|伙|跟鞋|值|巧|"
    rf"便|适)|偏(?:{WEAK})|"
    rf"比(?:图片?|描述|想象|平时|实物|预期|照片|页面)[^，]{{0,6}}(?:{WEAK})|没(?:我)?想象"
)
_SO = re.compile(r"(?:得慌|得要命|得要死|到(?:怀疑|无语|想)|死了$|受不了|不行$)")
_WEAK_THERE = re.compile(rf"(?:{WEAK})(?!方|家|气|度|正|概|伙|码标|跟鞋)")
_WISHED = re.compile(
    r"(?:要是|如果|假如|倘若|要)[^，。]{0,14}(?:就(?:更)?(?:好|完美|满分|棒)|更好|更完美|更棒)|(?:希望|建议|期待|"
    r"最好|恳请|麻烦)(?![^，。]{0,8}(?:越来越|生意|兴隆|继续|新款|多出|"
    r"优惠|活动|坚持|保持|大卖|购买|入手|收藏|红火|回购))(?=[^，。]{0,10}(?:改|注意|加强|提高|提升|解决|处理|重视|"
    r"结实|快|下次|别|不要|早点|质量|包装|客服|快递|物流|商家|店家|"
    r"卖家|厂家|码|更|细|补|能))"
)
_WORTH = re.compile(r"值(?!班|得一提)|物有所值|划算|对得起")
_NOT_AT_ALL = re.compile(
    r"不(?:要)?是?一般的|不要太|好得?不得了|不得了|好到不行|不错|不好意思|不厌其烦|不可挑剔|没话说|不亚于|"
    r"不比[^，]{1,6}差|不输|不得不|不愧|不一般|差不多|不二|差点错过"
)
_PRICE = re.compile(COMPLAINTS[Cause.PRICE])
_BY_CAUSE = {cause: re.compile(words) for cause, words in COMPLAINTS.items()}


def read_complaint(text: str) -> Complaint:
    """What a review complains about, whatever its kind says."""
    words: list[str] = []
    clauses = [clause for clause in _CLAUSES.split(text.lower()) if clause]
    is_worth = bool(_WORTH.search(text)) and not _PRICE.search("".join(_WORTH.findall(text)))
    behind_but = False
    for clause in clauses:
        behind_but = behind_but or bool(_CONTRAST.match(clause))
        found = _complaint_in(_CONTRAST.sub("", clause), is_behind_but=behind_but)
        if found and not (is_worth and _PRICE.search(found)):
            words.append(found)
    return Complaint(tuple(dict.fromkeys(words)), _cause(words))


def _complaint_in(clause: str, *, is_behind_but: bool) -> str:
    """The words of a clause that complain, "" where none do."""
    if _WISHED.search(clause) or _COMPARED.search(clause):
        return clause
    if (_FEARED.search(clause) or _ELSEWHERE.search(clause)) and not _STILL_SAID.search(clause):
        return ""
    have_not = _HAVE_NOT.search(clause)
    rest = _NOT_AT_ALL.sub("√", clause)
    rest = _NEITHER.sub("√", rest)
    not_good = _NOT_GOOD.search(rest)
    early = re.search(_EARLY, rest)
    if have_not or not_good or early:
        return clause
    rest = _NEGATED.sub("√", rest)
    ways = (_STRONG, _RATHER, _VERY, _OF_PART, _SO)
    if any(way.search(rest) for way in ways) or (is_behind_but and _WEAK_THERE.search(rest)):
        return clause
    return ""


_COMPARED = re.compile(r"(?:没有?|不如|赶不上|比不上)(?:上次|以前|之前|原来|第一次|图片?|照片|想象|想像)[^，]{0,8}")
_STRONG = re.compile(_ANY)
_EARLY = re.compile(
    "|".join(
        (
            r"不如(?:图|照|想|预|上|以前|之前|原来|第一|从前|专柜|线下|实体)",
            r"没有?(?:想象|想像|图片|照片|预期|期望|宣传|上次|以前|之前|原来|第一次)[^，]{0,8}(?:好|软|高|厚|美|"
            r"舒服|漂亮|质|快)",
            r"没有?(?:收到|见着|见到|看到|送|给|寄|到账|吊牌|说明|防尘|备用|鞋[油垫带拔]|赠品|标签|合格证|发票|保修|"
            r"人理|人管|人回|回复|动过|粘|缝|剪|更新|配)",
            r"爱[理搭答]不理|不理(?:人|我|睬)|不回(?:复|消息|信息)|不推荐|不会再[买来]|再也不[买来]|不咋|"
            r"不(?:打电话|上门|送货)|送货不|不合(?:脚|身|适|理)|不跟脚|不像真|不准",
            r"不(?:一样|一致|符|对称|统一)(?:大|，|$)|深浅不一|穿不[了上下进]|扣不[上进]|洗不[掉净]|粘不|拉不[上动]|"
            r"站不[稳]|走不[稳]|不值(?!一提)|对不起",
            r"(?:第一次|又|还是|居然|竟然)发错",
        )
    )
)


def _cause(words: list[str]) -> Cause | None:
    for word in words:
        for cause, pattern in _BY_CAUSE.items():
            if cause is not Cause.OTHER and pattern.search(word):
                return cause
    return Cause.OTHER if words else None
