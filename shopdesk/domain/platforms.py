"""The platforms a shop sells on."""

from enum import StrEnum


class Platform(StrEnum):
    """The value is what the database keeps and the command line says."""

    TAOBAO = "taobao"
    PINDUODUO = "pinduoduo"
    DOUYIN = "douyin"
    KUAISHOU = "kuaishou"
    JD = "jd"
    WEIXIN = "weixin"
    XIAOHONGSHU = "xiaohongshu"
    OTHER = "other"
    """By hand, or from a file read by a column mapping."""
