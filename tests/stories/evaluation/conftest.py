"""The tab Evaluate, opened and set by mouse and keys."""

from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


@pytest.fixture
def guessing(user: User, workspace: Workspace, course_file: Path) -> Network:
    """A network of random weights, which misreads nearly all of the course file."""
    user.open_data(course_file)
    network = Network.initial(16, np.random.default_rng(1))
    workspace.models.add(Model(network, "guessing"))
    return network
