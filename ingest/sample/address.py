"""One place, written in the many ways call slips write it."""

from __future__ import annotations

from ingest.sample.dice import Dice
from ingest.sample.world import Spot

_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789-", "０１２３４５６７８９－")


def chinese(number: int) -> str:
    """12 -> 十二, 105 -> 一百零五 (0 <= number < 1000)."""
    if number < 10:
        return _DIGITS[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _DIGITS[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def write(spot: Spot, city: str, dice: Dice, *, missing: float = 0.08) -> str:
    """The address as a dispatcher might type it; '' or 无 with the probability ``missing``."""
    if dice.chance(missing):
        return dice.pick(("", "", "", "无", "不详"))
    if dice.chance(0.025):
        return dice.pick((city, "")) + spot.site.street.district
    text = _prefix(spot, city, dice) + _site(spot, dice)
    if spot.building:
        text += _inside(spot, dice)
    elif spot.site.kind != "road" and dice.chance(0.15):
        text += dice.pick(("门口", "附近", "旁边", "对面"))
    if dice.chance(0.04):
        text = text.translate(_WIDE)
    return text


def spoken(spot: Spot, dice: Dice) -> str:
    """The place as people say it inside a sentence."""
    site = spot.site
    if site.kind == "road":
        return site.name + "路口" if site.name else f"{site.road}{site.number}号"
    if spot.unit and dice.chance(0.3):
        return site.name + dice.pick((f"{spot.building}栋", f"{spot.building}号楼"))
    return site.name


def _prefix(spot: Spot, city: str, dice: Dice) -> str:
    street = spot.site.street
    form = dice.weighted((0.62, 0.16, 0.08, 0.09, 0.05))
    if spot.site.kind == "village" and dice.chance(0.7):
        form = 3
    return ("", street.district, city + street.district, street.name, street.district + street.name)[form]


def _site(spot: Spot, dice: Dice) -> str:
    site = spot.site
    number = f"{site.road}{site.number}号"
    if site.kind == "village":
        return site.name
    if site.kind == "road":
        if not site.name:
            return number + dice.pick(("", "", "附近", "门前路段"))
        one, other = site.name.split("与")
        return dice.pick((f"{one}与{other}交叉口", f"{one}{other}路口", f"{one}和{other}路口", f"{other}与{one}交叉口"))
    form = dice.weighted((0.7, 0.1, 0.2))
    return (site.name, number, number + site.name)[form]


def _inside(spot: Spot, dice: Dice) -> str:
    if not spot.unit:
        house = dice.pick((f"{spot.building}组{spot.door}号", f"{chinese(spot.building)}组{spot.door}号"))
        return (house, f"{spot.building}组", "")[dice.weighted((0.6, 0.25, 0.15))]
    coarse = dice.unit()
    if coarse < 0.1:
        return ""
    if coarse < 0.25:
        number = str(spot.building)
        return dice.pick((number + "栋", number + "号楼", chinese(spot.building) + "幢", number + "#"))
    if coarse < 0.35:
        return f"{spot.building}栋{spot.unit}单元"
    return _flat(spot, dice)


def _flat(spot: Spot, dice: Dice) -> str:
    building, unit, room = spot.building, spot.unit, spot.room
    form = dice.weighted((0.3, 0.14, 0.12, 0.1, 0.1, 0.08, 0.06, 0.05, 0.05))
    return (
        f"{building}栋{unit}单元{room}",
        f"{building}号楼{unit}单元{room}室",
        f"{building}幢{unit}单元{room}室",
        f"{chinese(building)}号楼{chinese(unit)}单元{chinese(spot.floor)}楼{room}室",
        f"{building}-{unit}-{room}",
        f"{building}栋{room}",
        f"{building}座{unit}单元{spot.floor}楼{spot.door}号",
        f" {building} # {unit}单元 {room}",
        f"{chinese(building)}栋{chinese(unit)}单元{chinese(spot.floor)}楼",
    )[form]
