"""What the platforms are called."""

from shopdesk.domain.platforms import Platform
from shopdesk.i18n import N_, _

NAMES = {
    Platform.TAOBAO: N_("Taobao and Tmall"),
    Platform.PINDUODUO: N_("Pinduoduo"),
    Platform.DOUYIN: N_("Douyin"),
    Platform.KUAISHOU: N_("Kuaishou"),
    Platform.JD: N_("JD"),
    Platform.WEIXIN: N_("WeChat shop"),
    Platform.XIAOHONGSHU: N_("Xiaohongshu"),
    Platform.OTHER: N_("Other"),
}


def platform_name(platform: Platform) -> str:
    """The platform's name in the language in use."""
    return _(NAMES[platform])
