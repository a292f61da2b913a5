"""What carriers' words mean (SHP-08)."""

import pytest

from shopdesk.domain.tracking import Status
from shopdesk.domain.tracking_words import forwarded_to, meaning, status_named, status_of

SAID = [
    (Status.TAKEN, "【杭州市】 【杭州西湖】(0571-00000000) 的 李四(138****0000) 已揽收"),
    (Status.TAKEN, "您的快件由【杭州滨江营业点】揽收完成"),
    (Status.TAKEN, "顺丰速运 已收取快件"),
    (Status.TAKEN, "【浙江义乌】的快递员已取件"),
    (Status.TAKEN, "中国邮政 已收寄,揽投员:张三,电话:13800000000"),
    (Status.TAKEN, "Shipment picked up"),
    (Status.MOVING, "快件离开【杭州转运中心】已发往【北京转运中心】"),
    (Status.MOVING, "快件到达 【北京转运中心】"),
    (Status.MOVING, "【武汉分拨中心】已装车,准备发往下一站"),
    (Status.MOVING, "离开处理中心,发往成都市"),
    (Status.MOVING, "航班起飞"),
    (Status.MOVING, "Arrived at sort facility SHANGHAI"),
    (Status.MOVING, "已到达【海口市邮区中心】,扫描"),
    (Status.DELIVERING, "【北京朝阳】的派件员王五(13800000000)正在为您派件,如有疑问请联系派件员,请准备签收"),
    (Status.DELIVERING, "正在派送途中,请您准备签收(派件人:赵六)"),
    (Status.DELIVERING, "快件交给李四,正在派送途中(联系电话:13800000000)"),
    (Status.DELIVERING, "安排投递,投递员:王五,电话:13800000000"),
    (Status.DELIVERING, "Out for delivery"),
    (Status.SIGNED, "您的快件已签收,签收人:本人,如有疑问请电联快递员:王五,感谢使用圆通速递,期待再次为您服务"),
    (Status.SIGNED, "已签收,签收人凭取货码签收"),
    (Status.SIGNED, "在官网\"运单资料&签收图\",可查看签收人信息 已签收"),
    (Status.SIGNED, "已签收(家人),投递员:张三"),
    (Status.SIGNED, "您的快递已签收,签收方式:前台签收。如有异常问题或需投诉请拨打网点热线"),
    (Status.SIGNED, "快件已被取出,感谢使用丰巢智能柜"),
    (Status.SIGNED, "已妥投,他人代收:同事"),
    (Status.SIGNED, "客户已取件"),
    (Status.SIGNED, "Delivered, left with individual"),
    (Status.SIGNED, "已送达,放在家门口(本人要求)"),
    (Status.PICKUP, "快件已暂存至菜鸟驿站,请凭取件码 1-2-3456 及时领取"),
    (Status.PICKUP, "您的快件已存放至【丰巢智能柜】,请及时取件"),
    (Status.PICKUP, "快件已到达【妈妈驿站】,请前往领取,如有疑问请联系代收点"),
    (Status.PICKUP, "已由菜鸟驿站代收,请尽快领取"),
    (Status.PICKUP, "您的邮件已投递至自提点,待取件"),
    (Status.TROUBLE, "派送失败,原因:电话无人接听"),
    (Status.TROUBLE, "快件未妥投,收件人不在,改约派送"),
    (Status.TROUBLE, "因收件地址超出派送范围,快件滞留在网点"),
    (Status.TROUBLE, "地址不详且无法联系收件人,疑难件"),
    (Status.TROUBLE, "快件外包装破损,网点核实中"),
    (Status.TROUBLE, "受台风天气影响,快件延误"),
    (Status.TROUBLE, "Delivery attempt: recipient not available"),
    (Status.REFUSED, "收件人拒收,快件将退回"),
    (Status.REFUSED, "客户拒绝签收"),
    (Status.REFUSED, "因客户拒签,异常签收"),
    (Status.RETURNING, "快件正在退回中,【北京】已发往【杭州】"),
    (Status.RETURNING, "退件,原单号退回发件网点"),
    (Status.RETURNING, "拦截成功,快件转回寄件地"),
    (Status.RETURNED, "退回件已签收,签收人:商家"),
    (Status.RETURNED, "快件已退回至寄件人"),
    (Status.FORWARDED, "快件已转邮政,单号:9876543210123"),
    (Status.FORWARDED, "因超区转由EMS继续派送"),
    (Status.FORWARDED, "转单 新单号 YT1234567890123"),
    (Status.UNKNOWN, "您的订单已提交"),
    (Status.UNKNOWN, ""),
]  # fmt: skip


@pytest.mark.parametrize(("status", "said"), SAID)
def test_what_words_mean(status: Status, said: str) -> None:
    assert status_of(said) is status


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("快件已转邮政,单号:9876543210123", ("邮政", "9876543210123")),
        ("由【韵达快递】承运,运单号 4312345678901", ("韵达快递", "4312345678901")),
        ("已转EMS EA123456785CN 派送", ("EMS", "EA123456785CN")),
        ("转单 新单号 yt1234567890123", ("", "YT1234567890123")),
        ("【北京朝阳】的派件员王五(13800000000)正在派件", ("", "")),
        ("快件离开【杭州转运中心】", ("", "")),
    ],
)
def test_the_other_number_is_found(said: str, found: tuple[str, str]) -> None:
    assert forwarded_to(said) == found


def test_a_service_has_its_own_words() -> None:
    assert status_named("派件") is Status.DELIVERING
    assert status_named("signed") is Status.SIGNED
    assert status_named("退签") is Status.RETURNED
    assert status_named("whatever") is Status.UNKNOWN
    assert meaning("快件已存放至丰巢柜,请及时取件", Status.SIGNED) is Status.PICKUP
    assert meaning("您的快件已签收", Status.MOVING) is Status.SIGNED
    assert meaning("快件在仓内处理", Status.TROUBLE) is Status.TROUBLE
    assert meaning("???", Status.MOVING) is Status.MOVING
