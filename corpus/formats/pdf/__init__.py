"""PDFs, by PDFium, which runs in the confined process only: `pdf.read`, and what it is made of."""
