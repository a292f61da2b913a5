"""The platforms' files, one declaration file a platform. A new platform is one file here and one entry in LAYOUTS."""

from shopdesk.importing.layouts import Layout
from shopdesk.importing.platforms import carriers, douyin, jd, kuaishou, pinduoduo, ratings, taobao, weixin, xiaohongshu

LAYOUTS: tuple[Layout, ...] = (
    *taobao.LAYOUTS,
    *pinduoduo.LAYOUTS,
    *douyin.LAYOUTS,
    *kuaishou.LAYOUTS,
    *jd.LAYOUTS,
    *weixin.LAYOUTS,
    *xiaohongshu.LAYOUTS,
    *carriers.LAYOUTS,
    *ratings.LAYOUTS,
)
