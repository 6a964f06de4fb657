"""How a staged page names the page of a source file: Doxygen's own name is known only later."""

SOURCE_LINK = "source:"  # + path in the course; doxygen_html.py resolves it
