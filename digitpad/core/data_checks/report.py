"""All there is to see of data before it is used."""

from dataclasses import dataclass

from digitpad.core.data_checks.findings import Finding, findings_task
from digitpad.core.data_checks.summary import ClassSummary, count_classes, summary_task
from digitpad.core.dataset import Datasets
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.tasks import Task, part_of_task


@dataclass(frozen=True, eq=False)
class DataReport:
    """A data set with what was seen in it; `options` are those it was read with."""

    datasets: Datasets
    options: DataOptions
    summary: ClassSummary
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, list[int]]:
        """How many images of each class the splits have."""
        return {name: counts.tolist() for name, counts in count_classes(self.datasets).items()}


def report_task(datasets: Datasets, options: DataOptions = DEFAULT_OPTIONS) -> Task[DataReport]:
    """Look at the data."""
    summary = yield from part_of_task(summary_task(datasets.training), 0, 0.4)
    findings = yield from part_of_task(findings_task(datasets, options), 0.4, 1)
    return DataReport(datasets, options, summary, findings)
