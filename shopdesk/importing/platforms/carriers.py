"""What carriers and tracking services export: one row an event of a parcel, or its newest event (SHP-08)."""

from shopdesk.domain.platforms import Platform
from shopdesk.errors import N_
from shopdesk.importing import columns as names
from shopdesk.importing.layouts import Layout
from shopdesk.importing.records import Kind

TRACKING = Layout(
    name=N_("Tracking of parcels"),
    platform=Platform.OTHER,
    kind=Kind.TRACKING,
    known_by=(
        "轨迹时间", "轨迹描述", "轨迹信息", "物流轨迹", "物流轨迹时间", "路由时间", "路由描述", "扫描时间", "扫描类型",
        "扫描网点",
        "操作时间", "操作描述", "操作网点", "最新物流", "最新物流信息", "最新物流时间", "最新轨迹", "最新轨迹时间",
        "最后更新时间",
        "物流状态", "快递状态", "运单状态", "轨迹状态", "Tracking number", "Event time", "Event",
    ),
    tracking={
        "waybill": (*names.WAYBILL, "运单编号", "物流运单号", "快递单", "单号", "Tracking number", "Waybill"),
        "at": (
            "轨迹时间", "物流轨迹时间", "路由时间", "扫描时间", "操作时间", "最新物流时间", "最新轨迹时间",
            "最后更新时间", "更新时间", "发生时间", "时间", "Event time", "Time",
        ),
        "said": (
            "轨迹描述", "轨迹信息", "物流轨迹", "路由描述", "操作描述", "最新物流信息", "最新物流", "最新轨迹",
            "物流信息", "轨迹", "描述", "内容", "Event", "Description",
        ),
        "place": ("轨迹地点", "扫描网点", "操作网点", "所在地", "地点", "城市", "网点", "Location", "Place"),
        "status_text": ("轨迹状态", "物流状态", "快递状态", "运单状态", "扫描类型", "状态", "Status"),
        "carrier": (*names.CARRIER, "承运商", "快递", "Carrier"),
    },
)  # fmt: skip

LAYOUTS = (TRACKING,)
