"""An analysis in rows and columns: on a terminal, as CSV and as Markdown; the zoo is such a table too."""
