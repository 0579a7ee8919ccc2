"""How files and rows reach a home: uploaded, put into a watched folder, asked of a database."""
