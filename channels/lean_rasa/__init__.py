"""What takes the place of Rasa's own parts, so that one process serves, small and fast.

Nothing of Rasa is changed: these are subclasses, stores and placeholders, given to it where it
takes them. What each replaces in Rasa 3.6.21, the last of its kind (under rasa/), is noticed when
it changes by the test of the same name in tests/channels/lean_rasa:

    lean_imports          the imports of core/channels/__init__.py, core/tracker_store.py,
                          engine/recipes/default_components.py
    ordered_graph_runner  DaskGraphRunner.run, engine/runner/dask.py line 82
    brief_tracker         DialogueStateTracker, shared/core/trackers.py lines 125 and 301
    memory_store          InMemoryTrackerStore, core/tracker_store.py line 372 (test_assistant.py)
    local_actions         RemoteAction, core/actions/action.py lines 645 and 790
    local_agent           Agent.load_model and _create_tracker_store, core/agent.py lines 348 and
                          519; MessageProcessor._load_model and _run_action, core/processor.py
                          lines 124 and 967
"""
