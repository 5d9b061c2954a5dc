"""The state that outlives a session: from the preferences into the workspace, and back."""

from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace

_GB = 10**9


def restore(workspace: Workspace, preferences: Preferences) -> None:
    """Bring the workspace to where the last session left it."""
    workspace.training.set_plan(preferences.plan)
    workspace.training.set_threads(preferences.threads)
    workspace.training.kept.limit = preferences.runs_limit * _GB
    workspace.classifier.set_pen_width(preferences.pen_width)
    workspace.classifier.set_normalising(preferences.normalising)
    workspace.classifier.set_level(preferences.strictness)
    workspace.collection.set_writer(preferences.writer)
    workspace.folder = preferences.folder or workspace.folder


def remember(workspace: Workspace, preferences: Preferences) -> None:
    """Keep for the next session what `restore` brings back."""
    preferences.plan = workspace.training.plan
    preferences.threads = workspace.training.threads
    preferences.runs_limit = workspace.training.kept.limit // _GB
    preferences.pen_width = workspace.classifier.pen_width
    preferences.normalising = workspace.classifier.normalising
    preferences.strictness = workspace.classifier.level
    preferences.writer = workspace.collection.writer
    preferences.folder = workspace.folder
