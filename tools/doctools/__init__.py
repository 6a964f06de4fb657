"""The parts of the documentation pipeline: see tools/weave.py, build_docs.py and check_site.py."""
