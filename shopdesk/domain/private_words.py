"""Words that look like private data and are none; see `private_data`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOT_NAMES = _words("""
    本人 信息 电话 地址 姓名 手机 号码 您好 你好 一致 正确 有误 错误 不对 不符 签收 是谁 可以 需要 填写 修改 已经 无法
    没有 联系 核对 保密 隐私 保护 资料 不详 为准 确认 提供 留言 备注 快递 驿站 隐藏 变更 更改 核实 收到 写错 填错 写
    填 留 改 哪 谁
""")
"""What stands behind "receiver:" without being anybody's name."""

ORDINARY = _words("""
    高兴 方便 安心 平安 文明 温馨 欢喜 舒心 满意 开心 安康 如意 吉祥 幸福 快乐 高峰 白天 明天 成功 和平 时间 常用 安全
    方正 高端 白色 黄色 蓝色 金色 顺利 安静 祝福 祝愿 万一 平常 严格 宁静 经常 宣传 牛皮 马上 温柔 温暖 和气 支持 应该
    关注 关心 双方 全部 包装 包邮 单位 水平 时尚 高级 高跟 平底 都是 能够 于是 向上 明显 舒服 连接 路上 任何 周到 项目
    高度 康复 何时 黄金 白金 方法 程度 安排 于心 常来 常见 强大 易穿 左右 古典 金属 严重 管理 计划 谢谢 田园 石头 花样
    雷同 万分
""")
"""Names that are everyday words as well: they count only where somebody is called by them."""

TOO_COMMON = _words("""
    小区 花园 公寓 大厦 家园 新村 单元 号楼 广场 社区 中心 宿舍 人民路 解放路 中山路 建设路 门口 快递柜 驿站 菜鸟驿站
    丰巢 超市 学校 医院 大学 中学 小学 公司 工业园 商场 收发室 门卫 前台 物业 北门 南门 东门 西门 附近 对面 旁边
    开发区 高新区 放门口 快递点 代收点 服务站 工业区 售楼部 停车场 办公室 办公楼 教学楼 宿舍楼 菜市场 购物中心 步行街
""")
"""Parts of addresses that there are everywhere, and that tell of nobody."""
