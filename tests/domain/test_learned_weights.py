"""What pieces weigh, learned from weighed parcels (SHP-12)."""

import random

from shopdesk.domain.learned_weights import Learned, WeighedParcel, choose_weight, contradicts, learn

SHOES, SOCKS, BOOTS = 1, 2, 3


def alone(article: int, *grams: int, count: int = 1) -> list[WeighedParcel]:
    return [WeighedParcel(each, ((article, count),)) for each in grams]


def test_the_median_of_parcels_with_one_article_counts() -> None:
    found = learn(alone(SHOES, 900, 905, 895, 910, 890), {}, 100)
    assert found == {SHOES: Learned(800, 10, 5)}
    assert found[SHOES].is_reliable and not learn(alone(SHOES, 900, 905), {}, 100)[SHOES].is_reliable


def test_several_pieces_share_the_weight() -> None:
    assert learn(alone(SOCKS, 220, 223, 217, count=3), {}, 100)[SOCKS].grams == 40


def test_zeros_and_wrong_units_are_set_aside() -> None:
    found = learn(alone(SHOES, 900, 905, 895, 0, 1, 99, 90_000, 2300), {}, 100)
    assert (found[SHOES].grams, found[SHOES].parcels, found[SHOES].set_aside) == (800, 3, 5)


def test_nothing_sensible_is_nothing() -> None:
    assert learn(alone(SHOES, 0, 1, 100, 50), {}, 100) == {}
    assert learn([WeighedParcel(900, ()), WeighedParcel(900, ((SHOES, 0),))], {}, 100) == {}
    assert not learn(alone(SHOES, 200, 3000), {}, 100)[SHOES].is_reliable  # two that contradict each other


def test_others_help_with_what_never_went_alone() -> None:
    mixed = [WeighedParcel(grams, ((SHOES, 1), (SOCKS, 2))) for grams in (980, 985, 975)]
    found = learn([*alone(SHOES, 900, 905, 895), *mixed], {}, 100)
    assert found[SOCKS].grams == 40
    assert learn(mixed, {SHOES: 800}, 100)[SOCKS].grams == 40  # a typed weight helps as well
    assert learn(mixed, {}, 100) == {}
    three = [WeighedParcel(2000, ((SHOES, 1), (SOCKS, 2), (BOOTS, 1)))] * 3
    assert learn([*alone(SHOES, 900, 905, 895), *mixed, *three], {}, 100)[BOOTS].grams == 1020


def test_typed_weights_come_first_unless_all_parcels_say_otherwise() -> None:
    learned = Learned(800, 10, 9)
    assert choose_weight(780, learned) == (780, 780 * 0.03)
    assert choose_weight(None, learned) == (800, learned.doubt)
    assert choose_weight(1, learned) == (800, learned.doubt)  # kilograms
    assert choose_weight(1, Learned(800, 10, 2)) == (1, 4.0)  # two parcels are too few to say so
    assert choose_weight(None, Learned(800, 10, 2)) is None and choose_weight(0, None) is None
    assert contradicts(learned, 1) and contradicts(learned, 3000) and not contradicts(learned, 700)


def test_a_typed_weight_in_the_wrong_unit_misleads_nobody() -> None:
    mixed = [WeighedParcel(grams, ((SHOES, 1), (SOCKS, 2))) for grams in (980, 985, 975)]
    assert learn([*alone(SHOES, 900, 905, 895), *mixed], {SHOES: 1}, 100)[SOCKS].grams == 40


def test_the_true_weight_is_found_in_any_heap_of_parcels() -> None:
    """Up to a fifth of the parcels may be nonsense."""
    for seed in range(150):
        rng = random.Random(seed)
        real = {article: rng.randint(40, 1500) for article in range(rng.randint(1, 6))}
        parcels = []
        for article, grams in real.items():
            for _ in range(rng.randint(10, 30)):
                count = rng.choice((1, 1, 1, 2, 3))
                shown = round(100 + grams * count + rng.gauss(0, 6))
                parcels.append(WeighedParcel(shown, ((article, count),)))
            for i in rng.sample(range(10), 2):
                parcels[-1 - i] = WeighedParcel(rng.choice((0, 1, 60_000)), ((article, 1),))
        rng.shuffle(parcels)
        found = learn(parcels, {}, 100)
        for article, grams in real.items():
            assert abs(found[article].grams - grams) <= 8, (seed, article)
            assert found[article].spread <= 16 and found[article].is_reliable
