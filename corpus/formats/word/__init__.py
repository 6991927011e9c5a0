"""Word documents: `docx.read`, and what it is made of."""
