"""Parts of the collection as data, and teaching: what is learned from, what is held out, and what is judged by."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.collection.query import Filter, day_after, day_of, part_of, part_text
from digitpad.core.dataset import Split, scale_to_input
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets, open_evaluation_set
from digitpad.core.readers.options import DataOptions
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.teaching import TeachingReport, teaching_report_task, teaching_spec
from digitpad.core.scoring import HitCounts
from digitpad.core.tasks import run_to_completion

Drawn = Callable[..., CollectedDrawing]


@pytest.fixture
def filled(place: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collection]:
    """The user's collection: 100 digits by Ada, 40 by Bob, and some that are none."""
    monkeypatch.setattr(paths, "COLLECTION", place)
    with Collection.open(place) as collection:
        collection.merge(drawn(n, n % 10 if n < 140 else None, "Ada" if n < 100 else "Bob") for n in range(150))
        yield collection


def test_a_part_of_the_collection_is_data_like_a_file(filled: Collection, tmp_path: Path) -> None:
    everything = open_datasets("collection")
    assert [len(part) for part in everything] == [99, 11, 30]
    pixels, y = filled.images(Filter(held_out=True))
    assert (np.round((everything.test.X + 1) * 127.5) == pixels).all()
    assert (everything.test.y == y).all()
    assert "140 digits" in everything.notes[-1]
    assert len(open_evaluation_set("collection:Bob")) == 10
    crossed = open_datasets("collection:Ada", DataOptions(test="collection:Bob", validation="10"))
    assert [len(part) for part in crossed] == [70, 10, 10]
    # Known by its content: the same drawings are the same data on another machine, kept in another order.
    with Collection.open(tmp_path / "other.sqlite") as other:
        other.merge(reversed(list(filled.drawings())))
        paths.COLLECTION = tmp_path / "other.sqlite"  # undone by the fixture's monkeypatch
        again = open_datasets("collection")
    assert again.training.fingerprint == everything.training.fingerprint
    assert [part.pieces for part in again] == [part.pieces for part in everything]


def test_every_filter_names_a_part_and_no_image_is_in_two_sets(filled: Collection) -> None:
    some = Filter(frozenset([3, 5, 7]), frozenset(["Bob"]), day_of("2026-12-04"), day_after("2026-12-05"), False)
    text = "collection:Bob:label=3,5,7:since=2026-12-04:until=2026-12-05:read=wrong"
    assert (part_text(some), part_of(text)) == (text, some)
    assert part_of("collection") == Filter()
    filled.add(next(filled.drawings()))
    filled.rename("Ada", "Ada: since=1, or so")  # whatever a name is like
    assert len(open_evaluation_set("collection:Ada: since=1, or so:label=3")) == 2
    some = part_of("collection: Bob,Ada: since=1, or so , Eve", filled.writers())
    assert some.writers == {"Bob", "Ada: since=1, or so", "Eve"}
    parts = "collection:label=3,4:until=2026-12-03", "collection:until=2026-12-03", "collection:since=2026-12-02"
    options = DataOptions(validation=parts[1], test=parts[0])
    data = open_datasets("mnist", options)
    assert data.validation
    assert (set(data.test.y), len(data.test)) == ({3, 4}, filled.count(replace(part_of(parts[0]), held_out=True)))
    assert len(data.validation) == filled.count(replace(part_of(parts[1]), held_out=False))
    chosen = DataSources("mnist", parts[0], validation=parts[1]).datasets()
    assert [part.fingerprint for part in chosen] == [part.fingerprint for part in data]
    own = open_datasets(parts[2], options)
    sets = [{image.tobytes() for image in part.X} for part in own]
    assert all(sets)
    assert not any(one & other for one, other in combinations(sets, 2))  # though the parts overlap
    for wrong in ("label=10", "since=yesterday", "since=0001-01-01", "until=9999-12-31", "read=badly"):
        with pytest.raises(SettingsError):
            open_datasets(f"collection:{wrong}")
    with pytest.raises(DataError, match="There are no"):
        open_datasets("collection:label=none")
    with pytest.raises(DataError, match="All drawings for collection:label=3 are kept for validation"):
        open_datasets("collection:label=3", DataOptions(validation="collection"))


def test_what_names_no_part_is_said(filled: Collection, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no drawings by Eve; its writers are Ada, Bob"):
        open_datasets("collection:Ada,Eve")
    filled.merge([])
    for source, words in (("teach:Eve", "no drawings by Eve"), ("collectors", "mnist-nielsen, collection; check")):
        with pytest.raises(DataError, match=words):
            open_datasets(source)
    filled.remove(filled.ids(Filter(writers=frozenset(["Ada"])))[: 100 - 15])
    with pytest.raises(DataError, match="Ada has 15 digits in the collection, and 20"):
        open_datasets("teach:Ada")
    paths.COLLECTION = tmp_path / "none.sqlite"
    with pytest.raises(DataError, match="no collection"):
        open_datasets("collection")
    assert not paths.COLLECTION.exists()


def test_a_source_is_found_from_any_folder() -> None:
    sources = DataSources("collection:Ada", test="collection:Bob", validation="collection")
    assert sources.absolute() == sources
    assert DataSources("teach:Ada").absolute().data == "teach:Ada"
    assert Path(DataSources("collections").absolute().data).is_absolute()


def test_a_model_is_taught_all_but_the_held_out_digits(filled: Collection) -> None:
    data = open_datasets("teach:Ada")
    pixels, y = filled.images(Filter(writers=frozenset(["Ada"]), held_out=True))
    assert data.validation is not None
    assert (np.round((data.validation.X + 1) * 127.5) == pixels).all()
    assert np.bincount(data.validation.y).tolist() == [2] * 10
    assert (data.validation.y == y).all()
    learned = {image.tobytes() for image in data.training.X}
    assert not learned & {image.tobytes() for image in data.validation.X}
    assert len(learned) == 80 + len({image.tobytes() for image in data.training.X[:20_000]})
    assert 0.08 < 1 - 20_000 / len(data.training) < 0.12
    assert data.test.name == "MNIST test"
    spec = teaching_spec("Ada", Model(Network.initial(4, np.random.default_rng(0)), "mine"), seed=3)
    assert (spec.sources.data, spec.settings.seed, spec.base and spec.base.name) == ("teach:Ada", 3, "mine")


@pytest.mark.usefixtures("filled")
def test_a_report_compares_both_networks_on_three_sets() -> None:
    before, after = (Network.initial(4, np.random.default_rng(seed)) for seed in (0, 1))
    report = run_to_completion(teaching_report_task("Ada", before, after))
    assert [each.n for each in report.sets] == [20, 40, 10_000]
    mnist = open_datasets("mnist").select(Split.TEST)
    for network, accuracy in zip((before, after), report.mnist.accuracies, strict=True):
        assert accuracy == pytest.approx(network.score(mnist.X, mnist.y))
    assert report.others
    with Collection.open(paths.COLLECTION) as collection:
        pixels, y = collection.images(Filter(writers=frozenset(["Bob"])))
    assert report.others.accuracies[1] == pytest.approx(after.score(scale_to_input(pixels, 255), y))
    for each, (low, high) in zip(report.held_out.accuracies, report.held_out.intervals, strict=True):
        assert low <= each <= high


@pytest.mark.parametrize(
    ("held_out", "mnist", "words"),
    [
        ((15, 16), (9900, 9850), ()),
        ((15, 15), (9900, 9900), ("as many as before",)),
        ((15, 14), (9900, 9900), ("fewer than before",)),
        ((15, 20), (9900, 9849), ("0.51 points on MNIST",)),
        ((20, 20), (9900, 9000), ("as many", "9.00 points on MNIST")),
    ],
)
def test_a_result_is_accepted_if_it_helps_and_costs_little(
    held_out: tuple[int, int], mnist: tuple[int, int], words: tuple[str, ...]
) -> None:
    report = TeachingReport(HitCounts(20, held_out, ""), None, HitCounts(10_000, mnist, ""))
    assert report.accepted == (not words)
    assert len(report.objections) == len(words)
    for objection, word in zip(report.objections, words, strict=True):
        assert word in objection
